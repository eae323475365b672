"""Monitoring as JSON."""

from collections.abc import Sequence
from typing import Any

from jiheng.form import Place
from jiheng.monitoring import Judged, WatchedForm, WatchedRow
from jiheng.writing.form_json import encoded, head_of


def to_json(found: Sequence[WatchedForm]) -> bytes:
    """The forms in order, each with its lights, proposals and remarks; figures as numbers with every digit."""
    return encoded(_form(watched) for watched in found)


def _form(watched: WatchedForm) -> dict[str, Any]:
    form = watched.form
    return {
        **head_of(form),
        "period": watched.period.label,
        "rulebook": watched.book.id,
        "light": watched.light.value,
        "execution": _judged(watched.money),
        "indicators": [_row(row) for row in watched.rows],
        "remarks": list(watched.remarks),
    }


def _row(row: WatchedRow) -> dict[str, Any]:
    indicator = row.indicator
    return {
        "place": str(Place.indicator(row.index)),
        "l3": indicator.l3,
        "target": indicator.target,
        "so_far": indicator.actual,
        "forecast": indicator.forecast,
        **_judged(row.judged),
        "proposal": row.proposal,
    }


def _judged(judged: Judged) -> dict[str, Any]:
    return {"light": judged.light.value, "share": judged.share, "basis": judged.basis, "trace": judged.trace}
