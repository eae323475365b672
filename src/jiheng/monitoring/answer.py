"""Whether a value, taken for the result of the year, would meet the target: the scoring rules asked beforehand."""

from decimal import Decimal

from jiheng.form import Form, Indicator
from jiheng.places import Book
from jiheng.quantity import Kind, Quantity
from jiheng.scoring.compiled import rules_of
from jiheng.scoring.indicator import score_indicator
from jiheng.scoring.result import Cited, Direction, IndicatorScore

_ONE = Decimal(1)
_NO_WEIGHT = "表样没有分值"


def answered(indicator: Indicator, value: str, book: Book, year: int | None) -> IndicatorScore:
    """The row scored as if `value` were its 实际完成值; weight and score of the row play no part."""
    row = Indicator(
        l1=indicator.l1,
        l2=indicator.l2,
        l3=indicator.l3,
        property=indicator.property,
        target=indicator.target,
        unit=indicator.unit,
        actual=value,
        weight=None,
        score=None,
    )
    return score_indicator(Form(indicators=[row]), 0, rules_of(book), year)


def reached_share(score: IndicatorScore) -> Decimal | None:
    """How much of the target is reached, at most 1; 1 or 0 where it is met or missed without a figure, else None."""
    if score.ratio is not None and not score.met:
        return min(score.ratio, _ONE)
    return None if score.met is None else _ONE if score.met else Decimal(0)


def goal(score: IndicatorScore) -> Quantity | None:
    """The first quantity of the target."""
    return score.target.quantities[0] if score.target.quantities else None


def grows(score: IndicatorScore, book: Book) -> bool:
    """Whether the value adds up over the year, so that the time gone tells how much of it should be there."""
    if any(word in (score.indicator.l2 or "") for word in book.words("monitoring.states")):
        return False
    first = goal(score)
    adds_up = first is not None and first.kind in (Kind.COUNT, Kind.MONEY) and len(score.target.quantities) == 1
    return adds_up and score.direction in (Direction.POSITIVE, Direction.EQUAL)


def doubt(score: IndicatorScore) -> str:
    """Why the value could not be set beside the target, "" where it could."""
    why = score.score.trace.why
    return "" if why.startswith(_NO_WEIGHT) else why


def shown_target(indicator: Indicator) -> str:
    """The target with the sign and unit that stand in columns of their own."""
    text, unit = indicator.target or "", indicator.unit or ""
    return f"{_sign(indicator)}{text}{'' if text.endswith(unit) else unit}"


def cited(book: Book, *paths: str) -> tuple[Cited, ...]:
    """Parameters as a trace shows them."""
    rules = rules_of(book)
    return tuple(rules.cite(path) for path in paths)


def _sign(indicator: Indicator) -> str:
    sign = indicator.property or ""
    return sign if sign and not any("一" <= each <= "鿿" for each in sign) else ""
