"""Below which labels of a list of results the cells of a row stand that has lost its empty cells."""

from functools import cache

from jiheng.form import AMOUNTS, SummaryRow
from jiheng.quantity.words import says_nothing
from jiheng.reading.form import column_likelihood

MATCHED = "汇总表这一行比题头少几格，各格是按内容对到各栏的，请核对"
UNMATCHED = "汇总表这一行的各格与题头对不上（题头可能有两层），没有读入；请交 Word、Excel 或网页格式的原件"
NUMBER = "number"
"""The column of running numbers."""

_FIGURES = frozenset((*AMOUNTS, "rate", "score"))
_TEXTS = frozenset(SummaryRow.__struct_fields__) - {*_FIGURES, "note"}
_LONGEST_GRADE = 4
_UNKNOWN = 0.01
"""What a figure costs below a label of which no field is known."""
_GAP = 0.001
"""What it costs that columns are left out before a cell."""
_MISFIT = 1.0
"""What it costs below one of texts, and a text below one of figures."""


def columns_of(fields: tuple[str, ...], texts: tuple[str, ...], label: int | None = None) -> tuple[int, ...] | None:
    """The column of each cell: all in turn, those behind the `label` of a sum at the right, or as they suit best.

    None where they suit in no order. `fields` are those of the labels, "" for one that the list does not have.
    """
    missing = len(fields) - len(texts)
    ways = [tuple(n if label is None or n <= label else n + missing for n in range(len(texts)))]
    if missing:
        ways.append(_best(fields, texts))
    if missing and label is None:
        ways.pop(0)
    return next((way for way in ways if _cost(fields, texts, way) < _MISFIT), None)


def _cost(fields: tuple[str, ...], texts: tuple[str, ...], way: tuple[int, ...]) -> float:
    return sum(_misfit(fields[column], text) for column, text in zip(way, texts, strict=True))


def _best(fields: tuple[str, ...], texts: tuple[str, ...]) -> tuple[int, ...]:
    """The columns in which the texts, in their order and as close together as may be, suit best."""

    @cache
    def placed(cell: int, column: int) -> tuple[float, tuple[int, ...]]:
        if cell == len(texts):
            return 0.0, ()
        last = len(fields) - (len(texts) - cell)
        ways = []
        for at in range(column, last + 1):
            cost, rest = placed(cell + 1, at + 1)
            ways.append((cost + _misfit(fields[at], texts[cell]) + _GAP * (at > column), (at, *rest)))
        return min(ways)

    return placed(0, 0)[1]


def _misfit(field: str, text: str) -> float:
    """What a text costs below a column."""
    if says_nothing(text) or field == NUMBER:
        return 0.0
    is_amount = column_likelihood.is_amount(text)
    if field in _FIGURES:
        return _MISFIT * (not is_amount or (text.endswith("%") and field != "rate"))
    if field in _TEXTS:
        return _MISFIT * (is_amount or (field == "grade" and len(text) > _LONGEST_GRADE))
    return _UNKNOWN * is_amount
