"""Scores that the officer sets beside the proposal: within which bounds, with what reason, and when they lapse."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from jiheng.form import Form, cell, describe
from jiheng.quantity import number
from jiheng.quantity.words import plain, rounded
from jiheng.scoring import Score, Verdict
from jiheng.web.forms.assess import Scored, proposals
from jiheng.web.forms.errors import RefusedInput
from jiheng.web.forms.places import EXECUTION_SCORE, CellChange, holder, scorable, tidy

LONGEST_REASON = 500


class Bounds(NamedTuple):
    """The scores that may be set at a place."""

    low: Decimal
    high: Decimal


def bounds(result: Scored, place: str, offer: Score) -> Bounds | None:
    """What the rule leaves open, else 0 to the weight; None where the row has no weight and is not scored."""
    if offer.verdict is not Verdict.SCORED and offer.low is not None and offer.high is not None:
        return Bounds(offer.low, offer.high)
    weight = number(cell(result.form, place.removesuffix("score") + "weight"))
    if weight is None and place == EXECUTION_SCORE:
        weight = result.book.number("execution.weight")
    return None if weight is None or weight < 0 else Bounds(Decimal(0), weight)


def take(
    form: Form, reasons: dict[str, str], changes: Mapping[str, CellChange], own: Mapping[str, str | None]
) -> set[str]:
    """Bring the reasons in line with the scores written and the choices made; returns the scores set in this save.

    A score written without a word on its reason keeps the reason it had; an emptied one goes back to the proposal.
    Raises Refused.
    """
    chosen: dict[str, str | None] = {
        place: reasons.get(place, "") if change.after else None for place, change in changes.items() if scorable(place)
    }
    chosen |= own
    for place, reason in chosen.items():
        text = cell(form, place) if scorable(place) else None
        if text is None:
            raise RefusedInput(
                f"“{describe(form, place) if scorable(place) else place[:60]}”不是可以自定的得分。", place
            )
        if reason is None:
            reasons.pop(place, None)
            continue
        reasons[place] = tidy(reason)[:LONGEST_REASON]
    return {place for place, reason in chosen.items() if reason is not None}


def lapsed(result: Scored, reasons: Mapping[str, str], fresh: Collection[str], touched: Collection[str]) -> set[str]:
    """The own scores that no longer stand beside a proposal: equal to it, emptied, or out of bounds now.

    `fresh` are those set in this save; a wrong one among them raises Refused. Of the others, only those whose row
    was `touched` lapse, so that an old form's faults wait for the officer.
    """
    gone: set[str] = set()
    rows = {holder(place) for place in touched}
    for place, reason in reasons.items():
        offer, text = proposals(result.score).get(place), cell(result.form, place)
        if offer is None or not text or _same(offer, text):
            gone.add(place)
        elif problem := _problem(result, place, offer, text, reason):
            if place in fresh:
                raise RefusedInput(problem, place)
            if holder(place) in rows:
                gone.add(place)
    return gone


def _same(offer: Score, text: str) -> bool:
    return offer.verdict is Verdict.SCORED and offer.score == number(text)


def _problem(result: Scored, place: str, offer: Score, text: str, reason: str) -> str:
    """Why an own score cannot stand; "" where it can."""
    where, score, room = describe(result.form, place), number(text), bounds(result, place, offer)
    if room is None:
        return f"“{where}”没有分值，不计分，得分请留空。"
    if score is None:
        return f"“{where}”应填数字，现在是“{text[:20]}”。"
    if not room.low <= score <= room.high:
        return f"“{where}”应在 {plain(room.low)} 到 {plain(room.high)} 之间，现在是 {plain(score)}。"
    places = int(result.book.number("rounding.places"))
    if score != rounded(score, places):
        return f"“{where}”最多 {places} 位小数，现在是 {plain(score)}。"
    if offer.verdict is Verdict.SCORED and offer.score is not None and not reason:
        return f"“{where}”按办法应为 {plain(offer.score)}，要改成 {plain(score)} 请写明理由。"
    return ""
