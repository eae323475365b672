"""Cells that are still to be filled in: in a draft they are counted, not called errors."""

from collections.abc import Iterator, Mapping
from typing import Any

from jiheng.form import EXECUTION, TOTAL_FUND, Form, Owner, Place, cell, place_of
from jiheng.quantity import number
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.states import State

_ASKED_OF_FUND = ("budget", "executed")
_ASKED_OF_INDICATOR = ("actual", "score")
_EXECUTION_SCORE = str(EXECUTION.at("score"))
"""Follows from the amounts, though an officer may set it."""

Finding = dict[str, Any]


def asked(form: Form) -> Iterator[tuple[str, str | None]]:
    """The cells that an officer fills in: the goal's outcome, the amounts, value and score of each weighted row.

    Each with its text.
    """
    yield "goal_actual", form.goal_actual
    if (fund := form.fund(TOTAL_FUND)) is not None:
        yield from ((Place.of_fund(TOTAL_FUND, field), getattr(fund, field)) for field in _ASKED_OF_FUND)
    for index, row in enumerate(form.indicators):
        if number(row.weight) is not None:
            yield from ((Place.of_indicator(index, field), getattr(row, field)) for field in _ASKED_OF_INDICATOR)


def blanks(form: Form) -> list[str]:
    """Those of them that are empty."""
    return [place for place, text in asked(form) if not text]


def standing(row: SelfEvaluation, form: Form) -> list[Finding]:
    """The findings that hold for the form as it is: of a draft only what is said of something written."""
    if row.state != State.DRAFT:
        return list(row.findings)
    empty = set(blanks(form))
    waiting = {Owner.SYSTEM} if row.project.approved is not None else {Owner.SYSTEM, Owner.APPROVED}
    return [finding for finding in row.findings if not _of_blanks(finding, form, empty, waiting)]


def of_others(finding: Mapping[str, Any], row: SelfEvaluation) -> bool:
    """Whether it is said of approved cells alone, which only the department can mend."""
    if row.project.approved is None:
        return False
    places = [place_of(place) for place in finding.get("places") or [finding["place"]]]
    return all(
        place is not None and place.declared is not None and place.declared.owner is Owner.APPROVED for place in places
    )


def _of_blanks(finding: Mapping[str, Any], form: Form, empty: set[str], waiting: set[Owner]) -> bool:
    """Whether it is said of empty cells alone: ones that wait for the officer, or that follow from those."""
    places = finding.get("places") or [finding["place"]]
    rest = (place for place in places if place not in empty)
    return all((place == _EXECUTION_SCORE or _owner(place) in waiting) and not cell(form, place) for place in rest)


def _owner(place: str) -> Owner | None:
    declared = found.declared if (found := place_of(place)) is not None else None
    return None if declared is None else declared.owner
