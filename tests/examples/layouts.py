"""The same record laid out in the ways people paste it: a form → lines of text."""

import re
from collections.abc import Callable, Iterator
from html import escape

from jiheng.form import FUND_FIELDS, Form, Indicator

Row = list[str]
HEADER = {
    "l1": "一级指标",
    "l2": "二级指标",
    "l3": "三级指标",
    "property": "绩效指标性质",
    "target": "年度指标值",
    "unit": "绩效度量单位",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "reason": "偏差原因分析及改进措施",
}
FUND_LABEL = {"当年财政拨款": "其中：当年财政拨款"}
WIDTHS = {"l1": 4, "l2": 4, "l3": 7, "target": 6, "actual": 7, "weight": 4, "score": 4, "reason": 7}


def tabs(form: Form) -> str:
    """A table pasted from a word processor: cells behind tabs, merged cells once and then empty."""
    head = ["项目支出绩效自评表", f"（{form.year}年度）"]
    if form.secrecy:
        head.insert(0, form.secrecy)
    return "\n".join([*head, "", *("\t".join(row) for row in _grid(form)), "", ""])


def specks(form: Form) -> str:
    """The same, pasted from a web page: paragraphs and signs still in their markup, blanks within labels."""
    rows = ("\t".join(_speck(text) for text in row) for row in _grid(form))
    return "\n".join([f"项目支出绩效自评表\n\n({form.year} 年度)\n", *rows, "", ""])


def _speck(text: str) -> str:
    if len(text) > 24:
        return f"<p>{escape(text)}</p>"
    spaced = {"一级指标": "一级 指标", "分值": "分 值", "得分": "得 分", "实际完成值": "实际 完成值"}
    return spaced.get(text, text.replace("≥", "&ge;").replace("平方米", "平方米<br>"))


def lines(form: Form) -> str:
    """One cell a line behind a tab, empty cells as empty lines, a blank line between rows."""
    written = ["附件2", "\t项目支出绩效自评表", "", f"\t（{form.year}年度）", ""]
    for row in _merged(form):
        written += [f"\t{text}" for text in row]
        written.append("")
    return "\n".join([*written, ""])


def stream(form: Form) -> str:
    """The text layer of a PDF: cells wrapped in narrow columns, the pieces one after another."""
    blocks = ["项目支出绩效自评表\n（2024 年度）"]
    for row, widths in _wrapped_rows(form):
        blocks += _blocks(row, widths)
    return "\n\n".join([*blocks, "", ""])


def _wide(form: Form) -> bool:
    return any(indicator.property is not None for indicator in form.indicators)


def _fields(form: Form) -> list[str]:
    return [name for name in HEADER if _wide(form) or name not in ("property", "unit")]


def _grid(form: Form) -> Iterator[Row]:
    """The rows of the whole table, every row as long as the table is wide, merged cells empty."""
    fields = _fields(form)
    width = 1 + len(fields)

    def padded(*cells: str) -> Row:
        return [*cells, *[""] * (width - len(cells))]

    yield padded("项目名称", "", form.project or "")
    yield padded("主管部门", "", form.department or "", "", "", "实施单位", "", form.unit or "")
    if form.leader is not None:
        yield padded("项目负责人", "", form.leader, "", "", "联系电话", "", form.phone or "")
    yield padded("项目资金（万元）", "", *(_fund_header()))
    for fund in form.funds:
        yield padded("", FUND_LABEL.get(fund.name, fund.name), *(getattr(fund, name) for name in FUND_FIELDS))
    yield padded("年度总体目标", "预期目标", "", "", "", "实际完成情况")
    yield padded("", form.goal_expected or "", "", "", "", form.goal_actual or "")
    yield padded("绩效指标", *(HEADER[name] for name in fields))
    for row in _indicator_rows(form, fields):
        yield ["", *row]
    yield ["总分", *[""] * (width - 4), form.total_weight or "", form.total_score or "", ""]


def _fund_header() -> Row:
    return ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]


def _indicator_rows(form: Form, fields: list[str]) -> Iterator[Row]:
    """The indicator rows, the first two levels only where they begin; blank rows after the first indicator."""
    before = Indicator()
    for index, indicator in enumerate(form.indicators):
        row = [getattr(indicator, name) or "" for name in fields]
        if indicator.l1 == before.l1:
            row[0] = ""
            if indicator.l2 == before.l2:
                row[1] = ""
        before = indicator
        yield row
        if index == 0:
            yield from (["", "", name, *[""] * (len(fields) - 3)] for name in form.blank_rows)


def _merged(form: Form) -> Iterator[Row]:
    """The rows with cells merged across columns written once; cells merged down stay as empty ones."""
    fields = _fields(form)
    yield ["项目名称", form.project or ""]
    yield ["主管部门", form.department or "", "实施单位", form.unit or ""]
    if form.leader is not None:
        yield ["项目负责人", form.leader, "联系电话", form.phone or ""]
    yield ["项目资金（万元）", "", *_fund_header()]
    for fund in form.funds:
        yield ["", FUND_LABEL.get(fund.name, fund.name), *(getattr(fund, name) for name in FUND_FIELDS)]
    yield ["年度总体目标", "预期目标", "实际完成情况"]
    yield ["", form.goal_expected or "", form.goal_actual or ""]
    yield ["绩效指标", *(HEADER[name] for name in fields)]
    for row in _indicator_rows(form, fields):
        yield ["", *row]
    yield ["总分", form.total_weight or "", form.total_score or "", ""]


def _wrapped_rows(form: Form) -> Iterator[tuple[Row, list[int]]]:
    """The rows of `_merged` without the empty cells, each with the widths of its columns in characters."""
    for row in _merged(form):
        widths = _row_widths(row, form)
        kept = [(text, width) for text, width in zip(row, widths, strict=True) if text]
        yield [text for text, _ in kept], [width for _, width in kept]


def _row_widths(row: Row, form: Form) -> list[int]:
    fields = _fields(form)
    if row[0] == "年度总体目标":
        return [1, 10, 10]
    if len(row) == 3:
        return [1, 20, 17]
    if len(row) == 1 + len(fields):
        return [1, *(WIDTHS[name] for name in fields)]
    if len(row) == 8:
        return [4, 7, 4, 4, 4, 4, 5, 4]
    return [5, 24, 5, 12][: len(row)]


def _wrap(text: str, width: int) -> list[str]:
    """The lines of a cell so many Chinese characters wide; figures stay whole, no line begins with a stop."""
    pieces, piece, used = [], "", 0.0
    for part in re.findall(r"[\x21-\x7e]+[，。；、：）％%]*|.[，。；、：）]*", text):
        size = sum(0.5 if char.isascii() else 1 for char in part)
        if piece and used + size > width:
            pieces.append(piece)
            piece, used = "", 0.0
        piece, used = piece + part, used + size
    return [*pieces, piece]


def _blocks(row: Row, widths: list[int]) -> Iterator[str]:
    """A wrapped cell is a block of lines of its own; neighbours that fit their column share a line."""
    line: list[str] = []
    for text, width in zip(row, widths, strict=True):
        pieces = _wrap(text, width)
        if len(pieces) == 1:
            line.append(text)
            continue
        if line:
            yield " ".join(line)
            line = []
        yield "\n".join(pieces)
    if line:
        yield " ".join(line)


LAYOUTS: dict[str, Callable[[Form], str]] = {
    "tabs": tabs,
    "lines": lines,
    "stream": stream,
    "specks": specks,
    "report": tabs,
}
