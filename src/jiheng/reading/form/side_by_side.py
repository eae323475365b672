"""Forms side by side: one table with several forms beside each other → a table for each form."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import msgspec

from jiheng.form import LEVELS
from jiheng.reading.form import head
from jiheng.reading.form.rows import Item, items
from jiheng.reading.labels.labels import Meaning
from jiheng.reading.tables.table import Cell, Table

_NAME, _LEVEL, _THIRD = "名称", "级指标", "三级"
"""Most labels of a project hold the first, those of levels the others; most tables need no closer look."""
_OWN = ("project", "department")
_FEWEST = 3
"""At least so many labels stand below each other in the first column of a form."""
_NOT_APART = "这里像是并排着几张表，没有能分开，读出的格子可能混在一起，请分成几张表再读"


class _Span(msgspec.Struct, frozen=True, gc=False, order=True):
    """The row and the columns of a header of indicators from the first level to the third, or of a project's label."""

    begin: int
    end: int
    row: int


class _Marks(msgspec.Struct, frozen=True):
    """What tells of forms in a table: the columns of labels of the project, row by row, the headers of indicators,
    and the row in which the first project is named."""

    projects: dict[int, list[int]]
    headers: list[_Span]

    @property
    def first(self) -> int:
        return min(self.projects)

    @property
    def spans(self) -> list[_Span]:
        """One for each form that may stand in the table, by headers where there are several, else by projects."""
        by_project = [_Span(column, column, row) for row, columns in self.projects.items() for column in columns]
        return max(_apart(self.headers), _apart(by_project), key=len)


def _apart(spans: Iterable[_Span]) -> list[_Span]:
    """The spans from left to right, of those that overlap the first."""
    found: list[_Span] = []
    for span in sorted(spans):
        if not found or span.begin > found[-1].end:
            found.append(span)
    return found


def apart(table: Table) -> list[Table]:
    """The table itself, or the tables that stand side by side in it; what runs across all stands in each.

    Columns of pasted text can be trusted only where several labels stand below each other.
    """
    marks = _marks(table)
    if marks is None:
        return [table]
    cells = [cell for row in table.rows[marks.first :] for cell in row]
    used = _columns(cells)
    printed = _columns(cell for cell in cells if cell.text.strip())
    cuts = _between(printed, {column for columns in marks.projects.values() for column in columns})
    cuts = cuts or _by_labels(table.rows, marks)
    if not cuts and table.aligned:
        cuts = next((_beside(used, columns) for columns in marks.projects.values() if len(columns) > 1), [])
    if not cuts:
        if any(header.row != other.row for header, other in pairwise(_apart(marks.headers))):
            table.note(marks.first, _NOT_APART)
        return [table]
    parts = []
    for left, right in pairwise([0, *cuts, max(used) + 1]):
        rows = [
            [cell for cell in row if cell.column < right and cell.column + cell.columns > left] for row in table.rows
        ]
        parts.append(Table(rows, table.aligned, list(table.before), [], list(table.seams), dict(table.notes)))
    parts[-1].after = table.after
    return parts


def _marks(table: Table) -> _Marks | None:
    """What tells of forms in a table; None where there is no sign of a second one."""
    whole = "\n".join([cell.text for row in table.rows for cell in row])
    if whole.count(_NAME) < 2 and whole.count(_LEVEL) < 2 * len(LEVELS):
        return None
    marks = _Marks({}, [])
    for number, row in enumerate(table.rows):
        text = "\n".join([cell.text for cell in row])
        if _NAME in text or _THIRD in text:
            labels = head.apart(items(table.rows[number]))
            if columns := [item.column for item in labels if _names_project(item)]:
                marks.projects[number] = columns
            marks.headers.extend(_headers(labels, number))
    return marks if marks.projects else None


def _names_project(item: Item) -> bool:
    """Whether a cell is the label of a project; 项目 alone heads many a column."""
    return item.means.head == "project" or (item.means.weak == "project" and _NAME in item.text)


def _headers(labels: Iterable[Item], row: int) -> list[_Span]:
    """The headers of indicators in a row."""
    found: list[dict[str, int]] = []
    for item in labels:
        name = item.means.column
        if name in LEVELS:
            if not found or name in found[-1]:
                found.append({})
            found[-1][name] = item.column
    return [_Span(min(columns.values()), columns["l3"], row) for columns in found if "l3" in columns]


def _by_labels(rows: list[list[Cell]], marks: _Marks) -> list[int]:
    """Where a form begins between two spans: titles and labels that begin a row stand below each
    other, and no cell runs across.

    Each side tells whose form it is, or the headers stand in different rows: forms of goals name the levels twice in
    one, for the year and for the term.
    """
    cuts: list[int] = []
    titles = [item.column for row in rows[: marks.first] for item in items(row)]
    printed = [items(row) for row in rows[marks.first :]]
    owners = [item.column for row in printed for item in row if item.means.head in _OWN]
    crossed = {column for row in printed for item in row for column in range(item.column + 1, item.end)}
    for left, right in pairwise(marks.spans):
        labels = (item.column for row in printed for item in row if _begins_row(item.means))
        starts = Counter(
            column for column in (*titles, *labels) if left.end < column <= right.begin and column not in crossed
        )
        best = [column for column, times in starts.items() if times == max(starts.values()) >= _FEWEST]
        if not best:
            continue
        before, column = cuts[-1] if cuts else 0, min(best)
        has_owners = [any(before <= own < column for own in owners), any(column <= own <= right.end for own in owners)]
        if all(has_owners) or (left.row != right.row and any(has_owners)):
            is_inner = column - 1 not in crossed and (column - 1 in titles or _are_blocks(column - 1, printed))
            cuts.append(column - 1 if is_inner else column)
    return cuts


def _are_blocks(column: int, rows: list[list[Item]]) -> bool:
    """Whether all that stands in a column are labels that begin rows: the names of blocks left of the other labels."""
    found = [item.means for row in rows for item in row if item.column == column]
    return bool(found) and all(map(_begins_row, found))


def _begins_row(means: Meaning) -> bool:
    """Whether a text is a label at the beginning of a row of a form."""
    named = means.head or means.weak or means.goal or means.tail or means.other
    return bool(named or means.total or means.block or means.column == "l1")


def _columns(cells: Iterable[Cell]) -> set[int]:
    return {column for cell in cells for column in range(cell.column, cell.column + cell.columns)}


def _between(used: set[int], labels: set[int]) -> list[int]:
    """Where a form begins behind columns that are empty all the way down, with a label of the project on each side.

    The labels need not stand in one row: the heads of two places differ.
    """
    begins = [column for column in sorted(used) if column - 1 not in used and column > min(used)]
    cuts: list[int] = []
    for column, end in pairwise([*begins, max(used) + 1]):
        before = cuts[-1] if cuts else 0
        if any(before <= label < column for label in labels) and any(column <= label < end for label in labels):
            cuts.append(column)
    return cuts


def _beside(used: set[int], starts: list[int]) -> list[int]:
    """Where each form but the first begins, by the labels of the project in one row."""
    return [_gap(used, start, before) for before, start in pairwise(starts)]


def _gap(used: set[int], start: int, before: int) -> int:
    """Where a form begins whose project label stands at `start`: right of the empty column before it, if there is."""
    column = start
    while column - 1 in used and column > before:
        column -= 1
    return column if column > before else start
