"""What is written into a user's own file: remarks, each at the cell it concerns."""

from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.checks.outcome import Finding, Severity
from jiheng.checks.result import Audit
from jiheng.form import Form, Origin, describe

AUTHOR = "绩衡"
INITIALS = "绩"
_FALLBACKS = ("l3", "l2", "target", "actual", "weight", "score")


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding as a remark: where, how grave, and the lines to be read."""

    origin: Origin
    severity: Severity
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


def remarks(audit: Audit, file: str) -> list[Remark]:
    """The open findings on the forms that were read from a file, in reading order.

    A finding on a cell that the file does not have (a total that is missing) stands at the nearest
    cell of its row, or at the head of its form.
    """
    found = []
    for index, item in enumerate(audit.forms):
        shared = (finding for finding in audit.batch if index in finding.forms)
        for finding in (*item.findings, *shared):
            origin = origin_of(item.form, finding.place)
            if origin is not None and origin.file == file:
                found.append(Remark(origin, finding.severity, tuple(_lines(item.form, finding))))
    return found


def origin_of(form: Form, place: str) -> Origin | None:
    """Where a place stands in the file, or the nearest cell that says what it belongs to."""
    return next((form.origins[near] for near in _nearby(place) if near in form.origins), None)


def _nearby(place: str) -> Iterator[str]:
    yield place
    row, dot, _ = place.rpartition(".")
    if dot:
        yield from (f"{row}.{field}" for field in _FALLBACKS)
        yield f"{row}.name"
    if place.startswith("total"):
        yield from ("total_weight", "total_score")
    yield from ("project", "title", "department", "funds[年度资金总额].budget")


def _lines(form: Form, finding: Finding) -> Iterator[str]:
    yield f"【{finding.severity.label} {finding.code}】{describe(form, finding.place)}：{finding.message}"
    if finding.expected:
        yield f"应为：{finding.expected}"
    if finding.advice:
        yield f"怎么改：{finding.advice}"
    if finding.rule:
        yield f"依据：{finding.rule}"
