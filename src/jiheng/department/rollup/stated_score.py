"""An overall score that a report states, set beside what the methods give: reproduced by which, or by none."""

from collections.abc import Sequence
from decimal import Decimal

from jiheng.checks.rounding import agrees
from jiheng.department.rollup.overall_score import Result
from jiheng.department.rollup.result import Basis, Method, Stated
from jiheng.places import Book
from jiheng.quantity.words import rounded

_GAP_PLACES = 4


def stated(where: str, value: Decimal, results: Sequence[Result], book: Book) -> Stated:
    """Which results the stated score is the rounding or the truncation of; otherwise the nearest and the gap."""
    places = int(book.number("department.overall.places"))
    known = [(result, result.exact) for result in results if result.exact is not None]
    matches = tuple(_name(result) for result, exact in known if agrees(value, exact, places))
    if matches or not known:
        return Stated(value, where, matches, None, None, None if matches else _needed(value, results))
    nearest, exact = min(known, key=lambda pair: abs(pair[1] - value))
    return Stated(value, where, (), _name(nearest), rounded(value - exact, _GAP_PLACES), _needed(value, results))


def _name(result: Result) -> tuple[Method, Basis]:
    return result.overall.method, result.overall.basis


def _needed(value: Decimal, results: Sequence[Result]) -> Decimal | None:
    """The management score with which the method by parts gives the stated score, None where none can."""
    for result in results:
        overall = result.overall
        if (
            overall.method is Method.PARTS
            and overall.low is not None
            and overall.high is not None
            and overall.low <= value <= overall.high
        ):
            return value - overall.low
    return None
