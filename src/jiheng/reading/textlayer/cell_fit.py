"""Whether the rows that cells were cut into suit their header, and which of their cells may stand in a wrong place."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate

from jiheng.expression import expression
from jiheng.form import INDICATOR_FIELDS, LEVELS, POINTS
from jiheng.places.words import words
from jiheng.quantity.words import not_concerned, says_nothing
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.rows import Item
from jiheng.reading.form.ticks import is_tick
from jiheng.reading.labels.labels import is_word, value_word
from jiheng.reading.textlayer.cell_header import Header, is_guessed
from jiheng.reading.textlayer.cell_rows import BROKEN, HARDLY, Row, are_bare, figure_of

_TELLING = frozenset(INDICATOR_FIELDS).difference(("reason",), LEVELS[:-1])
"""Columns whose cells tell whether the rows are cut where they end: names of levels are free, and so are reasons."""
_NO_LEVEL = expression(r"[，。；]|\d+[^\d分%）)]")
"""What the name of a first level does not hold."""
_LONGEST_LEVEL = 12


def may_be_ill(header: Header, rows: Sequence[Row]) -> bool:
    """Whether rows may be cut in the wrong places, or most of them lack a cell."""
    lacking = sum(map(bool, unsure_columns(header, rows)))
    is_ill = are_ill_cut(header, rows) or is_guessed(header) or _names_values_twice(header)
    return is_ill or 2 * lacking >= max(len(rows), 1)


def _names_values_twice(header: Header) -> bool:
    """Whether a short word names values that another label has already: a lower tier that was not told as one."""
    unread = (label for label, field in zip(header.labels, header.fields, strict=True) if not field)
    return header.groups is None and any(value_word(label.text) in header.fields for label in unread)


def are_ill_cut(header: Header, rows: Sequence[Row]) -> bool:
    """Whether the rows may be cut in the wrong places: a cell hardly belongs below its label, or to any row."""
    last = max((n for n, row in enumerate(rows) if len(row) > 1), default=0)
    alone = [row[0][1].means for row in rows[:last] if len(row) == 1]
    return (
        any(not (means.level1 or means.level2) for means in alone)
        or any(_is_ill(header, column, item) for row in rows for column, item in row)
        or (bool(header.strange) and _lacks_scores(header, rows))
        or _has_odd_level(header, rows)
        or _lack_label(header, rows)
    )


def _lack_label(header: Header, rows: Sequence[Row]) -> bool:
    """Whether most cells of a column have a second line: rather a column without a label."""
    broken = [column for row in rows for column in broken_columns(header, row)]
    return any(2 * broken.count(column) > len(rows) for column in set(broken))


def broken_columns(header: Header, row: Row) -> list[int]:
    """The columns of a row whose cells were put together of lines by nothing but their contents."""
    if not header.has_lines:
        return []
    parts = [(n, item) for n, item in row if "\n" in item.cell.text and header.fields[n] in BROKEN]
    return [n for n, item in parts if not is_word(item.text)]


def _has_odd_level(header: Header, rows: Sequence[Row]) -> bool:
    """Whether a sentence or a figure stands as a first level."""
    levels = (item.text for row in rows for n, item in row if header.fields[n] == "l1")
    return any(_NO_LEVEL.search(text) for text in levels if not column_likelihood.is_weighed(text))


def has_strange_levels(header: Header, rows: Sequence[Row]) -> bool:
    """Whether most words of the levels are strange where empty cells are not printed: each may be a reason as well."""
    levels = [item.means for row in rows for n, item in row if header.fields[n] in LEVELS[:-1]]
    known = sum(means.level1 or means.level2 for means in levels)
    return 2 * known < len(levels) and are_bare([item for row in rows for _, item in row])


def sum_of_weights(header: Header, rows: Sequence[Row]) -> Decimal:
    """What the weights of the rows add up to."""
    cells = (figure_of(item) for row in rows for n, item in row if header.fields[n] == "weight")
    return sum((figure for figure in cells if figure is not None), Decimal())


def unsure_columns(header: Header, rows: Sequence[Row]) -> list[list[int]]:
    """For each row the columns behind its name, remarks aside, where it lacks one that it might as well have.

    So one of weight and score, but that a score above its weight is that of the rows below it, too; or a target or an
    actual. Where empty cells are not printed any column will do, but the unit of a target without a figure; and a word
    at the end of a row may be the level of the next.
    """
    columns = [n for n in range(header.names + 1, len(header.fields)) if not header.is_remark(n)]
    bare = are_bare([item for row in rows for _, item in row])
    is_shared = False
    found: list[list[int]] = []
    for row in rows:
        told = {header.fields[n]: item for n, item in row}
        lacking = {header.fields[n] for n in columns if n not in {n for n, _ in row}}
        if "weight" not in header.fields:  # no other figure may be the score
            lacking.discard("score")
        weight, score = (figure_of(told[field]) if field in told else None for field in POINTS)
        if weight is not None and score is not None:
            is_shared = score > weight
        if bare:
            has_figure = "target" in told and column_likelihood.has_figure(told["target"].text)
            is_unsure = bool(lacking - {"unit"}) or ("unit" in lacking and has_figure)
        else:
            is_one = len(lacking.intersection(POINTS)) == 1 and not told.keys().isdisjoint(POINTS)
            is_unsure = not lacking.isdisjoint(("target", "actual")) or is_one
        is_told = lacking == {"score"} and is_shared
        names = "l3" in told and len(row) > 1 and not (bare and not_concerned(row[-1][1].text))
        found.append(columns if is_unsure and not is_told and names else [])
        if bare and header.has_boxes:  # which box a tick stands in
            found[-1] = [*found[-1], *(n for n, item in row if is_tick(item.text))]
    for n in range(len(rows) - 1) if bare else ():
        column = rows[n][-1][0]
        is_last = column == len(header.fields) - 1 > header.names and header.fields[column] in ("reason", "")
        if is_last and rows[n + 1][0][0] <= header.names and _may_be_level(rows[n][-1][1]):
            levels = _levels_of_others(header, rows, n + 1)
            found[n] = [*found[n], *([column] if levels else [])]
            for m, level in levels:
                found[m] = [level, *found[m]]
    return found


def _levels_of_others(header: Header, rows: Sequence[Row], first: int) -> list[tuple[int, int]]:
    """The rows from one on, each with the columns of the levels that it shares with the row before that one."""
    starts = list(accumulate((row[0][0] for row in rows[first:]), min))
    return [(first + n, level) for level in range(header.top, starts[0]) for n, at in enumerate(starts) if at > level]


def _may_be_level(item: Item) -> bool:
    """Whether a cell is as short as the name of a level, and no word that stands for nothing or for a choice."""
    is_short = len(item.text) <= _LONGEST_LEVEL and not _NO_LEVEL.search(item.text)
    return is_short and not says_nothing(item.text) and item.text not in words().form.choices


def _lacks_scores(header: Header, rows: Sequence[Row]) -> bool:
    """Whether no row has a score, though they have weights."""
    filled = {header.fields[column] for row in rows for column, item in row if item.text}
    return "weight" in filled and "score" in header.fields and "score" not in filled


def _is_ill(header: Header, column: int, item: Item) -> bool:
    field = header.fields[column]
    if not item.text or field not in _TELLING:
        return False
    return header.fit(column, item) >= HARDLY or (field == "l3" and column_likelihood.is_measure(item.text))
