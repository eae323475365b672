"""Total rows: 总分 with a weight and a score, wherever they stand."""

from itertools import pairwise

from msgspec.structs import replace

from jiheng.form import POINTS, Place, Total
from jiheng.places.words import words
from jiheng.quantity.words import is_dash
from jiheng.reading.form import column_likelihood
from jiheng.reading.form.form_builder import Draft
from jiheng.reading.form.grid_columns import vacant
from jiheng.reading.form.rows import Item
from jiheng.reading.form.tree_header import halves
from jiheng.reading.labels.labels import key, meaning
from jiheng.reading.tables.table import Cell

_NESTED = "总分一格里印了不止一组数，已分开列出，请核对"
_ONE = "总分行只有一个数，按位置归入这一栏，请核对"
_BETWEEN = 3
"""Where a total row has so few cells, they stand one after the other and not under their columns."""


def label(row: list[Item]) -> Item | None:
    """The label of a total row, None when the row is none."""
    for item in row[:2]:
        if item.means.total or _groups(item):
            return item
        if not (item.means.block or len(item.text) == 1):
            return None
    return None


def read(draft: Draft, row: list[Item], raw: list[Cell], at: dict[str, int], aligned: bool = False) -> None:
    """Take a total row; `at` is where the columns of weight and score stand."""
    first = label(row)
    if first is None:
        return
    name = key(first.text) if first.means.total else "总分"
    groups = _groups(first)
    rest = row[row.index(first) + 1 :]
    draft.take(*row[: row.index(first) + 1])
    rest = [piece for item in rest for piece in _pieces(item)]
    figures = [item for item in rest if column_likelihood.is_figure(item.text.rstrip("%％")) or is_dash(item.text)]
    for group in groups if len(figures) < 2 else groups[:-1]:
        _append(draft, name, dict(zip(("weight", "score"), (replace(first, text=t) for t in group), strict=False)), at)
    if len(groups) > 1:
        draft.doubt(str(Place.total(len(draft.form.totals))), _NESTED)
    if figures or not groups:
        placed = _placed(draft, first, figures, raw, at, aligned)
        _append(draft, name, placed, at)
        for item in figures:
            if item not in placed.values():  # the sum of a level that has weights of its own
                draft.keep(item, name, str(Place.total(len(draft.form.totals) - 1)))
        _note_vacant(draft, raw, at)
    _grade(draft, rest)
    for item in rest:
        if item not in figures and not item.means.is_label and id(item.cell) not in draft.taken:
            draft.keep(item, name)  # 98 | 同意立项


def _pieces(item: Item) -> list[Item]:
    """A cell, or the two that it holds where weight and score share a column: 100/98.39."""
    both = halves(item.text) if "/" in item.text or "／" in item.text else []
    are_two = len(both) == len(POINTS) and all(column_likelihood.is_figure(half) for half in both)
    return [replace(item, text=half) for half in both] if are_two else [item]


def _grade(draft: Draft, rest: list[Item]) -> None:
    """The grade with its label in a total row, or in the last cell of it."""
    for item, after in pairwise(rest):
        if item.means.head == "grade" and not after.means.head:
            draft.take(item)
            draft.put("grade", after)
            return
    if rest and rest[-1].text in words().form.grades and draft.form.grade is None:
        draft.put("grade", rest[-1])


def _placed(
    draft: Draft, first: Item, figures: list[Item], raw: list[Cell], at: dict[str, int], aligned: bool
) -> dict[str, Item]:
    if len(figures) == 1 and "score" in at and len({*at.values()}) == 1:
        return {"score": figures[0]}
    under = {f: item for f, column in at.items() for item in figures if item.column <= column < item.end}
    each = len({id(item) for item in under.values()}) == len(at)  # one wide cell is not both
    if len(figures) == 1 and len(under) == len(POINTS):  # over both columns: the score is the one that a form has
        return {"score": figures[0]}
    if (aligned or len(figures) > 2) and each and under and len(figures) >= len(under):
        return under
    order = sorted(at, key=lambda field: at[field]) if len(at) == len(POINTS) else list(POINTS)
    if len(figures) >= 2:
        printed = [item for item in figures if not is_dash(item.text)]
        return dict(zip(order, printed if len(printed) == len(POINTS) else figures, strict=False))
    if not figures:
        return {}
    item = figures[0]
    if "得分" in first.text or item.cell is first.cell:
        return {"score": item}
    wide = raw[-1].column + raw[-1].columns
    if wide <= first.end + _BETWEEN < max(at.values(), default=0) + 1:
        return {order[min(item.column - first.end, 1)]: item}
    field = min(at or {"score": 0}, key=lambda f: abs(at.get(f, 0) - item.column))
    if at.get(field) != item.column:
        draft.doubt(str(Place.total(len(draft.form.totals), field)), _ONE)
    return {field: item}


def _append(draft: Draft, name: str, placed: dict[str, Item], at: dict[str, int]) -> None:
    """A row of the totals; a figure whose column the tree does not have, and that is not printed, is None."""
    form = draft.form
    index = len(form.totals)
    empty = {field: "" if field in at or not at else None for field in ("weight", "score")}
    form.totals.append(Total(name, **empty | {field: item.text for field, item in placed.items()}))
    for field, item in placed.items():
        draft.note(str(Place.total(index, field)), item)


def _note_vacant(draft: Draft, raw: list[Cell], at: dict[str, int]) -> None:
    """Keep where the figures belong that the last total row lacks."""
    index = len(draft.form.totals) - 1
    for field, column in at.items():
        if not getattr(draft.form.totals[index], field) and (cell := vacant(raw, column)) is not None:
            draft.vacant(str(Place.total(index, field)), cell)


def _groups(item: Item) -> list[list[str]]:
    """The figures of a cell that holds its label and figures on lines of their own: 总分 / 100 / 95."""
    if len(item.text) == len(item.cell.text):
        return []  # no blank parts it
    pieces = item.cell.text.split()
    if len(pieces) < 2 or not meaning(pieces[0]).total:
        return []
    groups: list[list[str]] = []
    for piece in pieces:
        if meaning(piece).total:
            groups.append([])
        elif column_likelihood.is_figure(piece):
            groups[-1].append(piece)
        else:
            return []
    return groups


def close(draft: Draft) -> None:
    """Repeat the last complete total row, else the last of all, as the form's total."""
    form = draft.form
    if not form.totals:
        return
    complete = [i for i, total in enumerate(form.totals) if total.weight and total.score]
    index = complete[-1] if complete else len(form.totals) - 1
    form.total_weight, form.total_score = form.totals[index].weight, form.totals[index].score
    for field in ("weight", "score"):
        origin = form.origins.get(str(Place.total(index, field)))
        if origin is not None:
            form.origins[f"total_{field}"] = origin
