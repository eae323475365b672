"""The working paper of an evaluation (评价底稿): a framework as a workbook to be filled in, and read again."""

import io
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from jiheng.form import LEVEL_LABELS, LEVELS, POINTS
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.tables.table import Cell, Table
from jiheng.system_error import reason
from jiheng.trouble import Trouble
from jiheng.writing.report.framework import Framework, FrameworkItem, from_toml
from jiheng.writing.workbook.sheet import lines

_COLUMNS = {
    **dict(zip(LEVELS, zip(LEVEL_LABELS, (10, 12, 16), strict=True), strict=True)),
    "weight": ("分值", 7),
    "criteria": ("评价标准", 46),
    "found": ("评价依据和实际情况", 40),
    "ratio": ("完成比例", 10),
    "score": ("得分", 8),
    "reason": ("扣分原因", 34),
}
_NEEDED = ("l3", *POINTS)
_SUM = "合计"
_LINE, _ROOM = 14.0, 4.0
"""Points of a line of text, and of the room above and below it."""

_WAYS = {"ratio": "按完成比例计分", "direct": "直接打分"}
_NOTE = "填“得分”；按完成比例计分的，也可以只填“完成比例”（如 95%），得分由绩衡计算。灰色的格子不必填。"


def to_xlsx(framework: Framework) -> bytes:
    """The working paper as a workbook; the sums are formulas."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("评价底稿")
        base = {"font_name": "宋体", "font_size": 10.5, "text_wrap": True, "valign": "vcenter", "border": 1}
        plain, centre = book.add_format(base), book.add_format(base | {"align": "center"})
        head = book.add_format(base | {"bold": True, "align": "center", "bg_color": "#E7E6E6"})
        shares, grey = (
            book.add_format(base | {"num_format": "0.00%", "align": "center"}),
            book.add_format(base | {"bg_color": "#D9D9D9"}),
        )
        sheet.merge_range(
            0,
            0,
            0,
            len(_COLUMNS) - 1,
            framework.title,
            book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        )
        sheet.write(1, 0, _NOTE)
        for column, (title, width) in enumerate(_COLUMNS.values()):
            sheet.set_column(column, column, width)
            sheet.write(2, column, title, head)
        for row, item in enumerate(framework.item, 3):
            values = (
                item.l1,
                item.l2,
                item.l3,
                float(item.weight),
                f"{item.criteria}（{_WAYS[item.way]}）",
                item.found,
            )
            for column, value in enumerate(values):
                sheet.write(row, column, value, centre if column < 4 else plain)
            sheet.write(
                row, 6, None if item.ratio is None else float(item.ratio), shares if item.way == "ratio" else grey
            )
            sheet.write(row, 7, None if item.score is None else float(item.score), centre)
            sheet.write(row, 8, item.reason, plain)
            # Said here because not every program looks at the text of a row without a height of its own.
            texts = (item.l1, item.l2, item.l3, "", values[4], item.found, "", "", item.reason)
            widths = (width for _, width in _COLUMNS.values())
            most = max(lines(text, width) for text, width in zip(texts, widths, strict=True))
            sheet.set_row(row, _LINE * most + _ROOM)
        last = 2 + len(framework.item)
        sheet.write(last + 1, 0, _SUM, head)
        sums = (sum(item.weight for item in framework.item), sum(item.score or 0 for item in framework.item))
        for (column, letter), total in zip(((3, "D"), (7, "H")), sums, strict=True):
            sheet.write_formula(last + 1, column, f"=SUM({letter}4:{letter}{last + 1})", head, float(total))
        sheet.write(last + 3, 0, f"来源：{framework.source}")
        sheet.freeze_panes(3, 3)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
    return out.getvalue()


def read(path: Path) -> Framework:
    """A working paper, .xlsx or .toml. Raises Trouble naming what is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Trouble(f"评价底稿 {path.name} 打不开（{reason(error)}）", "请检查文件名和位置。") from error
    if path.suffix.lower() == ".toml":
        return from_toml(data, path.name)
    return from_xlsx(data, path.name)


def from_xlsx(data: bytes, name: str) -> Framework:
    """The filled working paper; the columns are told by their headings. Raises Trouble naming what is wrong."""
    from jiheng.reading.formats.xlsx import tables

    try:
        for table in tables(data, name):
            found = _header(table)
            if found is not None:
                return _framework(table, *found, name)
    except Unreadable as error:
        raise Trouble(f"评价底稿 {name} 不是可以打开的工作簿", "请给出 --framework-blank 写成的 .xlsx。") from error
    columns = "、".join(_COLUMNS[field][0] for field in _NEEDED)
    raise Trouble(
        f"评价底稿 {name} 里没有找到表头", f"表头里要有{columns}这几列；用 --framework-blank 写一份空白的对照。"
    )


def _header(table: Table) -> tuple[int, dict[int, str]] | None:
    titles = {title: name for name, (title, _) in _COLUMNS.items()}
    for number, row in enumerate(table.rows):
        columns = {cell.column: titles[key] for cell in row if (key := re.sub(r"\s", "", cell.text)) in titles}
        if set(_NEEDED) <= set(columns.values()):
            return number, columns
    return None


def _framework(table: Table, header: int, columns: Mapping[int, str], name: str) -> Framework:
    title = next((cell.text.strip() for row in table.rows[:header] for cell in row if cell.text.strip()), name)
    items: list[FrameworkItem] = []
    for row in table.rows[header + 1 :]:
        cells = {columns[cell.column]: cell for cell in row if cell.column in columns and cell.text.strip()}
        if "weight" not in cells or "l3" not in cells:
            continue
        before = items[-1] if items else None
        items.append(_item(cells, before, name))
    if not items:
        raise Trouble(f"评价底稿 {name} 里没有一项指标", "每一行要有三级指标和分值。")
    return Framework(title, tuple(items), f"评价底稿 {name}")


def _item(cells: Mapping[str, Cell], before: FrameworkItem | None, name: str) -> FrameworkItem:
    def text(field: str) -> str:
        return cells[field].text.strip() if field in cells else ""

    def number(field: str) -> Decimal | None:
        return (
            _number(cells[field], f"评价底稿 {name} 的“{text('l3')}”", _COLUMNS[field][0]) if field in cells else None
        )

    weight = number("weight")
    assert weight is not None
    criteria = text("criteria")
    ratio = number("ratio")
    return FrameworkItem(
        l1=text("l1") or (before.l1 if before else ""),
        l2=text("l2") or (before.l2 if before else ""),
        l3=text("l3"),
        weight=weight,
        criteria=criteria,
        way="ratio" if ratio is not None or _WAYS["ratio"] in criteria else "direct",
        ratio=ratio,
        score=number("score"),
        found=text("found"),
        reason=text("reason"),
        place=f"第{cells['l3'].row}行",
    )


def _number(cell: Cell, where: str, column: str) -> Decimal:
    text = cell.text.strip().replace("％", "%").replace(",", "").removesuffix("分")
    try:
        value = Decimal(text.removesuffix("%"))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise Trouble(f"{where}的{column}“{cell.text.strip()}”不是数字", "请改成数字，例如 8 或 95%。")
    return value / 100 if text.endswith("%") else value


def to_toml(framework: Framework) -> str:
    """The framework as TOML to be filled in: score, or ratio, and reason of each item."""
    lines = [f"{name} = {_quoted(getattr(framework, name))}" for name in ("title", "source", "certainty")]
    for item in framework.item:
        lines += [
            "",
            "[[item]]",
            *(f"{name} = {_quoted(getattr(item, name))}" for name in (*LEVELS, "criteria", "way")),
        ]
        lines += [f"weight = {item.weight}", "# ratio = 0.95" if item.way == "ratio" else "# score = ", 'reason = ""']
    return "\n".join((*lines, ""))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
