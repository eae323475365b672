"""What an audit returns: every form with its scores, outcomes and findings, the batch, the problems."""

import msgspec

from jiheng.checks.outcome import Finding, Outcome
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


class FormAudit(msgspec.Struct, frozen=True):
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
