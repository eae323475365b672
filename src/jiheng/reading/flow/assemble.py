"""One flowed form, from its pieces to its table."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from jiheng.reading.flow import columns, figures, funds, goals, head, tree
from jiheng.reading.flow.layout import WIDE, Sheet
from jiheng.reading.flow.pieces import Gap, Piece, Span, text_of
from jiheng.reading.flow.sections import Sections, goals_header, title
from jiheng.reading.table import Table

_LABELS = {
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
_FUND_LABELS = ("年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分")
_SURE = 0.8
"""A reading that is less than this ahead of the next one carries a doubt."""
_GLUED = "相邻两栏的文字在原文中连在一起，此处按栏宽和文意分开，请核对"
_SWAPPED = "原文先印了右栏再印左栏，此处按栏宽和措辞对调，请核对"
_ROUNDS = 2


def assemble(pieces: Sequence[Piece], sections: Sections, floor: int) -> Table:
    """The table of the form at these sections."""
    sheet = Sheet()
    before, leading = title(pieces, sections.head[0], floor)
    _head(sheet, pieces, sections, leading)
    goals_start = _funds(sheet, pieces, sections)
    _goals(sheet, pieces, goals_start, sections.header[0])
    _tree(sheet, pieces, sections)
    _total(sheet, pieces, sections.total)
    return sheet.table(before)


def _head(sheet: Sheet, pieces: Sequence[Piece], sections: Sections, leading: tuple[int, int]) -> None:
    pairs: dict[str, str] = {"unit": "department", "phone": "leader"}
    open_kind = ""
    for entry in head.entries(pieces, *sections.head):
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


def _funds(sheet: Sheet, pieces: Sequence[Piece], sections: Sections) -> int:
    """Lay out the funds block; return where it ends."""
    start, first = sections.funds
    if first >= sections.header[0]:
        return start
    rows, end = funds.rows(pieces[: sections.header[0]], first)
    header = text_of(pieces[start:first])
    sheet.row()
    sheet.put(0, "项目资金（万元）" if "万元" in header or "万" in header else "项目资金", pieces[start].line)
    for column, label in enumerate(_FUND_LABELS):
        sheet.put(column + 2, label, pieces[start].line)
    for row in rows:
        sheet.row()
        sheet.put(1, row.label, row.line)
        for column, name in enumerate(funds.COLUMNS):
            sheet.put(column + 2, row.cells.get(name, ""), row.line, doubt=row.doubt if column < 3 else None)
    return end


def _goals(sheet: Sheet, pieces: Sequence[Piece], start: int, end: int) -> None:
    first = goals_header(pieces, start, end)
    if first == start:
        return
    block = pieces[first:end]
    halves = goals.part(block)
    texts = [text_of(block[slice(*halves.expected)]), text_of(block[slice(*halves.actual)])]
    if halves.stray is not None:
        where = 1 if texts[1] and texts[1][-1] not in "。；" else 0
        texts[where] += block[halves.stray].text
    doubt = _SWAPPED if halves.swapped else _GLUED if halves.margin < _SURE else None
    line = pieces[start].line
    sheet.row()
    sheet.put(0, "年度总体目标", line)
    sheet.put(1, "预期目标", line, columns=5)
    sheet.put(6, "实际完成情况", line, columns=5)
    sheet.row()
    for column, text, span in zip((1, 6), texts, (halves.expected, halves.actual), strict=True):
        sheet.put(column, text, block[span[0]].line if span[0] < len(block) else line, columns=5, doubt=doubt)


def _tree(sheet: Sheet, pieces: Sequence[Piece], sections: Sections) -> None:
    header = text_of(pieces[slice(*sections.header)])
    names = _names(header)
    line = pieces[sections.header[0]].line
    sheet.row()
    sheet.put(0, "绩效指标", line)
    places = {name: column for column, name in enumerate(names, 1)}
    for name, column in places.items():
        sheet.put(column, _LABELS[name], line)
    body = pieces[slice(*sections.tree)]
    rows = tree.rows(body)
    readings = _readings(body, rows, names)
    _hand_back_reasons(rows, readings)
    for row, reading in zip(rows, readings, strict=True):
        _row(sheet, body, row, reading, places)


def _row(
    sheet: Sheet, body: Sequence[Piece], row: tree.Row, reading: columns.Reading, places: Mapping[str, int]
) -> None:
    sheet.row()
    cells: dict[str, tuple[int, int]] = {}
    for name, span in (("l1", row.l1), ("l2", row.l2)):
        if span is not None:
            cells[name] = (span.start, span.end)
    offset = row.middle.start
    for name, (start, end) in reading.spans.items():
        if name != "reason":
            cells[name] = (offset + start, offset + end)
    if row.figures is not None:
        cells["weight"] = (row.figures.weight.start, row.figures.weight.end)
        cells["score"] = (row.figures.score.start, row.figures.score.end)
    cells["reason"] = (row.reason.start, row.reason.end)
    doubt = _GLUED if reading.margin < _SURE else None
    for name, column in places.items():
        start, end = cells.get(name, (0, 0))
        if name in ("l1", "l2") and start == end:
            continue
        unsure = doubt if name in columns.MIDDLE and name != "reason" else None
        sheet.put(column, text_of(body[start:end]), body[start].line if end > start else None, doubt=unsure)


def _names(header: str) -> list[str]:
    """The columns that the header of the tree names, left to right."""
    names = ["l1", "l2", "l3", "target", "actual", "weight", "score"]
    if "性质" in header:
        names.insert(3, "property")
    if "单位" in header:
        names.insert(names.index("actual"), "unit")
    if "偏" in header or "原因" in header or "措施" in header:
        names.append("reason")
    return names


def _readings(body: Sequence[Piece], rows: Sequence[tree.Row], names: Sequence[str]) -> list[columns.Reading]:
    """Cut every row, then once more knowing the habits of the form that the sure rows show."""
    found = [_read(body, rows, i, names, columns.Habits()) for i in range(len(rows))]
    for _ in range(_ROUNDS):
        habits = _habits(body, rows, found)
        again = [_read(body, rows, i, names, habits) for i in range(len(rows))]
        if [reading.spans for reading in again] == [reading.spans for reading in found]:
            return again
        found = again
    return found


def _read(
    body: Sequence[Piece], rows: Sequence[tree.Row], i: int, names: Sequence[str], habits: columns.Habits
) -> columns.Reading:
    row = rows[i]
    middle = body[row.middle.start : row.middle.end]
    if row.figures is None and len(middle) <= 1:
        spans = {name: (0, len(middle)) if name == "l3" else (len(middle),) * 2 for name in columns.MIDDLE}
        return columns.Reading(spans, 9.0, 0.0)
    after = body[row.figures.weight.start].gap if row.figures and len(row.figures.weight) == 1 else None
    reason_cost = _reason_cost(body, rows[i - 1]) if row.reason_may_lead and "reason" in names else None
    return columns.read(middle, after, names, habits, i, reason_cost)


def _reason_cost(body: Sequence[Piece], before: tree.Row) -> float:
    """How unlikely the row before has a reason at all: less so where it lost points."""
    if before.figures is None:
        return 2.0
    weight, score = (text_of(body[span.start : span.end]) for span in before.figures)
    return 2.0 if Decimal(weight) == Decimal(score) else -2.0


def _habits(body: Sequence[Piece], rows: Sequence[tree.Row], readings: Sequence[columns.Reading]) -> columns.Habits:
    """What the surely read rows show of the form."""
    lines: dict[str, list[float]] = {}
    known: dict[tuple[str, str], int] = {}
    gaps: list[Gap] = []
    for i, (row, reading) in enumerate(zip(rows, readings, strict=True)):
        for span in (row.l1, row.l2):
            gaps += [piece.gap for piece in body[span.start + 1 : span.end]] if span else []
        if reading.margin < _SURE or row.figures is None:
            continue
        cells = {name: (row.middle.start + a, row.middle.start + b) for name, (a, b) in reading.spans.items()}
        cells["reason"] = (row.reason.start, row.reason.end)
        for name, (start, end) in cells.items():
            cell = body[start:end]
            if (text := text_of(cell)) and len(text) > 1:
                known[name, text] = columns.MANY if (name, text) in known else i
            lines.setdefault(name, []).extend(_line_widths(cell))
            gaps += [piece.gap for piece in cell[1:]]
    breaks = len(gaps) - gaps.count(Gap.SPACE)
    return columns.Habits(
        widths={name: _typical(found) for name, found in lines.items() if len(found) > 1},
        known=known,
        blank=1.2 - 0.9 * gaps.count(Gap.BLANK) / breaks if breaks > 2 else 1.2,
    )


def _typical(found: list[float]) -> float:
    """The widest line, without a single outlier."""
    widest = sorted(found, reverse=True)
    return widest[1] if widest[0] > widest[1] + 1.5 else widest[0]


def _line_widths(pieces: Sequence[Piece]) -> list[float]:
    found: list[float] = []
    for n, piece in enumerate(pieces):
        if n and piece.gap is Gap.SPACE:
            found[-1] += piece.width
        else:
            found.append(piece.width)
    return found


def _hand_back_reasons(rows: Sequence[tree.Row], readings: Sequence[columns.Reading]) -> None:
    """A reason found at the start of a row's middle belongs to the row before."""
    for before, row, reading in zip(rows, rows[1:], readings[1:], strict=False):
        start, end = reading.spans.get("reason", (0, 0))
        if row.reason_may_lead and end > start:
            before.reason = Span(row.middle.start + start, row.middle.start + end)


def _total(sheet: Sheet, pieces: Sequence[Piece], span: tuple[int, int]) -> None:
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
