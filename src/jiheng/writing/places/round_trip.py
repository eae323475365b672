"""A filled sample of a layout → every format → read back: the cells that did not come back as they were."""

from collections.abc import Collection, Iterator
from typing import TypeVar

import msgspec

from jiheng.form import FUND_FIELDS, HEAD_FIELDS, INDICATOR_FIELDS, Form, Fund, Indicator
from jiheng.reading import read_bytes
from jiheng.writing.official import FORMATS, Layout, Paper, fill, lay_out

TEXT = ".txt"
Row = TypeVar("Row", Fund, Indicator)
_FILLED = Form(
    project="河道清淤养护项目",
    department="样县水务局",
    unit="样县河道管护中心",
    leader="甲某",
    phone="010-60000000",
    goal_expected="完成清淤12公里，惠及沿岸3个村",
    goal_actual="已完成清淤12公里，惠及沿岸3个村",
    total_weight="100",
    total_score="98.5",
    conclusion="总体完成较好，自评98.5分",
    problems="汛期工期偏紧",
    measures="下一年提前安排施工",
    finance_leader="乙某",
)
_FUNDS = (
    Fund("年度资金总额", "100", "80", "76", "10", "95%", "9.5"),
    Fund("当年财政拨款", "90", "70", "66", "", "94.29%", ""),
    Fund("上年结转资金", "10", "10", "10", "", "100%", ""),
    Fund("其他资金", "0", "0", "0", "", "", ""),
)
_ROWS = (
    Indicator("产出指标", "数量指标", "清淤长度", "≥", "12", "公里", "12", "20", "20", ""),
    Indicator("产出指标", "质量指标", "验收合格率", "≥", "95", "%", "98", "15", "15", ""),
    Indicator("产出指标", "时效指标", "完工时间", "≤", "11", "月", "10", "15", "15", ""),
    Indicator("效益指标", "社会效益指标", "惠及村庄", "＝", "3", "个", "3", "30", "30", ""),
    Indicator("满意度指标", "服务对象满意度指标", "村民满意度", "≥", "90", "%", "81", "10", "9", "渣土散落，已改进"),
)


class LostCell(msgspec.Struct, frozen=True):
    """A cell that did not come back: format, what it is called, what was printed and what was read."""

    format: str
    cell: str
    printed: str
    read: str


def _single() -> Iterator[tuple[str, str]]:
    """What stands in the cells that a form has once, those of the sample that are filled."""
    return ((name, text) for name in HEAD_FIELDS if (text := getattr(_FILLED, name)))


def sample(layout: Layout) -> Form:
    """A filled form with every cell that the layout has, and none that it lacks."""
    money = {box.field for box in layout.funds.columns}
    columns = layout.fields()
    single = {name: text for name, text in _single() if name in layout.head_fields()}
    funds = [_with(fund, money, FUND_FIELDS) for fund in _FUNDS] if money else []
    rows = [_with(row, columns, INDICATOR_FIELDS) for row in _ROWS]
    for row, whole in zip(rows, _ROWS, strict=True):
        if "property" not in columns and "target" in columns:
            row.target = f"{whole.property}{whole.target}{'' if 'unit' in columns else whole.unit}"
        if "unit" not in columns and "actual" in columns:
            row.actual = f"{whole.actual}{whole.unit}"
    form = Form(year="2024", money_unit="万元", funds=funds, indicators=rows)
    for name, text in single.items():
        setattr(form, name, text)
    return form


def differences(layout: Layout) -> Iterator[LostCell]:
    """Every cell of the sample that a format loses or changes; a format that cannot be written here is told so."""
    form = sample(layout)
    for ending in (*FORMATS, TEXT):
        data = text_of(lay_out(form, layout)).encode() if ending == TEXT else fill([form], ending, layout)
        found = [read for read in read_bytes(data, f"样张{ending}") if isinstance(read, Form)]
        if len(found) != 1:
            yield LostCell(ending, "整张表", "1 张", f"{len(found)} 张")
        else:
            yield from _compared(ending, form, found[0])


def text_of(paper: Paper) -> str:
    """The paper form as it is when copied from a spreadsheet: a line a row, tabs between columns."""
    columns = len(paper.layout.widths)
    lines = [paper.title, paper.year_line]
    for row in paper.rows():
        cells = [""] * columns
        for cell in row:
            cells[cell.column] = cell.text.replace("\n", "")
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def _with(row: Row, names: Collection[str], known: Collection[str]) -> Row:
    return msgspec.structs.replace(row, **{name: None for name in known if name not in names})


def _compared(ending: str, form: Form, got: Form) -> Iterator[LostCell]:
    for name, text in _single():
        if getattr(form, name) == text and getattr(got, name) != text:
            yield LostCell(ending, HEAD_FIELDS[name], text, getattr(got, name) or "")
    read_funds = {fund.name: fund for fund in got.funds}
    for fund in form.funds:
        yield from _row(ending, fund.name, fund, read_funds.get(fund.name), FUND_FIELDS)
    for index, row in enumerate(form.indicators):
        there = got.indicators[index] if index < len(got.indicators) else None
        yield from _row(ending, f"指标第{index + 1}行", row, there, INDICATOR_FIELDS)


def _row(
    ending: str, name: str, row: Fund | Indicator, got: Fund | Indicator | None, known: dict[str, str]
) -> Iterator[LostCell]:
    if got is None:
        yield LostCell(ending, name, "有这一行", "没有读到")
        return
    for field, label in known.items():
        printed, there = getattr(row, field), getattr(got, field)
        if printed is not None and printed != (there or ""):
            yield LostCell(ending, f"{name}·{label}", printed, there or "")
