"""What a rulebook says of a check itself: whether it runs, and how grave its findings are (checks.A04)."""

import msgspec

from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.places import Book

OFF = "off"


def turned_off(check: Check, book: Book) -> Outcome | None:
    """The outcome of a check that the book turns off, None for one that runs."""
    switch = book.parameters.get(check.switch)
    if switch is None or switch.value != OFF:
        return None
    return not_applicable(f"办法规定不查：{switch.text}（{switch.source}）")


def switched(outcome: Outcome, check: Check, book: Book) -> Outcome:
    """The outcome as the book wants it: not applicable where the check is off, findings of the stated severity.

    A finding that the check itself holds for slighter than usual stays as slight.
    """
    switch = book.parameters.get(check.switch)
    if switch is None:
        return outcome
    if off := turned_off(check, book):
        return off
    severity = Severity(str(switch.value))
    return msgspec.structs.replace(
        outcome, findings=tuple([_graded(finding, check, severity) for finding in outcome.findings])
    )


def switched_batch(outcome: Outcome, check: Check, books: list[Book]) -> Outcome:
    """The same over several forms: each finding by the book of its first form."""
    if all(f"checks.{check.code}" not in book.parameters for book in books):
        return outcome
    if books and all(book is books[0] for book in books):
        return switched(outcome, check, books[0])
    kept: list[Finding] = []
    for finding in outcome.findings:
        kept += switched(judged([finding]), check, books[finding.forms[0]]).findings
    return msgspec.structs.replace(outcome, findings=tuple(kept)) if kept or not outcome.findings else judged([])


def unknown_switches(book: Book, codes: set[str]) -> list[str]:
    """Paths of switches for checks that there are not."""
    switches = [path for path in book.parameters if len(path) == len("checks.A01") and path.startswith("checks.")]
    return [path for path in switches if path[7].isupper() and path.removeprefix("checks.") not in codes]


def _graded(finding: Finding, check: Check, severity: Severity) -> Finding:
    if finding.severity is severity:
        return finding
    if finding.severity is check.severity or finding.severity.rank < severity.rank:
        return msgspec.structs.replace(finding, severity=severity)
    return finding
