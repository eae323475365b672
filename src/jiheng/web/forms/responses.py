"""What the editor is told: the whole state when it opens, and after each save what became of the form."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.timezone import localtime

from jiheng.form import INDICATOR_FIELDS, Indicator, Place, cell, cells
from jiheng.quantity.words import fixed, plain
from jiheng.web.accounts.models import Person
from jiheng.web.forms import blanks as blanks_module
from jiheng.web.forms.assess import Scored, proposals
from jiheng.web.forms.manual_scores import bounds
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import ROWS, WHOLE, CellChange
from jiheng.web.forms.saving import OWN, Saved

State = dict[str, Any]


def state(row: SelfEvaluation, result: Scored) -> State:
    """The form as it stands: figures, findings, scores by place, the panel's parts as HTML, the text of every cell."""
    rows = [_places(index, indicator) for index, indicator in enumerate(result.form.indicators)]
    return standing(row, result) | {"cells": dict(cells(result.form)), "indicators": rows}


def _places(index: int, row: Indicator) -> dict[str, str]:
    """The columns that an indicator has, each with the place of its cell."""
    return {field: str(Place.indicator(index, field)) for field in INDICATOR_FIELDS if getattr(row, field) is not None}


def standing(row: SelfEvaluation, result: Scored) -> State:
    """The same without the cells."""
    form, shown = result.form, panel(row, result)
    return {
        "version": row.version,
        "total": form.total_score or "",
        "grade": row.grade,
        "rate": None if row.rate is None else str(row.rate),
        "filled": str(row.filled),
        "findings": blanks_module.standing(row, form),
        "scores": scores(row, result),
        "sums": render_to_string("forms/_sums.html", shown)[:],
        "found": render_to_string("forms/_findings.html", shown)[:],
        "saved_at": f"{localtime(row.changed_at):%H:%M:%S}",
    }


def answer(saved: Saved, person: Person, base: int, asked: Iterable[str] = ()) -> State:
    """What the editor does after a save: the cells to show anew, those `asked` for among them, who changed which
    others, the conflict to settle.
    """
    row, result = saved.evaluation, saved.assessed.scored
    changed = {*asked, *(change.place for change in (*saved.changes, *saved.others))}
    names = authors(row, base, person) if saved.others else {}
    return standing(row, result) | {
        "cells": {place: text for place in changed if (text := _text(result, place)) is not None},
        "rows": WHOLE in changed or ROWS in changed,
        "others": others(saved.others, names),
        "lapsed": list(saved.lapsed),
        "conflict": None if saved.conflict is None else saved.conflict.pk,
    }


def others(changes: Iterable[CellChange], names: Mapping[str, str]) -> list[dict[str, str]]:
    """Changes made by others, with the name of who made them; own and computed ones are left out."""
    return [
        {"place": change.place, "before": change.before, "text": change.after, "by": names[change.place]}
        for change in changes
        if change.place in names and not change.place.startswith(OWN)
    ]


def authors(row: SelfEvaluation, base: int, but: Person | None = None) -> dict[str, str]:
    """Who last changed each place after version `base`; the changes of `but` are passed over."""
    found: dict[str, str] = {}
    later = row.versions.filter(number__gt=base).select_related("person").order_by("number")
    if but is not None:
        later = later.exclude(person=but)
    for version in later:
        found |= {place: str(version.person or "系统") for place, _, _ in version.changes}
    return found


def scores(row: SelfEvaluation, result: Scored) -> dict[str, dict[str, Any]]:
    """For each score: what the rules say of it, within which bounds it can be set, and an own one's reason."""
    found: dict[str, dict[str, Any]] = {}
    for place, offer in proposals(result.score).items():
        room = bounds(result, place, offer)
        found[place] = {
            "verdict": offer.verdict.value,
            "score": None if offer.score is None else plain(offer.score),
            "low": None if room is None else plain(room.low),
            "high": None if room is None else plain(room.high),
            "own": row.own.get(place),
            "why": offer.trace.why,
            "choices": [[alternative.condition, plain(alternative.score)] for alternative in offer.alternatives],
        }
    return found


def panel(row: SelfEvaluation, result: Scored) -> State:
    """What `forms/_sums.html` and `forms/_findings.html` show."""
    order = {"error": 0, "warning": 1, "notice": 2}
    labels = {"error": "错误", "warning": "警告", "notice": "提示"}
    graded = sorted(blanks_module.standing(row, result.form), key=lambda finding: order[finding["severity"]])
    found = [finding | {"label": labels[finding["severity"]]} for finding in graded]
    return {
        "form": row,
        "total": result.form.total_score,
        "weight": result.form.total_weight,
        "rate": None if row.rate is None else f"{fixed(row.rate * 100)}%",
        "filled": fixed(row.filled * 100, 0),
        "blanks": blanks_module.blanks(result.form),
        "findings": [finding for finding in found if not finding.get("under")],
        "following": [finding for finding in found if finding.get("under")],
    }


def _text(result: Scored, place: str) -> str | None:
    return None if place.startswith((OWN, WHOLE)) or place == ROWS else cell(result.form, place)
