"""Made-up forms in the layouts of many places: a description → the grid as it is printed, and the record it must give.

A layout is drawn part by part (head, money, goals, tree, totals, foot) and printed as a web page, as text pasted
from a sheet, one cell a line, or with bars, so that no reader can be fitted to one form.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from hypothesis import strategies as st

from jiheng.form import FUND_FIELDS, Form, Fund, Indicator, Total

NAMES = ("河道清淤养护", "图书采购编目", "路灯节能改造", "社区食堂补助", "古树名木保护", "校舍修缮")
OFFICES = ("云溪市水务局", "青澜县教育体育局", "松泠区城市管理委员会")
UNITS = ("云溪市河道管护所", "青澜县实验小学", "松泠区市政服务中心")
L3 = ("清淤长度", "采购数量", "验收合格率", "按期完工率", "单位成本", "受益群众", "巡查次数", "设备完好率", "培训场次")
TARGETS = ("≥46公里", "100%", "≤3.5万元", "12月底前", "良好", "=8个", "不低于90%", "明显提高")
ACTUALS = ("46.3公里", "98%", "3.2万元", "11月", "良好", "9个", "有所提高")
REASONS = ("", "", "雨季停工，已倒排工期", "计划偏低")
TREE = (
    ("产出指标", ("数量指标", "质量指标", "时效指标", "成本指标")),
    ("效益指标", ("社会效益指标", "可持续影响指标", "生态效益指标")),
    ("满意度指标", ("服务对象满意度指标",)),
)
COLUMN_LABELS = {
    "l1": ("一级指标",),
    "l2": ("二级指标",),
    "l3": ("三级指标", "指标名称"),
    "property": ("指标性质", "绩效指标性质"),
    "target": ("年度指标值", "指标值", "年初目标值（A）", "年度指标值(A)", "目标值"),
    "unit": ("度量单位", "计量单位"),
    "actual": ("实际完成值", "全年完成值", "全年实际值（B）", "完成值", "年终完成值"),
    "weight": ("分值", "权重", "分值（90分）", "指标权重（分）", "参考分值"),
    "score": ("得分", "自评得分", "自评分", "指标得分（分）"),
    "reason": ("偏差原因分析及改进措施", "未完成原因分析", "未完成原因和改进措施", "偏差原因"),
}
FUND_LABELS = {
    "initial": ("年初预算数", "年初预算", "年初预算数（A）"),
    "budget": ("全年预算数", "调整后预算数", "全年预算数（A）", "预算数（A）"),
    "executed": ("全年执行数", "预算执行数", "全年执行数（B）", "执行数(B)"),
    "weight": ("分值", "权重", "分值（10分）"),
    "rate": ("执行率", "预算执行率（B/A）", "执行率（%）"),
    "score": ("得分", "自评得分"),
}
KINDS = ("当年财政拨款", "上年结转资金", "单位资金", "财政专户管理资金", "中央财政资金", "地方财政资金", "县级资金")


@dataclass(frozen=True)
class Box:
    """A printed cell: its text and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass
class Paper:
    """A printed form: lines above, the grid, lines below; and the record that it must give."""

    title: str
    above: list[str]
    rows: list[list[Box]]
    below: list[str]
    form: Form
    others: list[tuple[str, str]] = field(default_factory=list)
    """Label and text of cells that no field takes."""


WIDE = 12
"""Columns of the paper."""


def _line(*boxes: tuple[str, int]) -> list[Box]:
    return [Box(text, columns) for text, columns in boxes]


@st.composite
def papers(draw: st.DrawFn, plain: bool = False) -> Paper:
    """A form in some layout. `plain`: only what can be told apart when each cell has a line of its own."""
    form = Form(project=None, department=None, unit=None, goal_expected=None, goal_actual=None)
    form.total_weight = form.total_score = None
    year = draw(st.sampled_from(("2019", "2021", "2022", "2023", "2024")))
    title = draw(st.sampled_from(("项目支出绩效自评表", "财政支出项目绩效自评表", "绩效目标自评表")))
    form.year, form.title = year, title
    paper = Paper(title, [f"（{year}年度）"], [], [], form)
    _head(draw, paper)
    draw(st.sampled_from((_fund_rows, _fund_rows, _fund_tiers, _fund_sources) if not plain else (_fund_rows,)))(
        draw, paper
    )
    _goals(draw, paper)
    _tree(draw, paper, plain)
    _foot(draw, paper)
    return paper


def _head(draw: st.DrawFn, paper: Paper) -> None:
    form = paper.form
    form.project = draw(st.sampled_from(("", "53000023T0001-"))) + draw(st.sampled_from(NAMES)) + "项目"
    form.department, form.unit = draw(st.sampled_from(OFFICES)), draw(st.sampled_from(UNITS))
    label = draw(st.sampled_from(("项目名称", "专项（项目）名称", "项目名称（编码-名称）")))
    paper.rows.append(_line((label, 2), (form.project, WIDE - 2)))
    labels = draw(
        st.sampled_from((("主管部门", "实施单位"), ("项目主管单位", "项目实施单位"), ("主管部门及代码", "承担处室")))
    )
    paper.rows.append(_line((labels[0], 2), (form.department, 4), (labels[1], 2), (form.unit, WIDE - 8)))
    contact = draw(st.sampled_from(("none", "two", "one")))
    if contact == "two":
        form.leader, form.phone = "苏晓棠", "0870-5550101"
        paper.rows.append(_line(("项目负责人", 2), (form.leader, 4), ("联系电话", 2), (form.phone, WIDE - 8)))
    elif contact == "one":
        form.leader, form.phone = "苏晓棠", "13900000001"
        paper.rows.append(_line(("项目负责人及电话", 2), ("苏晓棠 13900000001", WIDE - 2)))
    if draw(st.booleans()):
        paper.rows.append(_line(("项目类别", 2), ("1、常年性项目☑　2、一次性项目□", WIDE - 2)))
        paper.others.append(("项目类别", "常年性项目"))


def _amount(draw: st.DrawFn) -> str:
    return draw(st.sampled_from(("120", "98.6", "1,350.00", "64", "0")))


def _fund_rows(draw: st.DrawFn, paper: Paper) -> None:
    """A header that names the amounts, a row for each kind of money."""
    amounts = draw(
        st.sampled_from((("initial", "budget", "executed"), ("budget", "executed"), ("initial", "executed")))
    )
    rest = draw(st.sampled_from((("weight", "rate", "score"), ("rate",), ("rate", "weight", "score"))))
    names = [*amounts, *rest]
    labels = [draw(st.sampled_from(FUND_LABELS[name])) for name in names]
    block = draw(st.sampled_from(("项目资金（万元）", "资金情况（万元）", "预算执行情况（10分）（万元）")))
    paper.form.money_unit = "万元"
    kinds = ["年度资金总额", *draw(st.lists(st.sampled_from(KINDS), max_size=3, unique=True)), "其他资金"]
    wide = WIDE - 4 - len(names) + 1
    paper.rows.append([Box(block, 2, len(kinds) + 1), Box("", 2), *map(Box, labels[:-1]), Box(labels[-1], wide)])
    for number, kind in enumerate(kinds):
        values = dict.fromkeys(FUND_FIELDS) | dict.fromkeys(names, "")
        values |= {name: _amount(draw) for name in amounts if number == 0 or draw(st.booleans())}
        if number == 0:
            values |= {name: {"weight": "10", "rate": "98.5%", "score": "9.85"}[name] for name in rest}
        elif "weight" in rest:
            values |= {"weight": "—", "score": "—"}
        paper.form.funds.append(Fund(kind, **values))
        shown = f"其中：{kind}" if number == 1 else kind + ("：" if number == 0 else "")
        cells = [values[name] or "" for name in names]
        paper.rows.append([Box(shown, 2), *map(Box, cells[:-1]), Box(cells[-1], wide)])


def _fund_tiers(draw: st.DrawFn, paper: Paper) -> None:
    """预算数 and 执行数, each over 总额, 财政拨款 and 其他资金; the figures in one row."""
    paper.form.money_unit = "万元"
    paper.rows.append(
        [
            Box("项目资金（万元）", 2, 3),
            Box("全年预算数", 3),
            Box("全年执行数", 3),
            Box("执行率", 2, 2),
            Box("得分", 2, 2),
        ]
    )
    paper.rows.append([Box(text) for text in ("总额", "财政拨款", "其他资金") * 2])
    figures = [_amount(draw) for _ in range(6)]
    paper.rows.append([*map(Box, figures), Box("97%", 2), Box("9.7", 2)])
    for number, name in enumerate(("年度资金总额", "当年财政拨款", "其他资金")):
        fund = Fund(name, **dict.fromkeys(FUND_FIELDS))
        fund.budget, fund.executed = figures[number], figures[number + 3]
        if number == 0:
            fund.rate, fund.score = "97%", "9.7"
        paper.form.funds.append(fund)


def _fund_sources(draw: st.DrawFn, paper: Paper) -> None:
    """中央 | 本级 | 合计 | 执行数 | 执行率, the figures in one row."""
    paper.form.money_unit = "万元"
    labels = ("中央（万元）", "本级（万元）", "合计（万元）", "执行数（万元）", "执行率")
    paper.rows.append([Box("项目资金来源", 2, 2), *(Box(text, 2) for text in labels)])
    figures = [*(_amount(draw) for _ in range(4)), "95%"]
    paper.rows.append([Box(text, 2) for text in figures])
    total = Fund("年度资金总额", **dict.fromkeys(FUND_FIELDS))
    total.budget, total.executed, total.rate = figures[2:]
    paper.form.funds.append(total)
    for name, figure in (("中央", figures[0]), ("本级", figures[1])):
        paper.form.funds.append(Fund(name, **dict.fromkeys(FUND_FIELDS) | {"budget": figure}))


def _goals(draw: st.DrawFn, paper: Paper) -> None:
    form = paper.form
    style = draw(st.sampled_from(("two", "two", "one", "three", "none")))
    texts = ("清淤支渠，保障春灌用水。", "完成全部清淤，春灌未断水。")
    if style == "one":
        form.goal_expected = texts[0]
        paper.rows.append(_line(("年度绩效目标", 2), (texts[0], WIDE - 2)))
    if style == "two":
        labels = draw(
            st.sampled_from(
                (("预期目标", "实际完成情况"), ("年初设定目标", "全年实际完成情况"), ("总体目标", "全年实际完成情况"))
            )
        )
        edge = draw(st.sampled_from(("年度总体目标", "总体目标完成情况", "当年绩效目标")))
        form.goal_expected, form.goal_actual = texts
        paper.rows.append([Box(edge, 2, 2), Box(labels[0], 5), Box(labels[1], WIDE - 7)])
        paper.rows.append([Box(texts[0], 5), Box(texts[1], WIDE - 7)])
    if style == "three":
        form.goal_expected, form.goal_actual = texts
        paper.rows.append(
            [
                Box("当年绩效目标", 2, 2),
                Box("年初绩效目标", 3),
                Box("全年（调整）绩效目标", 3),
                Box("全年目标实际完成情况", 4),
            ]
        )
        paper.rows.append([Box(texts[0], 3), Box("未作调整处理", 3), Box(texts[1], 4)])
        paper.others.append(("全年绩效目标", "未作调整处理"))


def _tree(draw: st.DrawFn, paper: Paper, plain: bool) -> None:
    levels = draw(st.sampled_from((("l1", "l2", "l3"), ("l1", "l2", "l3"), ("l1", "l3"), ("l3",))))
    signs = draw(st.booleans())
    tail = ["property", "target", "unit"] if signs else ["target"]
    tail = [*tail, "actual"]
    scores = draw(st.sampled_from((("weight", "score"), ("weight", "score"), ("score",), ())))
    if scores and draw(st.booleans()):
        tail = ["weight", *tail] if "weight" in scores else tail
        tail += [name for name in scores if name not in tail]
    else:
        tail += scores
    if draw(st.booleans()):
        tail.append("reason")
    further = draw(st.sampled_from(("", "", "评分标准", "得分计算方法")))
    names = [*levels, *tail] + (["+"] if further else [])
    labels = [further if name == "+" else draw(st.sampled_from(COLUMN_LABELS[name])) for name in names]
    tiers = signs and draw(st.booleans()) and len(levels) == 3
    _tree_header(draw, paper, names, labels, tiers)
    _tree_rows(draw, paper, names, further)
    _total(draw, paper, names)


def _tree_header(draw: st.DrawFn, paper: Paper, names: list[str], labels: list[str], tiers: bool) -> None:
    edge = Box("绩效指标", 1, 1) if not tiers else Box("绩效指标", 1, 2)
    if not tiers:
        paper.rows.append([edge, *map(Box, labels)])
        return
    first = names.index("property")
    top = [Box(text, 1, 2) for text in labels[:first]] + [Box("年度指标值", 3)]
    top += [Box(text, 1, 2) for text in labels[first + 3 :]]
    paper.rows.append([edge, *top])
    paper.rows.append([Box("指标性质"), Box("指标值"), Box("度量单位")])


def _tree_rows(draw: st.DrawFn, paper: Paper, names: list[str], further: str) -> None:
    printed_points = draw(st.booleans())
    for l1, seconds in TREE:
        points = "（40分）" if printed_points else ""
        chosen = seconds[: draw(st.integers(1, len(seconds)))]
        counts = [draw(st.integers(1, 2)) for _ in chosen]
        for number, (l2, count) in enumerate(zip(chosen, counts, strict=True)):
            for place in range(count):
                row = _indicator(draw, names, l1 + points, l2)
                paper.form.indicators.append(row)
                boxes = [Box("")]
                if "l1" in names and number == place == 0:
                    boxes.append(Box(l1 + points, 1, sum(counts)))
                if "l2" in names and place == 0:
                    boxes.append(Box(l2, 1, count))
                boxes += [Box(getattr(row, name) or "") for name in names if name not in ("l1", "l2", "+")]
                if further:
                    boxes.append(Box("完成得满分，未完成按比例计分"))
                    paper.others.append((further, "完成得满分，未完成按比例计分"))
                paper.rows.append(boxes)


def _indicator(draw: st.DrawFn, names: list[str], l1: str, l2: str) -> Indicator:
    row = Indicator(
        l1 if "l1" in names else None,
        l2 if "l2" in names else None,
        draw(st.sampled_from(L3)),
        target=draw(st.sampled_from(TARGETS)),
        actual=draw(st.sampled_from(ACTUALS)),
        weight=draw(st.sampled_from(("10", "15", "7.5"))) if "weight" in names else None,
        score=draw(st.sampled_from(("10", "14.2", "7.5", "9"))) if "score" in names else None,
        reason=draw(st.sampled_from(REASONS)) if "reason" in names else None,
    )
    if "property" in names:
        row.property, row.unit = draw(st.sampled_from(("≥", "=", "≤", "≧"))), draw(st.sampled_from(("个", "%", "公里")))
        row.target = draw(st.sampled_from(("90", "100", "12.5", "3")))
    return row


def _total(draw: st.DrawFn, paper: Paper, names: list[str]) -> None:
    if "score" not in names:
        return
    wide = len(names) + 1
    at = {name: names.index(name) + 1 for name in ("weight", "score") if name in names}
    label = draw(st.sampled_from(("总分", "合计", "总计")))
    weight = "100" if "weight" in names else None
    first = min(at.values())
    figures = {at.get("weight"): weight or "", at["score"]: "97.5"}
    paper.rows.append([Box(label, first), *(Box(figures.get(column, "")) for column in range(first, wide))])
    paper.form.totals.append(Total(label, weight, "97.5"))
    paper.form.total_weight, paper.form.total_score = weight, "97.5"


def _foot(draw: st.DrawFn, paper: Paper) -> None:
    form = paper.form
    if draw(st.booleans()):
        form.conclusion, form.problems, form.measures = "项目按期完成。", "供货延迟。", "提前签订合同。"
        for label, text in (("评价结论", form.conclusion), ("存在问题", form.problems), ("改进措施", form.measures)):
            paper.rows.append(_line((label, 2), (text, WIDE - 2)))
    if draw(st.booleans()):
        form.notes = ["注：1.得分一档最高不能超过该指标分值上限。", "2.定性指标分三档。"]
        paper.below += form.notes


def as_html(paper: Paper) -> str:
    """The form as a web page."""
    rows = []
    for row in paper.rows:
        cells = "".join(f'<td colspan="{box.columns}" rowspan="{box.rows}">{html.escape(box.text)}</td>' for box in row)
        rows.append(f"<tr>{cells}</tr>")
    above = "".join(f"<p>{line}</p>" for line in (paper.title, *paper.above))
    below = "".join(f"<p>{line}</p>" for line in paper.below)
    table = f"<table border=1>{''.join(rows)}</table>"
    return f"<html><head><meta charset='utf-8'></head><body>{above}{table}{below}</body></html>"


def placed(paper: Paper) -> list[list[tuple[int, Box]]]:
    """The cells of each row with the column where they begin."""
    found: list[list[tuple[int, Box]]] = []
    covered: set[tuple[int, int]] = set()
    for number, row in enumerate(paper.rows):
        found.append([])
        column = 0
        for box in row:
            while (number, column) in covered:
                column += 1
            found[-1].append((column, box))
            covered |= {(r, c) for r in range(number, number + box.rows) for c in range(column, column + box.columns)}
            column += box.columns
    return found


def grid(paper: Paper) -> list[list[str]]:
    """The cells by row and column; what a merged cell covers is empty."""
    rows = []
    for row in placed(paper):
        cells = [""] * max(column + box.columns for column, box in row)
        for column, box in row:
            cells[column] = box.text
        rows.append(cells)
    return rows


def beside(left: Paper, right: Paper, between: int = 1) -> Paper:
    """Two forms on one sheet, so many empty columns between them; their titles and lines above in rows of their own."""
    start = max(map(len, grid(left))) + between
    wide = start + max(map(len, grid(right)))
    above = zip_longest((left.title, *left.above), (right.title, *right.above), fillvalue="")
    apart = [Box("")] * between
    rows = [[Box(one, start - between), *apart, Box(other, wide - start)] for one, other in above]
    sheets = ((placed(left), 0), (placed(right), start))
    covered = {
        (number + below, column + start + aside)
        for sheet, start in sheets
        for number, row in enumerate(sheet)
        for column, box in row
        for below in range(box.rows)
        for aside in range(box.columns)
    }
    for number in range(max(len(left.rows), len(right.rows))):
        cells = {column: Box("") for column in range(wide) if (number, column) not in covered}
        for sheet, start in sheets:
            cells |= {column + start: box for column, box in (sheet[number] if number < len(sheet) else ())}
        rows.append([cells[column] for column in sorted(cells)])
    return Paper("", [], rows, [], Form())


def as_tabs(paper: Paper, further: int = 0, quoted: bool = False) -> str:
    """The form as pasted from a sheet, with empty cells at the end of each row; `quoted` as Excel does lines."""
    rows = [[f'"{cell}"' if quoted and "\n" in cell else cell for cell in row] for row in grid(paper)]
    lines = ["\t".join([*row, *[""] * further]) for row in rows]
    return "\n".join([paper.title, *paper.above, *lines, *paper.below]) + "\n"


def as_packed(paper: Paper) -> str:
    """The form with tabs between the cells of a row, merged ones leaving no empty cells."""
    lines = ["\t".join(box.text for box in row) for row in paper.rows]
    return "\n".join([paper.title, *paper.above, *lines, *paper.below]) + "\n"


def as_lines(paper: Paper, gap: str = "\n") -> str:
    """The form as copied from a web page, one cell a line; the empty edge of a block is not copied."""
    cells = [box.text for row in paper.rows for n, box in enumerate(row) if box.text or n]
    return gap.join([paper.title, *paper.above, *cells, *paper.below]) + "\n"


def as_words(paper: Paper) -> str:
    """The form with one blank between the cells of a row, as pasted into a letter; empty cells are lost."""
    rows = [" ".join(box.text.replace("\n", "") for box in row if box.text) for row in paper.rows]
    return "\n".join([paper.title, *paper.above, *rows, *paper.below]) + "\n"


def as_bars(paper: Paper, rule: bool) -> str:
    """The form as a table of bars."""
    lines = [f"| {' | '.join(row)} |" for row in grid(paper)]
    if rule:
        lines.insert(1, "|" + "---|" * WIDE)
    return "\n".join([paper.title, *paper.above, *lines, *paper.below]) + "\n"


_SINGLE = ("year", "project", "department", "unit", "leader", "phone", "goal_expected", "goal_actual")
_FOOT = ("conclusion", "problems", "measures", "notes", "money_unit")


def difference(found: Form, paper: Paper) -> list[str]:
    """What was not read as it was printed."""
    wanted = paper.form
    pairs = [(name, getattr(wanted, name) or "", getattr(found, name) or "") for name in (*_SINGLE, *_FOOT)]
    bad = [f"{name}: {a!r} → {b!r}" for name, a, b in pairs if a != b]
    order = {fund.name: number for number, fund in enumerate(wanted.funds)}
    bad += _unlike("funds", wanted.funds, sorted(found.funds, key=lambda fund: order.get(fund.name, len(order))))
    bad += _unlike("indicators", wanted.indicators, found.indicators)
    bad += _unlike("totals", wanted.totals, found.totals)
    kept = [(one.label, one.text) for one in found.others]
    return bad + [f"others: {one} → {kept}" for one in paper.others if one not in kept]


def _unlike(name: str, wanted: Sequence[object], found: Sequence[object]) -> list[str]:
    bad = [f"{name}[{n}]: {a} → {b}" for n, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b]
    return bad if len(wanted) == len(found) else [*bad, f"{name}: {len(wanted)} → {len(found)}"]
