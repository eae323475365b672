"""What an audit returns: every form with its scores, outcomes and findings, the batch, the problems."""

from collections.abc import Iterator

import msgspec

from jiheng.checks.outcome import Finding, Outcome, Severity
from jiheng.form import Form, Problem
from jiheng.places import Book
from jiheng.scoring.result import FormScore


class Acceptance(msgspec.Struct, frozen=True):
    """A finding that a person has accepted: why, who, when (ISO date)."""

    reason: str
    by: str
    date: str


class Accepted(msgspec.Struct, frozen=True):
    """An accepted finding, shown apart from the open ones."""

    finding: Finding
    acceptance: Acceptance


class FormAudit(msgspec.Struct, frozen=True, gc=False):
    """One form audited. `why_book` says in Chinese why this rulebook was taken."""

    form: Form
    book: Book
    why_book: str
    score: FormScore
    outcomes: dict[str, Outcome]
    findings: tuple[Finding, ...]
    accepted: tuple[Accepted, ...] = ()


class Audit(msgspec.Struct, frozen=True):
    """The whole of an audit, forms in reading order. `batch` findings carry `forms`, indexes into `forms`."""

    forms: tuple[FormAudit, ...]
    batch_outcomes: dict[str, Outcome]
    batch: tuple[Finding, ...]
    batch_accepted: tuple[Accepted, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def findings(self) -> Iterator[Finding]:
        """All open findings: form by form, then those of the batch."""
        for audited in self.forms:
            yield from audited.findings
        yield from self.batch

    def at_least(self, severity: Severity) -> "Audit":
        """The same audit with only the findings of that severity or a graver one."""
        if severity is Severity.NOTICE:
            return self

        def grave(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
            return tuple(finding for finding in findings if finding.severity.rank <= severity.rank)

        forms = tuple(msgspec.structs.replace(form, findings=grave(form.findings)) for form in self.forms)
        return msgspec.structs.replace(self, forms=forms, batch=grave(self.batch))
