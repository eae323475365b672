"""Clean forms made at random: every sum right, every target met or explained, so that no check finds an error."""

from decimal import Decimal

from hypothesis import strategies as st

from jiheng.form import TOTAL_FUND, Form, Fund, Indicator, Total

PROJECTS = ("城南泵站设备维护", "古桥安全监测", "社区图书室开放服务", "湿地候鸟调查")
QUANTITIES = (("设备检修台数", "台"), ("现场巡查次数", "次"), ("培训居民人数", "人"), ("编制调查报告份数", "份"))
QUALITIES = ("检修合格率", "数据完整率", "资料归档准确率")
BENEFITS = ("服务对象投诉处理率", "设备完好率", "公共设施利用率")


def text(figure: Decimal) -> str:
    """A figure as a form prints it."""
    return format(figure.normalize(), "f")


@st.composite
def clean_forms(draw: st.DrawFn) -> Form:
    """A form under the national rules, 10 + 50 + 30 + 10, with three to five output indicators."""
    budget = draw(st.integers(20, 5000))
    executed = draw(st.integers((budget * 7) // 10, budget))
    rate = (Decimal(executed) / budget * 100).quantize(Decimal("0.01"))
    execution = (Decimal(executed) / budget * 10).quantize(Decimal("0.01"))
    rows = [*_outputs(draw), _benefit(draw), _satisfaction(draw)]
    total = sum((Decimal(row.score or 0) for row in rows), execution)
    fund = Fund(TOTAL_FUND, str(budget), str(budget), str(executed), "10", f"{text(rate)}%", text(execution))
    part = Fund("当年财政拨款", str(budget), str(budget), str(executed), "—", f"{text(rate)}%", "—")
    project = draw(st.sampled_from(PROJECTS))
    return Form(
        source="样例",
        year="2024",
        project=project,
        department="海云市文化和水务局",
        unit="海云市公共设施管理中心",
        leader="林某某",
        funds=[fund, part, Fund("上年结转资金", weight="—", score="—"), Fund("其他资金", weight="—", score="—")],
        goal_expected=f"按年度计划完成{project}，保证质量和进度，服务对象满意。",
        goal_actual=f"{project}按年度计划于11月底前全部做完，质量和进度符合要求，群众反映较好。",
        indicators=rows,
        total_weight="100",
        total_score=text(total),
        totals=[Total("总分", "100", text(total))],
    )


def _outputs(draw: st.DrawFn) -> list[Indicator]:
    quantities = draw(st.lists(st.sampled_from(QUANTITIES), min_size=1, max_size=3, unique=True))
    rows = []
    for name, unit in quantities:
        target = draw(st.integers(10, 400))
        actual = target + draw(st.integers(0, target // 10))
        rows.append(Indicator("产出指标", "数量指标", name, "≥", str(target), unit, str(actual), "10", "10", ""))
    hours = draw(st.integers(4, 48))
    rows.append(
        Indicator("产出指标", "时效指标", "故障修复时限", "≤", str(hours), "小时", str(hours - 1), "5", "5", "")
    )
    rest = 55 - 10 * len(rows)
    rows.append(_rate(draw, "产出指标", "质量指标", draw(st.sampled_from(QUALITIES)), rest))
    return rows


def _benefit(draw: st.DrawFn) -> Indicator:
    return _rate(draw, "效益指标", "社会效益指标", draw(st.sampled_from(BENEFITS)), 30)


def _satisfaction(draw: st.DrawFn) -> Indicator:
    return _rate(draw, "满意度指标", "服务对象满意度指标", "服务对象满意度", 10)


def _rate(draw: st.DrawFn, l1: str, l2: str, l3: str, weight: int) -> Indicator:
    target = draw(st.integers(80, 95))
    actual = target + draw(st.integers(1, 4))
    return Indicator(l1, l2, l3, "≥", str(target), "%", str(actual), str(weight), str(weight), "")
