"""绩衡 Jiheng: reads, scores and audits 项目支出绩效自评表."""

__version__ = "0.1.0"
