"""What is written into a user's own file: remarks, each at the cell it concerns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jiheng.checks.outcome import Finding, Severity
from jiheng.checks.result import Audit
from jiheng.form import TOTAL_FUND, Form, Origin, describe

AUTHOR = "绩衡"
INITIALS = "绩"
_FALLBACKS = ("l3", "l2", "target", "actual", "weight", "score", "budget", "executed", "rate")


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


def remarks(audit: Audit, file: str, least: Severity = Severity.NOTICE) -> list[Remark]:
    """The open findings of at least that severity on the forms that were read from a file, in reading order.

    A finding on a cell that the file does not have (a total that is missing) stands at the nearest
    cell of its row, or at the head of its form.
    """
    found = []
    for index, item in enumerate(audit.forms):
        shared = (finding for finding in audit.batch if index in finding.forms)
        for finding in (*item.findings, *shared):
            # a finding over several forms has its place in the first of them
            place = finding.place if index in finding.forms[:1] or not finding.forms else "project"
            origin = origin_of(item.form, place)
            if origin is not None and origin.file == file and finding.severity.rank <= least.rank:
                found.append(Remark(origin, finding.severity, tuple(_lines(item.form, place, finding))))
    return found


def worst(remarks: Iterable[Remark]) -> Severity:
    """The gravest severity among remarks on one cell."""
    return min((remark.severity for remark in remarks), key=lambda severity: severity.rank)


def origin_of(form: Form, place: str) -> Origin | None:
    """Where a place stands in the file, or the nearest cell that says what it belongs to."""
    near = next((form.origins[near] for near in _nearby(form, place) if near in form.origins), None)
    return near or next(iter(form.origins.values()), None)


def _nearby(form: Form, place: str) -> Iterator[str]:
    yield place
    row, dot, _ = place.rpartition(".")
    if dot:
        yield from (f"{row}.{field}" for field in _FALLBACKS)
    elif place.startswith("indicators["):
        yield from (f"{place}.{field}" for field in _FALLBACKS)
    if place.startswith("total"):
        yield from ("total_weight", "total_score")
        yield from (f"indicators[{len(form.indicators) - 1}].{field}" for field in ("score", "weight"))
    if place.startswith("goal"):
        yield from ("goal_expected", "goal_actual")
    yield from ("project", "title", "department", f"funds[{TOTAL_FUND}].budget")


def _lines(form: Form, place: str, finding: Finding) -> Iterator[str]:
    yield f"【{finding.severity.label} {finding.code}】{describe(form, place)}：{finding.message}"
    if finding.expected:
        yield f"应为：{finding.expected}"
    if finding.advice:
        yield f"怎么改：{finding.advice}"
    if finding.rule:
        yield f"依据：{finding.rule}"
