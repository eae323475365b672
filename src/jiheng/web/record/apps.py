"""The app `record`."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """审计日志."""

    name = "jiheng.web.record"
    label = "record"
    verbose_name = "审计日志"
