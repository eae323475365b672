"""Made-up forms and ways to print them as text: what is printed must be read back."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

from jiheng.form import FUND_NAMES, Form, Fund, Indicator, Total

LABELS = {
    "l1": "一级指标",
    "l2": "二级指标",
    "l3": "三级指标",
    "property": "绩效指标性质",
    "target": "年度指标值",
    "unit": "度量单位",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "reason": "偏差原因分析及改进措施",
}
FUND_LABELS = {
    "initial": "年初预算数",
    "budget": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "rate": "执行率",
    "score": "得分",
}
VARIANTS = {
    "target": ("年度指标值", "指标值", "目标值", "年度 指标值", "年初设定值"),
    "actual": ("实际完成值", "完成值", "全年完成值", "实际 完成值"),
    "weight": ("分值", "分 值", "权重", "分值（90分）"),
    "score": ("得分", "得 分", "自评得分"),
    "reason": ("偏差原因分析及改进措施", "偏差原因分析", "未完成原因分析", "偏差原因分 析及改进 措施"),
}
TREE = {
    "产出指标": ("数量指标", "质量指标", "时效指标", "成本指标"),
    "效益指标": ("社会效益指标", "经济效益指标", "可持续影响指标"),
    "满意度指标": ("服务对象满意度指标",),
}
_WORDS = st.text(alphabet="修整道路桥梁绿化巡查清理系统运维培训宣传报送编印采购安装调试", min_size=2, max_size=14)
_TARGETS = st.sampled_from(
    ("≥95%", "≤3小时", "＝12次", "100", "12月底前", "良好", "达到良以上", "不少于2项", "明显提升", "<1天", "3—5天")
)
_ACTUALS = st.sampled_from(
    ("97%", "2小时", "12次", "120", "11月底前完成", "优（效果良好）", "有所提升", "3项", "0.5天")
)
_FIGURES = st.sampled_from(("0", "10", "9.8", "20", "15", "5", "30", "7.35"))
_MONEY = st.sampled_from(("", "12.5", "100", "0", "1,234.56", "0.8", "3300"))
_REASONS = st.sampled_from(("", "", "天气原因，下一步提前安排", "正向偏差", "计划偏低"))


@dataclass(frozen=True)
class Layout:
    """A way to print a form."""

    kind: str = "tabs"
    columns: tuple[str, ...] = tuple(LABELS)
    labels: dict[str, str] = field(default_factory=dict)
    numbered: bool = False
    gaps: int = 0
    repeat: bool = False
    shifted: frozenset[int] = frozenset()
    closing: int = 1


@st.composite
def forms(draw: st.DrawFn, with_signs: bool | None = None) -> Form:
    """A form as a bureau may fill it in."""
    signs = draw(st.booleans()) if with_signs is None else with_signs
    goals = [draw(st.lists(_WORDS, min_size=1, max_size=3).map("；".join)) + "。" for _ in range(2)]
    form = Form(
        year=draw(st.sampled_from(("2022", "2023", "2024"))),
        project=draw(_WORDS) + "项目",
        department=draw(_WORDS) + "局",
        unit=draw(st.one_of(st.just(""), _WORDS.map(lambda word: word + "中心"))),
        goal_expected=goals[0],
        goal_actual=goals[1],
        title="项目支出绩效自评表",
        money_unit="万元",
    )
    form.funds = [_fund(draw, name) for name in FUND_NAMES]
    for l1, seconds in TREE.items():
        for l2 in seconds[: draw(st.integers(1, len(seconds)))]:
            form.indicators += [_indicator(draw, l1, l2, signs) for _ in range(draw(st.integers(1, 3)))]
    form.totals = [Total("总分", "100", draw(_FIGURES))]
    form.total_weight, form.total_score = form.totals[0].weight, form.totals[0].score
    return form


def _fund(draw: st.DrawFn, name: str) -> Fund:
    if name == FUND_NAMES[0]:
        return Fund(name, "10", draw(_MONEY.filter(bool)), draw(_MONEY.filter(bool)), "10", "100%", draw(_FIGURES))
    return Fund(name, draw(_MONEY), draw(_MONEY), draw(_MONEY), "—", draw(st.sampled_from(("", "100%"))), "—")


def _indicator(draw: st.DrawFn, l1: str, l2: str, signs: bool) -> Indicator:
    l3 = draw(st.sampled_from(("", "指标1：", "指标2："))) + draw(_WORDS)
    row = Indicator(l1, l2, l3, weight=draw(_FIGURES), score=draw(_FIGURES), reason=draw(_REASONS))
    row.actual = draw(_ACTUALS)
    if signs:
        row.property = draw(st.sampled_from(("≥", "≤", "＝", "定性")))
        row.unit = "项" if row.property == "定性" else draw(st.sampled_from(("个", "%", "万元", "小时", "人次/年")))
        row.target = "优良中低差" if row.property == "定性" else draw(st.sampled_from(("1", "90", "12.5", "24")))
    else:
        row.target = draw(_TARGETS)
    return row


@st.composite
def layouts(draw: st.DrawFn, form: Form) -> Layout:
    """A way in which that form can be printed without loss."""
    has_signs = form.indicators[0].property is not None
    tail = [
        name for name in LABELS if name not in ("l1", "l2", "l3") and (has_signs or name not in ("property", "unit"))
    ]
    if draw(st.booleans()):
        tail = draw(st.permutations(tail))
    kind = draw(st.sampled_from(("tabs", "lines")))
    rows = [i for i, row in enumerate(form.indicators) if i and row.l1 != form.indicators[i - 1].l1]
    in_order = tail == [name for name in LABELS if name in tail]
    shifted = draw(st.frozensets(st.sampled_from(rows))) if rows and kind == "tabs" and in_order else frozenset()
    return Layout(
        kind=kind,
        columns=("l1", "l2", "l3", *tail),
        labels={name: draw(st.sampled_from(words)) for name, words in VARIANTS.items()},
        numbered=not shifted and draw(st.booleans()),
        gaps=draw(st.integers(0, 2)),
        repeat=draw(st.booleans()),
        shifted=shifted,
        closing=draw(st.integers(0, 2)),
    )


def render(form: Form, layout: Layout) -> str:
    """The form as text in that layout."""
    rows = [[form.title or ""], [f"（{form.year}年度）"], *_head(form, layout), *_goals(form), *_tree(form, layout)]
    if layout.kind == "lines":
        return "\n".join("\n".join(f"\t{cell}" for cell in row) + "\n" for row in rows) + "\n"
    wide = max(map(len, rows)) + layout.closing
    lines = [row[0] if len(row) == 1 else "\t".join(row + [""] * (wide - len(row))) for row in rows]
    return "\n".join(lines) + "\n"


def _head(form: Form, layout: Layout) -> list[list[str]]:
    gap = [""] * layout.gaps
    between = "\n" if layout.kind == "lines" else " "
    funds = [[getattr(fund, name) for name in FUND_LABELS] for fund in form.funds]
    names = [f"其中：{fund.name}" if i == 1 else fund.name for i, fund in enumerate(form.funds)]
    return [
        ["项目名称", *gap, form.project or ""],
        ["主管部门", *gap, form.department or "", *gap, "实施单位", *gap, form.unit or ""],
        [
            f"项目资金{between}（{form.money_unit}）",
            "",
            *list(FUND_LABELS.values()),
        ],
        *(["", name, *cells] for name, cells in zip(names, funds, strict=True)),
    ]


def _goals(form: Form) -> list[list[str]]:
    return [["年度总体目标", "预期目标", "实际完成情况"], ["", form.goal_expected or "", form.goal_actual or ""]]


def _tree(form: Form, layout: Layout) -> list[list[str]]:
    lead = ["绩效指标", "序号"] if layout.numbered else ["绩效指标"]
    rows = [lead + [layout.labels.get(name, LABELS[name]) for name in layout.columns]]
    before: Indicator | None = None
    for number, row in enumerate(form.indicators):
        cells = [getattr(row, name) or "" for name in layout.columns]
        if before is not None and not layout.repeat:
            if row.l1 == before.l1:
                cells[0] = ""
            if (row.l1, row.l2) == (before.l1, before.l2):
                cells[1] = ""
        before = row
        edge = ["", str(number + 1)] if layout.numbered else [""]
        rows.append(cells if number in layout.shifted else edge + cells)
    places = {name: len(lead) + layout.columns.index(name) for name in ("weight", "score")}
    total = ["总分"] + [""] * (max(places.values()))
    for name, place in places.items():
        total[place] = getattr(form.totals[0], name)
    return [*rows, total]


def graded(form: Form) -> Form:
    """The form without what depends on where it was printed."""
    copy = Form(**{name: getattr(form, name) for name in form.__struct_fields__})
    copy.source, copy.origins, copy.labels, copy.uncertain = "", {}, {}, []
    return copy
