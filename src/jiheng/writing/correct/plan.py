"""What can be corrected from the form itself, found by correcting a copy of the record and auditing it again."""

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from jiheng.checks import Finding, FormAudit, Severity, audit, catalogue
from jiheng.form import EXECUTION, FORM, POINTS, Form, Origin, Place, cell, describe
from jiheng.quantity import share
from jiheng.trouble import Trouble
from jiheng.writing.correct.likeness import like

_BLOCKING = "ATF"
"""Families of checks that doubt a figure itself; those on scoring and reasons doubt how it was judged."""
_NO_FIGURE = "表上的数不够，算不出应填多少"
_SLIGHT = "相差很小，可能是取整，由人决定"
_JUDGEMENT = "要由人判断"
_OVER = "按表上金额执行率超过 100%，先核实金额"
_NO_CELL = "表中没有这一格"
_BASIS = "所依据的“{where}”还有问题（{code}），先解决它"
_DOUBT = "读取“{where}”时不能确定：{why}"


_TOTAL_SCORE = Place.single("total_score")


class CorrectedCell(NamedTuple):
    """One corrected cell: what stood there, what stands there now, the check that asked for it and its reasoning."""

    place: str
    code: str
    before: str
    after: str
    why: str
    rule: str


class Left(NamedTuple):
    """A finding that a person must deal with, and why it was not corrected."""

    finding: Finding
    why: str


class CorrectionPlan(NamedTuple):
    """The corrections of one form: the record as it will read, what changes in it, what is left."""

    form: Form
    changes: tuple[CorrectedCell, ...]
    left: tuple[Left, ...]


Shown = Callable[[Origin, str, str], str]
"""(cell, text before, text wanted) → the text that the file will show there. Raises Trouble."""


def plan(item: FormAudit, shown: Shown) -> CorrectionPlan:
    """Correct a copy of the form, one cell at a time, until nothing that is certain remains."""
    form = copy.deepcopy(item.form)
    changes: dict[str, CorrectedCell] = {}
    while True:
        findings = audit([form], book=item.book).forms[0].findings
        refused: dict[str, str] = {}
        change = _next(form, findings, changes, refused, shown)
        if change is None:
            return CorrectionPlan(form, tuple(changes.values()), tuple(_left(findings, refused)))
        changes[change.place] = change
        _put(form, change.place, change.after)


def mendable(item: FormAudit) -> frozenset[str]:
    """The places of a form whose figure is certain, so that it can be corrected; none where nothing can be."""
    if not any(_is_certain(finding) for finding in item.findings):
        return frozenset()
    return frozenset(change.place for change in plan(item, lambda origin, before, wanted: wanted).changes)


def _next(
    form: Form, findings: Sequence[Finding], done: dict[str, CorrectedCell], refused: dict[str, str], shown: Shown
) -> CorrectedCell | None:
    """The first correction that can be made; why others cannot goes into `refused`."""
    for finding in findings:
        if not _is_certain(finding):
            continue
        if finding.severity is Severity.NOTICE and done.keys().isdisjoint(_follows(finding.place)):
            continue
        if finding.place in done:
            refused[finding.place] = _JUDGEMENT
            continue
        try:
            before = cell(form, finding.place) or ""
            after = _wanted(form, finding, findings)
            origin = form.origins.get(finding.place)
            if origin is None:
                raise Trouble(_NO_CELL)
            after = shown(origin, before, after)
        except Trouble as refusal:
            refused[finding.place] = str(refusal)
        else:
            return CorrectedCell(finding.place, finding.code, before, after, finding.message, finding.rule)
    return None


def _is_certain(finding: Finding) -> bool:
    return catalogue()[finding.code].certain


def _wanted(form: Form, finding: Finding, findings: Sequence[Finding]) -> str:
    """The text that a cell should have, in the manner of what stands there. Raises Trouble."""
    own = Place.parse(finding.place)
    basis = set(_basis(form, own))
    for doubt in form.uncertain:
        doubtful = Place.parse(doubt.place)
        if doubt.text and doubtful == FORM:
            continue  # words beside the table that were put nowhere: no cell of the form is in question
        if any(doubtful.covers(place) for place in (own, *basis)):
            raise Trouble(_DOUBT.format(where=describe(form, doubt.place), why=doubt.why))
    for other in findings:
        doubts_figure = other.code[0] in _BLOCKING and other.severity is not Severity.NOTICE
        if doubts_figure and Place.parse(other.place) in basis - {own}:
            raise Trouble(_BASIS.format(where=describe(form, other.place), code=other.code))
    if not finding.expected:
        raise Trouble(_NO_FIGURE)
    if own.field == "rate":
        exact = share(finding.expected)
        if exact is None or exact.ratio > 1:
            raise Trouble(_OVER)
    return like(finding.printed, finding.expected)


def _basis(form: Form, place: Place) -> Iterator[Place]:
    """The cells that a figure is worked out from."""
    if place == _TOTAL_SCORE:
        yield from (*map(EXECUTION.at, POINTS), Place.single("total_weight"))
        for make, rows in ((Place.indicator, form.indicators), (Place.total, form.totals)):
            yield from (make(row, field) for row in range(len(rows)) for field in POINTS)
        return
    # amounts of the parts and of the whole vouch for each other
    yield from (fund.at(field) for fund in (place, EXECUTION) for field in ("budget", "executed"))
    if place.field == "score":
        yield place.at("weight")
        if not (place.at("budget").get(form) and place.at("executed").get(form)):
            yield place.at("rate")


def _follows(text: str) -> tuple[str, ...]:
    """The figure that this one was taken from: when it is corrected, a slight difference is no rounding any more."""
    place = Place.parse(text)
    if place == _TOTAL_SCORE:
        return (str(EXECUTION.at("score")),)
    return (str(place.at("rate")),) if place.field == "score" else ()


def _left(findings: Sequence[Finding], refused: dict[str, str]) -> Iterator[Left]:
    for finding in findings:
        if _is_certain(finding):
            yield Left(finding, refused.get(finding.place, _SLIGHT))
        elif finding.severity is not Severity.NOTICE:
            yield Left(finding, _JUDGEMENT)


def _put(form: Form, place: str, text: str) -> None:
    """Set a cell of the record; the total stands in its row too."""
    if place == str(_TOTAL_SCORE):
        form.total_score = text
        complete = [total for total in form.totals if total.weight and total.score] or form.totals
        if complete:
            complete[-1].score = text
        return
    Place.parse(place).set(form, text)
