"""Records made at random as offices fill them in, for the round trip through paper."""

from functools import cache

from hypothesis import strategies as st

from jiheng.form import TOTAL_FUND, Form, Fund, Indicator, Total
from jiheng.writing.official.layout import Layout

_WORDS = (
    "设备", "巡查", "培训", "居民", "档案", "数据", "平台", "道路", "养护", "绿化", "检测", "报告", "编制", "宣传",
    "服务", "保障", "采购", "安装", "完成", "按照", "要求", "提升", "运行", "维护", "质量", "及时", "全年", "项目",
)  # fmt: skip
_SPECKS = (
    "2024.3.15-2024.11.30",
    "ISO9001",
    "12,345.67",
    "“双随机”",
    "（含税）",
    "300Mbps",
    "95.5%",
    "1.",
    "A-3/B",
    "；",
)
LIKE_LABELS = ("全年完成培训情况", "设备全年完成情况", "年度总体目标完成", "实际完成指标情况")
"""Texts that a reader may take for a label with a typo."""
LEVELS = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("成本指标", ("经济成本指标",)),
    ("效益指标", ("社会效益指标", "经济效益指标", "可持续影响指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)

amounts = st.decimals(0, 10**6, places=3).map(lambda figure: f"{figure.normalize():f}") | st.sampled_from(
    ("288", "0", "1,234.56", "99999999.99")
)
scores = st.sampled_from(("10", "9.5", "20", "5", "0", "9.99", "30"))


_pieces = st.sampled_from(_WORDS + _SPECKS)


@cache
def sentences(longest: int) -> st.SearchStrategy[str]:
    """Chinese prose with figures and Latin tokens in it, sometimes long.

    Made once: making strategies anew for each text took as long as the reading of what they drew.
    """
    lengths = st.integers(2, longest)
    pieces = lengths.flatmap(cache(lambda most: st.lists(_pieces, min_size=2, max_size=most)))
    return pieces.map(lambda found: "".join(found).strip("；") + "情况")


_goals = sentences(120) | st.sampled_from(LIKE_LABELS)
_results = st.just("") | sentences(300) | st.sampled_from(LIKE_LABELS)
_actuals = st.sampled_from(("", "优")) | amounts | sentences(12)
_reasons = st.just("") | sentences(25)


@st.composite
def records(draw: st.DrawFn, layout: Layout) -> Form:
    """A record with just the cells that the layout has."""
    columns, head = layout.fields(), layout.head_fields()
    rows = [_indicator(draw, l1, l2, columns) for l1, l2 in draw(_levels())]
    total = Total("总分", "100", draw(scores))
    return Form(
        year=draw(st.none() | st.sampled_from(("2023", "2024"))),
        project=draw(sentences(8)),
        department="海云市文化和水务局",
        unit=draw(st.sampled_from(("", "海云市公共设施管理中心"))),
        leader=draw(st.sampled_from(("", "林某某"))) if "leader" in head else None,
        phone=draw(st.sampled_from(("", "010-55550000"))) if "phone" in head else None,
        funds=_funds(draw),
        goal_expected=draw(_goals),
        goal_actual=draw(_results),
        indicators=rows,
        total_weight=total.weight,
        total_score=total.score,
        totals=[total],
        title="项目支出绩效自评表",
        money_unit=draw(st.sampled_from((None, "万元", "元"))),
        secrecy=draw(st.sampled_from((None, None, None, "秘密★5年"))),
    )


def _funds(draw: st.DrawFn) -> list[Fund]:
    total = Fund(TOTAL_FUND, draw(amounts), draw(amounts), draw(amounts), "10", draw(st.sampled_from(_RATES)), "9.5")
    part = Fund("当年财政拨款", draw(amounts), draw(amounts), draw(amounts), "—", draw(st.sampled_from(_RATES)), "—")
    blank = Fund("上年结转资金", weight="—", score="—")
    return [total, part, blank, draw(st.sampled_from((blank_fund(), Fund("其他资金", weight="—", score="—"))))]


def blank_fund() -> Fund:
    """A row of which only the name is printed."""
    return Fund("其他资金")


_RATES = ("100%", "82.6%", "99.99%", "0.95", "")


@st.composite
def _levels(draw: st.DrawFn) -> list[tuple[str, str]]:
    """First and second level of each row, in runs as on paper."""
    found: list[tuple[str, str]] = []
    for l1, seconds in LEVELS:
        if l1 == "成本指标" and draw(st.booleans()):
            continue
        for l2 in draw(st.lists(st.sampled_from(seconds), min_size=1, max_size=len(seconds), unique=True)):
            found += [(l1, l2)] * draw(st.integers(1, 9))
    return found


def _indicator(draw: st.DrawFn, l1: str, l2: str, columns: frozenset[str]) -> Indicator:
    name = draw(sentences(7))
    if draw(st.integers(0, 15)) == 0:
        row = Indicator(l1, l2, "不涉及", target="", actual="", weight="", score="")
        return _with_columns(row, columns, "", "")
    qualitative = draw(st.booleans())
    sign = "定性" if qualitative else draw(st.sampled_from(("≥", "≤", "=", "")))
    unit = "" if qualitative else draw(st.sampled_from(("个", "%", "万元", "")))
    target = "优良中低差" if qualitative else draw(amounts)
    actual = draw(_actuals)
    reason = draw(_reasons)
    row = Indicator(l1, l2, name, None, target, None, actual, draw(scores), draw(scores), reason)
    return _with_columns(row, columns, sign, unit)


def _with_columns(row: Indicator, columns: frozenset[str], sign: str, unit: str) -> Indicator:
    row.property = sign if "property" in columns else None
    row.unit = unit if "unit" in columns else None
    if row.l3 == "不涉及" and "reason" not in columns:
        row.reason = None
    return row
