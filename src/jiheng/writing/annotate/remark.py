"""What is written into a user's own file: remarks, each at the cell it concerns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from jiheng.checks.outcome import Finding, Severity
from jiheng.checks.result import Audit
from jiheng.form import EXECUTION, Block, FieldKind, Form, Origin, Place, describe, labels, names, place_of

AUTHOR = "绩衡"
INITIALS = "绩"
_FALLBACKS = (
    *("l3", "l2"),
    *names(Block.INDICATORS, kinds=(FieldKind.FIGURE, FieldKind.WEIGHT, FieldKind.SCORE)),
    *names(Block.FUNDS, reached=True),
)


@dataclass(frozen=True, slots=True)
class CellRemark:
    """One finding as a remark: where, how grave, and the lines to be read."""

    origin: Origin
    severity: Severity
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def remarks(audit: Audit, file: str, least: Severity = Severity.NOTICE) -> list[CellRemark]:
    """The open findings of at least that severity on the forms that were read from a file, in reading order.

    A finding over several cells stands at each of them. One on a cell that the file does not have (a
    total that is missing) stands at the nearest cell of its row, or at the head of its form.
    """
    found = []
    for index, item in enumerate(audit.forms):
        shared = (finding for finding in audit.batch if index in finding.forms)
        for finding in (*item.findings, *shared):
            if finding.severity.rank > least.rank:
                continue
            # a finding over several forms has its places in the first of them
            own = index in finding.forms[:1] or not finding.forms
            for origin, place in _spots(item.form, finding.places if own else ("project",)):
                if origin.file == file:
                    found.append(CellRemark(origin, finding.severity, tuple(_lines(item.form, place, finding))))
    return found


def _spots(form: Form, places: Sequence[str]) -> Iterator[tuple[Origin, str]]:
    """Where the first of the places stands, or near it; and every further one that has a cell of its own."""
    first = origin_of(form, places[0])
    seen = {first}
    if first is not None:
        yield first, places[0]
    for place in places[1:]:
        origin = form.origins.get(place)
        if origin is not None and origin not in seen:
            seen.add(origin)
            yield origin, place


def worst(remarks: Iterable[CellRemark]) -> Severity:
    """The gravest severity among remarks on one cell."""
    return min((remark.severity for remark in remarks), key=lambda severity: severity.rank)


def origin_of(form: Form, place: str) -> Origin | None:
    """Where a place stands in the file, or the nearest cell that says what it belongs to."""
    near = next((form.origins[near] for near in _nearby(form, place) if near in form.origins), None)
    return near or next(iter(form.origins.values()), None)


def _nearby(form: Form, text: str) -> Iterator[str]:
    yield text
    place = place_of(text)
    if place is None:
        return
    if place.block in (Block.FUNDS, Block.INDICATORS, Block.TOTALS):
        yield from (str(place.at(field)) for field in _FALLBACKS)
    if place.block in (Block.TOTALS, Block.TOTAL):
        yield from ("total_weight", "total_score")
        yield from (str(Place.indicator(len(form.indicators) - 1, field)) for field in ("score", "weight"))
    if place.block is Block.GOALS:
        yield from labels(Block.GOALS)
    if place.block is Block.FORM:
        yield "title"
    yield from ("project", "title", *names(Block.HEAD, identity=True), str(EXECUTION.at("budget")))


def _lines(form: Form, place: str, finding: Finding) -> Iterator[str]:
    yield f"【{finding.severity.label} {finding.code}】{describe(form, place)}：{finding.message}"
    if finding.expected:
        yield f"应为：{finding.expected}"
    if finding.advice:
        yield f"怎么改：{finding.advice}"
    if finding.rule:
        yield f"依据：{finding.rule}"
