"""What a self-evaluation form (项目支出绩效自评表) is: the as-printed record and the address of its cells.

Every cell is a string exactly as printed with all white space removed, `""` when the cell is
empty and `None` when the form has no such row or column. Nothing here interprets or corrects.
"""

import re
from collections.abc import Iterator

import msgspec

Cell = str | None

TOTAL_FUND = "年度资金总额"
FUND_NAMES = (TOTAL_FUND, "当年财政拨款", "上年结转资金", "其他资金")
"""The rows of the funds block, in the order in which the form prints them."""

HEAD_FIELDS = {
    "year": "年度",
    "project": "项目名称",
    "department": "主管部门",
    "unit": "实施单位",
    "leader": "项目负责人",
    "phone": "联系电话",
    "goal_expected": "预期目标",
    "goal_actual": "实际完成情况",
    "total_weight": "总分（分值）",
    "total_score": "总分（得分）",
    "grade": "自评等级",
    "title": "表名",
    "secrecy": "密级标志",
    "money_unit": "资金单位",
}
"""Cells that a form has once: identifier → the label an officer knows it by."""

FUND_FIELDS = {
    "initial": "年初预算数",
    "budget": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "rate": "执行率",
    "score": "得分",
}
"""Columns of the funds block."""

INDICATOR_FIELDS = {
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
"""Columns of the indicator tree."""

_PLACE = re.compile(r"(?P<list>funds|indicators|totals|blank_rows)\[(?P<key>[^\]]*)\](?:\.(?P<field>\w+))?$")


class Origin(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a cell stands in its file. Numbers start at 1; `box` is (left, top, right, bottom) in points."""

    file: str = ""
    line: int | None = None
    page: int | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    box: tuple[float, float, float, float] | None = None


class Doubt(msgspec.Struct, frozen=True):
    """Something the reader could not be sure of: at which place, and why (Chinese, for the user)."""

    place: str
    why: str


class Problem(msgspec.Struct, frozen=True):
    """A file that could not be read, or only in part, and what its owner can do (Chinese, for the user)."""

    file: str
    message: str
    advice: str


class Fund(msgspec.Struct):
    """A row of 项目资金. Amounts are in the form's `money_unit` unless the cell prints its own."""

    name: str
    initial: Cell = ""
    budget: Cell = ""
    executed: Cell = ""
    weight: Cell = ""
    rate: Cell = ""
    score: Cell = ""


class Indicator(msgspec.Struct):
    """A row of the indicator tree; `l1` and `l2` are filled down over merged cells."""

    l1: Cell = ""
    l2: Cell = ""
    l3: Cell = ""
    property: Cell = None
    target: Cell = ""
    unit: Cell = None
    actual: Cell = ""
    weight: Cell = ""
    score: Cell = ""
    reason: Cell = ""


class Total(msgspec.Struct):
    """A total row (总分, 合计) as printed."""

    label: str
    weight: Cell = ""
    score: Cell = ""


class Form(msgspec.Struct):
    """One self-evaluation form, as printed.

    `total_weight` and `total_score` repeat the last complete row of `totals`; further total rows
    stay in `totals` so that a disagreement between them can be shown. `blank_rows` holds the
    level-3 names of template rows that were left in but never filled (指标2：, ……); they are not
    indicators. `secrecy` is a secrecy mark as printed (秘密★5年), `money_unit` the unit that the
    label of the funds block names (万元), `grade` a self-assessed grade where a form prints one.
    """

    source: str = ""
    year: Cell = None
    project: Cell = ""
    department: Cell = ""
    unit: Cell = ""
    leader: Cell = None
    phone: Cell = None
    funds: list[Fund] = []
    goal_expected: Cell = ""
    goal_actual: Cell = ""
    indicators: list[Indicator] = []
    total_weight: Cell = ""
    total_score: Cell = ""
    comment: str = ""
    title: Cell = None
    grade: Cell = None
    secrecy: Cell = None
    money_unit: Cell = None
    totals: list[Total] = []
    blank_rows: list[str] = []
    uncertain: list[Doubt] = []
    origins: dict[str, Origin] = {}

    def fund(self, name: str = TOTAL_FUND) -> Fund | None:
        """The funds row of that name, or None when the form has no such row."""
        return next((f for f in self.funds if f.name == name), None)


def cells(form: Form) -> Iterator[tuple[str, str]]:
    """Yield (place, text) for every cell that the form has, in reading order; empty cells included."""
    for field in HEAD_FIELDS:
        if (text := getattr(form, field)) is not None:
            yield field, text
    for fund in form.funds:
        for field in FUND_FIELDS:
            if (text := getattr(fund, field)) is not None:
                yield f"funds[{fund.name}].{field}", text
    for index, indicator in enumerate(form.indicators):
        for field in INDICATOR_FIELDS:
            if (text := getattr(indicator, field)) is not None:
                yield f"indicators[{index}].{field}", text


def cell(form: Form, place: str) -> Cell:
    """The text at a place, None where the form has no such cell.

    Raises KeyError for a string that is no place at all.
    """
    if place in HEAD_FIELDS:
        text: Cell = getattr(form, place)
        return text
    match = _PLACE.match(place)
    if match is None:
        raise KeyError(place)
    key, field = match["key"], match["field"]
    holder: Fund | Indicator | Total | None = None
    if match["list"] == "funds":
        holder = form.fund(key)
    elif match["list"] == "blank_rows":
        return form.blank_rows[int(key)] if int(key) < len(form.blank_rows) else None
    else:
        rows: list[Indicator] | list[Total] = form.indicators if match["list"] == "indicators" else form.totals
        holder = rows[int(key)] if int(key) < len(rows) else None
    return None if holder is None or field is None else getattr(holder, field)


def describe(form: Form, place: str) -> str:
    """A place in the officer's words: `项目资金·年度资金总额·执行率`, `绩效指标第4行「应急响应时间」·得分`."""
    if place in HEAD_FIELDS:
        return HEAD_FIELDS[place]
    match = _PLACE.match(place)
    if match is None:
        return place
    key, field = match["key"], match["field"] or ""
    if match["list"] == "funds":
        return f"项目资金·{key}" + (f"·{FUND_FIELDS[field]}" if field else "")
    if match["list"] == "totals":
        return f"第{int(key) + 1}个总分行" + (f"·{INDICATOR_FIELDS[field]}" if field else "")
    if match["list"] == "blank_rows":
        return f"空白模板行{int(key) + 1}"
    index = int(key)
    name = form.indicators[index].l3 or form.indicators[index].l2 or "" if index < len(form.indicators) else ""
    row = f"绩效指标第{index + 1}行" + (f"「{name}」" if name else "")
    return row + (f"·{INDICATOR_FIELDS[field]}" if field else "")


def to_json(forms: list[Form]) -> bytes:
    """Records as a JSON array, UTF-8, indented by one space."""
    return msgspec.json.format(msgspec.json.encode(forms), indent=1)


def from_json(data: bytes) -> list[Form]:
    """Records from a JSON array or a single JSON object.

    Raises msgspec.ValidationError (naming the path of the wrong value) or msgspec.DecodeError.
    """
    if data.lstrip()[:1] == b"{":
        return [msgspec.json.decode(data, type=Form)]
    return msgspec.json.decode(data, type=list[Form])
