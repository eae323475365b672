"""One cause, one finding: what follows from another finding folds under it, and a cell keeps the heaviest.

A folded finding stays in the list, with the code of the one it follows in `under`; a page may show it
closed, and it needs no reply of its own.
"""

from collections.abc import Sequence

import msgspec

from jiheng.checks.outcome import Finding, Severity
from jiheng.form import Place, place_of

_CAUSES = {
    "A02": ("A01",),
    "A08": ("A11", "A02", "A01"),
    "S08": ("A11", "A08", "A02", "A01", "S02", "S01", "S04"),
    "S06": ("A08",),
    "T38": ("T39",),
}
"""Code → the codes that it follows from, the likeliest first."""


_IN_ROW = {"S01": "R02"}
"""Code → the code of what says the same of the row, and more: points taken off a target that was met, unexplained."""


def folded_under(findings: Sequence[Finding]) -> list[Finding]:
    """The findings of one form, those that follow from another marked with its code."""
    codes = {finding.code for finding in findings if finding.severity is not Severity.NOTICE}
    heaviest: dict[str, Finding] = {}
    for finding in findings:
        before = heaviest.get(finding.place)
        if before is None or finding.severity.rank < before.severity.rank:
            heaviest[finding.place] = finding
    above = [finding for finding in findings if finding.code in _IN_ROW.values()]
    rows = {(finding.code, _row(place)) for finding in above for place in finding.places}
    return [_folded(finding, codes, heaviest[finding.place], rows) for finding in findings]


def _row(text: str) -> Place | None:
    return None if (place := place_of(text)) is None else place.whole_row


def _folded(finding: Finding, codes: set[str], heaviest: Finding, rows: set[tuple[str, Place | None]]) -> Finding:
    for cause in _CAUSES.get(finding.code, ()):
        if cause in codes:
            return under(finding, cause, f"随 {cause} 改正后再核对。")
    row, same = _row(finding.place), _IN_ROW.get(finding.code, "")
    if (same, row) in rows:
        return under(finding, same)
    in_row = row is not None and row.row is not None
    if in_row and finding.severity.rank > heaviest.severity.rank and heaviest.code != finding.code:
        return under(finding, heaviest.code)
    return finding


def is_same_fault(finding: Finding) -> bool:
    """Whether a folded finding says of its own row what the one above it says, and follows from none elsewhere."""
    return bool(finding.under) and _IN_ROW.get(finding.code) == finding.under


def under(finding: Finding, code: str, advice: str = "") -> Finding:
    """The finding, folded under the one with that code."""
    return msgspec.structs.replace(finding, under=code, advice=finding.advice + advice)
