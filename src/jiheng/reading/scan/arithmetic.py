"""The form's own sums pick between two readings of a figure: 86 or 88, 10 or 16.

A reading is only ever exchanged for another one that was really seen at the same place.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation

from jiheng.form import AMOUNTS, TOTAL_FUND, Form, Place, cell, fund_rows

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which reading was taken at a place, and which sum of the form decided it (Chinese)."""

    text: str
    sum: str


@dataclass(frozen=True, slots=True)
class _Sum:
    """One equation of the form: its name, the places in it, and whether it holds for the figures there."""

    name: str
    places: tuple[str, ...]
    holds: Callable[[Sequence[Decimal]], bool]


def choose(form: Form, readings: Mapping[str, Sequence[str]]) -> dict[str, Choice]:
    """The places whose other reading makes a broken sum hold, and breaks none; `readings` are the other ones.

    A place is left as it is when several readings, or readings at several places, would mend the same sum.
    """
    sums = list(_sums(form))
    texts = {place: cell(form, place) or "" for equation in sums for place in equation.places}
    chosen: dict[str, Choice] = {}
    for equation in sums:
        if _state(equation, texts) is not False:
            continue
        mending = [
            (place, other)
            for place in equation.places
            for other in readings.get(place, ())
            if other != texts[place] and _mends(equation, sums, texts, place, other)
        ]
        if len(mending) == 1:
            place, other = mending[0]
            texts[place] = other
            chosen[place] = Choice(other, equation.name)
    return chosen


def broken(form: Form) -> Iterator[tuple[tuple[str, ...], str]]:
    """The sums of a form that its figures break: the places in each, and its name (Chinese)."""
    sums = list(_sums(form))
    texts = {place: cell(form, place) or "" for equation in sums for place in equation.places}
    for equation in sums:
        if _state(equation, texts) is False:
            yield equation.places, equation.name


def _mends(equation: _Sum, sums: Sequence[_Sum], texts: dict[str, str], place: str, other: str) -> bool:
    """Whether a reading makes the equation hold and breaks none that held."""
    changed = {**texts, place: other}
    touched = [each for each in sums if place in each.places]
    broken = any(_state(each, texts) and _state(each, changed) is False for each in touched)
    return _state(equation, changed) is True and not broken


def _state(equation: _Sum, texts: Mapping[str, str]) -> bool | None:
    """Whether an equation holds; None when a figure in it is missing."""
    figures = [_figure(texts[place]) for place in equation.places]
    known = [figure for figure in figures if figure is not None]
    return equation.holds(known) if len(known) == len(figures) else None


def _figure(text: str) -> Decimal | None:
    bare = text.rstrip("%％分").replace(",", "").replace("，", "").replace("．", ".")
    try:
        figure = Decimal(bare)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and abs(figure) < Decimal("1e15") else None


def _sums(form: Form) -> Iterator[_Sum]:
    for key, fund in fund_rows(form):
        executed, budget, weight, rate, score = _cells(Place.fund(key), "executed", "budget", "weight", "rate", "score")
        if fund.rate:
            yield _Sum("执行率＝执行数÷预算数", (executed, budget, rate), _is_rate)
        if fund.weight and fund.score:
            yield _Sum("执行率得分＝分值×执行率", (executed, budget, weight, score), _is_execution_score)
    for field, label in AMOUNTS.items():
        parts = tuple(
            str(Place.fund(key, field)) for key, f in fund_rows(form) if key != TOTAL_FUND and getattr(f, field)
        )
        if parts and form.fund() is not None:
            yield _Sum(f"各项资金合计＝总额（{label}）", (str(Place.fund(TOTAL_FUND, field)), *parts), _is_total)
    for field, label in (("weight", "分值"), ("score", "得分")):
        parts = tuple(str(Place.indicator(n, field)) for n, row in enumerate(form.indicators) if getattr(row, field))
        total = form.fund()
        if total is not None and getattr(total, field):
            parts = (*parts, str(Place.fund(TOTAL_FUND, field)))
        if parts:
            yield _Sum(f"各项{label}合计＝总分", (f"total_{field}", *parts), _is_total)
    for n, row in enumerate(form.indicators):
        if row.weight and row.score:
            yield _Sum("得分不超过分值", _cells(Place.indicator(n), "score", "weight"), lambda f: f[0] <= f[1])


def _cells(row: Place, *fields: str) -> tuple[str, ...]:
    return tuple(str(row.at(field)) for field in fields)


def _is_total(figures: Sequence[Decimal]) -> bool:
    return abs(figures[0] - sum(figures[1:], Decimal(0))) < _CENT


def _is_rate(figures: Sequence[Decimal]) -> bool:
    executed, budget, rate = figures
    return budget != 0 and _is_rounded(executed / budget * 100, rate)


def _is_execution_score(figures: Sequence[Decimal]) -> bool:
    executed, budget, weight, score = figures
    return budget != 0 and _is_rounded(min(executed / budget, Decimal(1)) * weight, score)


def _is_rounded(exact: Decimal, printed: Decimal) -> bool:
    """Whether the printed figure is the exact one, rounded or cut to its own decimals."""
    exponent = printed.as_tuple().exponent
    step = Decimal(1).scaleb(min(int(exponent), 0))
    try:
        return printed in (exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_DOWN))
    except InvalidOperation:
        return False
