"""One flowed form, from its pieces to its table."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from jiheng.form import FUND_FIELDS, INDICATOR_FIELDS, POINTS
from jiheng.reading.form.title_block import year_in
from jiheng.reading.tables.table import Table
from jiheng.reading.textlayer import column_stats, figures, funds, goals, head, page_furniture, segmentation, torn, tree
from jiheng.reading.textlayer import header as tree_header
from jiheng.reading.textlayer.labels import TREE
from jiheng.reading.textlayer.layout import WIDE, CellGrid
from jiheng.reading.textlayer.sections import Sections, goals_header, title, year_below
from jiheng.reading.textlayer.tokens import Piece, text_of

_GLUED = "相邻两栏的文字在原文中连在一起，此处按栏宽和文意分开，请核对"
_TANGLED = "这一行各栏的文字在原文中互相穿插，未能可靠分开，请对照原文核对"
_TANGLED_COST = 9.0
_MOST_TANGLED = 0.25
"""The part of the rows that may be tangled; in a text with more, the cells were not printed row by row."""
_SCRAMBLED = (
    "原文各格的次序已经打乱（像是 pdftotext 不加 -layout 印出的），金额、目标、指标多半错栏，请交 PDF，或加上 -layout"
)
_VALUES = {"target", "actual"}
_NO_VALUES = "有的行没有读到分值，或指标值和完成值：可能印在了表后，也可能空着几格而看不出是哪几格，请对照原件"
"""Spreadsheet programs print the cells with broken lines after all others; text does not tell which cell is empty."""
_SURE_GOALS = 0.5
_AMOUNTS = funds.COLUMNS[:3]
_SWAPPED = "原文先印了右栏再印左栏，此处按栏宽和措辞对调，请核对"
_UNLABELLED = "原文里类别的标签排在中间，各管哪几行看不出来，请对照原文核对"
_UNPARTED = "原文各格连着印、分值和得分不挨着，各行从哪里分开看不出来，请对照原文核对"


def assemble(pieces: Sequence[Piece], sections: Sections, floor: int, following: int) -> Table:
    """The table of the form at these sections, between the pieces `floor` and `following`."""
    sheet = CellGrid()
    before, leading = title(pieces, sections.head[0], floor)
    if not any(map(year_in, before)):
        before += year_below(pieces, sections.end, following)
    _head(sheet, pieces, sections, leading)
    goals_start, level = _funds(sheet, pieces, sections)
    _goals(sheet, pieces, goals_start, sections.header[0])
    _tree(sheet, pieces, sections, level=level)
    _total(sheet, pieces, sections.total)
    return sheet.table(before)


def _head(sheet: CellGrid, pieces: Sequence[Piece], sections: Sections, leading: tuple[int, int]) -> None:
    pairs: dict[str, str] = {"unit": "department", "phone": "leader"}
    open_kind = ""
    below = text_of(pieces[slice(*sections.funds)])
    for entry in head.entries(pieces, *sections.head, below):
        value = entry.value
        if entry.kind == "project":
            value = text_of(pieces[slice(*leading)]) + value
        if pairs.get(entry.kind) == open_kind and open_kind:
            column = 6
        else:
            sheet.row()
            column = 0
        sheet.put(column, entry.label, entry.line)
        sheet.put(column + 1, value, entry.line, columns=WIDE - 1 if entry.kind == "project" else 5 - column // 6)
        open_kind = entry.kind


def _funds(sheet: CellGrid, pieces: Sequence[Piece], sections: Sections) -> tuple[int, bool]:
    """Lay out the funds block; return where it ends and whether its figures stand on one line."""
    start, first = sections.funds
    if first >= sections.header[0]:
        return start, True
    columns = funds.columns(pieces[start:first])
    rows, end = funds.read(pieces, first, sections.header[0], columns)
    header = text_of(pieces[start:first])
    sheet.row()
    sheet.put(0, "项目资金（万元）" if "万元" in header or "万" in header else "项目资金", pieces[start].line)
    for column, name in enumerate(columns):
        sheet.put(column + 2, FUND_FIELDS[name], pieces[start].line)
    for row in rows:
        sheet.row()
        sheet.put(1, row.label, row.line)
        for column, name in enumerate(columns):
            is_doubtful = name in _AMOUNTS or columns != funds.COLUMNS or row.doubt == funds.SURPLUS
            sheet.put(column + 2, row.cells.get(name, ""), row.line, doubt=row.doubt if is_doubtful else None)
    return end, funds.is_level(rows)


def _goals(sheet: CellGrid, pieces: Sequence[Piece], start: int, end: int) -> None:
    first = goals_header(pieces, start, end)
    if first == start:
        return
    block = pieces[first:end]
    halves = goals.part(block)
    texts = [text_of(block[slice(*halves.expected)]), text_of(block[slice(*halves.actual)])]
    if halves.stray is not None:
        where = 1 if texts[1] and texts[1][-1] not in "。；" else 0
        texts[where] += block[halves.stray].text
    doubt = _SWAPPED if halves.swapped else _GLUED if halves.margin < _SURE_GOALS else None
    line = pieces[start].line
    sheet.row()
    sheet.put(0, "年度总体目标", line)
    sheet.put(1, "预期目标", line, columns=5)
    sheet.put(6, "实际完成情况", line, columns=5)
    sheet.row()
    for column, text, span in zip((1, 6), texts, (halves.expected, halves.actual), strict=True):
        sheet.put(column, text, block[span[0]].line if span[0] < len(block) else line, columns=5, doubt=doubt)


def _tree(sheet: CellGrid, pieces: Sequence[Piece], sections: Sections, *, level: bool) -> None:
    header = pieces[slice(*sections.header)]
    names = tree_header.columns(header)
    line = pieces[sections.header[0]].line
    sheet.row()
    sheet.put(0, "绩效指标", line)
    places = {name: column for column, name in enumerate(names, 1)}
    for name, column in places.items():
        sheet.put(column, INDICATOR_FIELDS[name], line)
    found = page_furniture.without(pieces[slice(*sections.tree)], header, level=level)
    below = found.pieces
    ends = [pair.score.end for pair in figures.pairs(below, level=level)]
    rows = tree.rows(torn.mend(below, TREE, rows=ends), level=level, late=found.is_late)
    are_unlabelled = not all(row.l1 and row.l2 for row in rows[:1])
    are_unlabelled |= found.is_amid and not all(row.l2 for row in rows)
    doubt = _UNLABELLED if are_unlabelled else None if _are_parted(names) else _UNPARTED
    if doubt is not None:
        sheet.doubt(doubt)
    habits = segmentation.Habits(_header_widths(header), level=level)
    readings = column_stats.read(rows, names, habits)
    are_asked = places.keys() >= _VALUES
    lacks = [_lacks(row, reading, are_asked) for row, reading in zip(rows, readings, strict=True)]
    for number, (row, reading) in enumerate(zip(rows, readings, strict=True), 1):
        _row(sheet, row, reading, readings[number] if number < len(readings) else None, places)
    if doubt is None and 0 < sum(lacks) < len(lacks):
        sheet.doubt(_NO_VALUES)
    if sum(reading.cost > _TANGLED_COST for reading in readings) > _MOST_TANGLED * len(readings):
        sheet.note(_SCRAMBLED)


def _lacks(row: tree.TreeRuns, reading: segmentation.Reading, are_asked: bool) -> bool:
    """Whether a row has a part of its figures: its values without its weight, or the other way round.

    `are_asked`: the form has columns for the values.
    """
    spans = (reading.spans.get(name, (0, 0)) for name in _VALUES)
    has_values = any(start < end for start, end in spans)
    return are_asked and bool(row.weight) != has_values


def _are_parted(names: Sequence[str]) -> bool:
    """Whether weight and score stand side by side, by which rows are told apart."""
    return any(pair == POINTS for pair in pairwise(names))


def _row(
    sheet: CellGrid,
    row: tree.TreeRuns,
    reading: segmentation.Reading,
    following: segmentation.Reading | None,
    places: Mapping[str, int],
) -> None:
    """Lay out a row; its reason may have been cut from the text before the name in the row that follows."""
    sheet.row()
    cells = {name: reading.pieces[start:end] for name, (start, end) in reading.spans.items()}
    cells |= {name: getattr(row, name) for name in tree.LABELLED}
    tangled = _TANGLED if reading.cost > _TANGLED_COST else None
    glued = _GLUED if reading.margin < column_stats.SURE else None
    shared = _shares_reason(following)
    for name, column in places.items():
        cell = cells.get(name, ())
        if cell or name not in ("l1", "l2"):
            line = cell[0].line if cell else None
            divided = shared if name == "reason" else glued if name in segmentation.MIDDLE else None
            sheet.put(column, text_of(cell), line, doubt=tangled or divided)


def _shares_reason(following: segmentation.Reading | None) -> str | None:
    """The doubt of a reason that is not surely parted from the name in the row that follows."""
    if following is None or "reason" not in following.spans:
        return None
    return _GLUED if following.margin < column_stats.SURE or following.cost > _TANGLED_COST else None


def _header_widths(header: Sequence[Piece]) -> dict[str, float]:
    """The width of the reason column, whose long label always wraps."""
    wrapped = [piece.width for piece in header if set(piece.text) & set("偏析措") and len(piece.text) > 1]
    return {"reason": max(wrapped)} if len(wrapped) > 1 else {}


def _total(sheet: CellGrid, pieces: Sequence[Piece], span: tuple[int, int]) -> None:
    """The total row; a third figure stands in the reason column and is no total."""
    start, end = span
    if start == end:
        return
    first = next((i for i in range(start, end) if pieces[i].text[0].isdigit()), end)
    line = pieces[start].line
    sheet.row()
    sheet.put(0, text_of(pieces[start:first]), line)
    for column, text in zip((8, 9), figures.cells(pieces, first, end), strict=False):
        sheet.put(column, text, line)
