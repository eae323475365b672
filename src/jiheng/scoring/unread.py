"""Cells with a figure in them that could not be understood: they were not judged, and that is said."""

from jiheng.form import Place
from jiheng.quantity import Kind, Value
from jiheng.scoring.result import FormScore

_READ = (Kind.COUNT, Kind.SHARE, Kind.MONEY, Kind.DURATION, Kind.DATE)


def unread(score: FormScore) -> tuple[tuple[str, str], ...]:
    """(place, text) of every target and actual value that has digits of which nothing was understood."""
    return tuple(
        (str(Place.indicator(row.index, field)), value.text)
        for row in score.indicators
        for field, value in (("target", row.target), ("actual", row.actual))
        if _is_unread(value)
    )


def _is_unread(value: Value) -> bool:
    if not any(character.isdigit() for character in value.text) or value.scale or value.level:
        return False
    return not any(quantity.kind in _READ or quantity.kind is Kind.TEXT for quantity in value.quantities)
