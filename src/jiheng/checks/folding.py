"""One cause, one finding: what follows from another finding folds under it, and a cell keeps the heaviest.

A folded finding stays in the list, with the code of the one it follows in `under`; a page may show it
closed, and it needs no reply of its own.
"""

from collections.abc import Sequence

import msgspec

from jiheng.checks.outcome import Finding, Severity

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
    rows = {(finding.code, _row(place)) for finding in findings for place in finding.places or (finding.place,)}
    return [_folded(finding, codes, heaviest[finding.place], rows) for finding in findings]


def _row(place: str) -> str:
    return place.partition("]")[0]


def _folded(finding: Finding, codes: set[str], heaviest: Finding, rows: set[tuple[str, str]]) -> Finding:
    for cause in _CAUSES.get(finding.code, ()):
        if cause in codes:
            return under(finding, cause, f"随 {cause} 改正后再核对。")
    same = _IN_ROW.get(finding.code, "")
    if (same, _row(finding.place)) in rows:
        return under(finding, same)
    if "[" in finding.place and finding.severity.rank > heaviest.severity.rank and heaviest.code != finding.code:
        return under(finding, heaviest.code)
    return finding


def is_same_fault(finding: Finding) -> bool:
    """Whether a folded finding says of its own row what the one above it says, and follows from none elsewhere."""
    return bool(finding.under) and _IN_ROW.get(finding.code) == finding.under


def under(finding: Finding, code: str, advice: str = "") -> Finding:
    """The finding, folded under the one with that code."""
    return msgspec.structs.replace(finding, under=code, advice=finding.advice + advice)
