"""What can be corrected from the form itself, found by correcting a copy of the record and auditing it again."""

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from jiheng.checks import Finding, FormAudit, Severity, audit, catalogue
from jiheng.form import TOTAL_FUND, Form, Origin, cell, describe
from jiheng.quantity import share
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


class Refused(Exception):
    """A cell is not corrected; the message says why (Chinese)."""


class Change(NamedTuple):
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


class Plan(NamedTuple):
    """The corrections of one form: the record as it will read, what changes in it, what is left."""

    form: Form
    changes: tuple[Change, ...]
    left: tuple[Left, ...]


Shown = Callable[[Origin, str, str], str]
"""(cell, text before, text wanted) → the text that the file will show there. Raises Refused."""


def plan(item: FormAudit, shown: Shown) -> Plan:
    """Correct a copy of the form, one cell at a time, until nothing that is certain remains."""
    form = copy.deepcopy(item.form)
    changes: dict[str, Change] = {}
    while True:
        findings = audit([form], book=item.book).forms[0].findings
        refused: dict[str, str] = {}
        change = _next(form, findings, changes, refused, shown)
        if change is None:
            return Plan(form, tuple(changes.values()), tuple(_left(findings, refused)))
        changes[change.place] = change
        _put(form, change.place, change.after)


def _next(
    form: Form, findings: Sequence[Finding], done: dict[str, Change], refused: dict[str, str], shown: Shown
) -> Change | None:
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
                raise Refused(_NO_CELL)
            after = shown(origin, before, after)
        except Refused as refusal:
            refused[finding.place] = str(refusal)
        else:
            return Change(finding.place, finding.code, before, after, finding.message, finding.rule)
    return None


def _is_certain(finding: Finding) -> bool:
    return catalogue()[finding.code].certain


def _wanted(form: Form, finding: Finding, findings: Sequence[Finding]) -> str:
    """The text that a cell should have, in the manner of what stands there. Raises Refused."""
    basis = set(_basis(form, finding.place))
    for doubt in form.uncertain:
        if any(_covers(doubt.place, place) for place in (finding.place, *basis)):
            raise Refused(_DOUBT.format(where=describe(form, doubt.place), why=doubt.why))
    for other in findings:
        doubts_figure = other.code[0] in _BLOCKING and other.severity is not Severity.NOTICE
        if doubts_figure and other.place in basis and other.place != finding.place:
            raise Refused(_BASIS.format(where=describe(form, other.place), code=other.code))
    if not finding.expected:
        raise Refused(_NO_FIGURE)
    if finding.place.endswith(".rate"):
        exact = share(finding.expected)
        if exact is None or exact.ratio > 1:
            raise Refused(_OVER)
    return like(finding.printed, finding.expected)


def _basis(form: Form, place: str) -> Iterator[str]:
    """The cells that a figure is worked out from."""
    if place == "total_score":
        yield from (f"funds[{TOTAL_FUND}].score", f"funds[{TOTAL_FUND}].weight", "total_weight")
        for name, rows in (("indicators", len(form.indicators)), ("totals", len(form.totals))):
            yield from (f"{name}[{row}].{field}" for row in range(rows) for field in ("weight", "score"))
        return
    row = place.rpartition(".")[0]
    # amounts of the parts and of the whole vouch for each other
    yield from (f"{fund}.{field}" for fund in (row, f"funds[{TOTAL_FUND}]") for field in ("budget", "executed"))
    if place.endswith(".score"):
        yield f"{row}.weight"
        if not (cell(form, f"{row}.budget") and cell(form, f"{row}.executed")):
            yield f"{row}.rate"


def _follows(place: str) -> tuple[str, ...]:
    """The figure that this one was taken from: when it is corrected, a slight difference is no rounding any more."""
    if place == "total_score":
        return (f"funds[{TOTAL_FUND}].score",)
    return (f"{place.removesuffix('.score')}.rate",) if place.endswith(".score") else ()


def _covers(doubt: str, place: str) -> bool:
    """Whether a doubt about a place (a cell, a row, a whole block) touches a cell."""
    return place == doubt or place.startswith((f"{doubt}.", f"{doubt}["))


def _left(findings: Sequence[Finding], refused: dict[str, str]) -> Iterator[Left]:
    for finding in findings:
        if _is_certain(finding):
            yield Left(finding, refused.get(finding.place, _SLIGHT))
        elif finding.severity is not Severity.NOTICE:
            yield Left(finding, _JUDGEMENT)


def _put(form: Form, place: str, text: str) -> None:
    """Set a cell of the record; the total stands in its row too."""
    if place == "total_score":
        form.total_score = text
        complete = [total for total in form.totals if total.weight and total.score] or form.totals
        if complete:
            complete[-1].score = text
        return
    name, _, field = place.rpartition(".")
    fund = form.fund(name.removeprefix("funds[").removesuffix("]"))
    setattr(fund, field, text)
