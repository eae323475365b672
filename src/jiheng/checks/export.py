"""An audit as JSON: types whose names and order hold for the life of the major version, and how they are filled."""

from decimal import Decimal

import msgspec

from jiheng.checks.outcome import Finding, Outcome, Severity, State
from jiheng.checks.result import Acceptance, Accepted, Audit, FormAudit
from jiheng.form import Form, Problem, describe
from jiheng.scoring.result import Alternative, Direction, IndicatorScore, Score, Trace, Verdict

ENCODER = msgspec.json.Encoder(decimal_format="number")
"""Writes the types of this module: figures as JSON numbers with every digit, None as null."""


class ScoreOut(msgspec.Struct, frozen=True):
    """A score as printed and as recomputed, with how it came about."""

    place: str
    printed: str | None
    verdict: Verdict
    recomputed: Decimal | None
    low: Decimal | None
    high: Decimal | None
    alternatives: tuple[Alternative, ...]
    trace: Trace


class IndicatorOut(ScoreOut, frozen=True):
    """The score of an indicator, and what was understood of it."""

    direction: Direction
    weight: Decimal | None
    met: bool | None
    ratio: Decimal | None
    over: Decimal | None


class GradeOut(msgspec.Struct, frozen=True):
    """The grade as printed and as recomputed."""

    printed: str | None
    recomputed: str | None


class ScoresOut(msgspec.Struct, frozen=True):
    """All scores of a form; `rate` is the exact execution rate (1 = 100 %)."""

    total: ScoreOut
    grade: GradeOut
    indicators: tuple[IndicatorOut, ...]
    execution: ScoreOut
    rate: Decimal | None


class OutcomeOut(msgspec.Struct, frozen=True):
    """How a check ended, and why where it says why."""

    state: State
    why: str


class FindingOut(msgspec.Struct, frozen=True):
    """A finding with `label`, the name of its cell in words; `forms` are indexes into the forms of the audit."""

    code: str
    severity: Severity
    place: str
    printed: str
    expected: str
    message: str
    advice: str
    rule: str
    label: str
    forms: tuple[int, ...]
    places: tuple[str, ...]
    under: str


class AcceptedOut(FindingOut, frozen=True):
    """A finding that a person has accepted."""

    acceptance: Acceptance


class FormOut(msgspec.Struct, frozen=True):
    """One form of the audit: also a line of the JSON Lines output."""

    source: str
    project: str | None
    year: str | None
    rulebook: str
    scores: ScoresOut
    outcomes: dict[str, OutcomeOut]
    findings: tuple[FindingOut, ...]
    accepted: tuple[AcceptedOut, ...]
    why_rulebook: str


class BatchOut(msgspec.Struct, frozen=True):
    """What concerns no single form: also the last line of the JSON Lines output."""

    batch: tuple[FindingOut, ...]
    problems: tuple[Problem, ...]
    batch_outcomes: dict[str, OutcomeOut]
    batch_accepted: tuple[AcceptedOut, ...]


class AuditOut(msgspec.Struct, frozen=True):
    """A whole audit, forms in reading order."""

    forms: tuple[FormOut, ...]
    batch: tuple[FindingOut, ...]
    problems: tuple[Problem, ...]
    batch_outcomes: dict[str, OutcomeOut]
    batch_accepted: tuple[AcceptedOut, ...]


def to_json(audit: Audit) -> bytes:
    """The audit as one JSON object, UTF-8."""
    rest = msgspec.structs.asdict(batch_out(audit))
    return msgspec.json.format(ENCODER.encode(AuditOut(tuple(map(form_out, audit.forms)), **rest)), indent=1)


def batch_out(audit: Audit) -> BatchOut:
    """What concerns no single form."""
    forms = [audited.form for audited in audit.forms]
    return BatchOut(
        tuple(_finding(finding, forms) for finding in audit.batch),
        audit.problems,
        _outcomes(audit.batch_outcomes),
        tuple(_accepted(kept, forms) for kept in audit.batch_accepted),
    )


def form_out(audited: FormAudit) -> FormOut:
    """One form of the audit."""
    form, score = audited.form, audited.score
    fund = form.fund()
    scores = ScoresOut(
        _score(score.total, form.total_score),
        GradeOut(form.grade, score.grade),
        tuple(
            _indicator(indicator, row.score) for indicator, row in zip(score.indicators, form.indicators, strict=True)
        ),
        _score(score.execution, fund.score if fund else None),
        score.rate,
    )
    return FormOut(
        form.source,
        form.project,
        form.year,
        audited.book.id,
        scores,
        _outcomes(audited.outcomes),
        tuple(_finding(finding, [form]) for finding in audited.findings),
        tuple(_accepted(kept, [form]) for kept in audited.accepted),
        audited.why_book,
    )


def _score(score: Score, printed: str | None) -> ScoreOut:
    return ScoreOut(
        score.place, printed, score.verdict, score.score, score.low, score.high, score.alternatives, score.trace
    )


def _indicator(indicator: IndicatorScore, printed: str | None) -> IndicatorOut:
    own = msgspec.structs.asdict(_score(indicator.score, printed))
    return IndicatorOut(
        **own,
        direction=indicator.direction,
        weight=indicator.weight,
        met=indicator.met,
        ratio=indicator.ratio,
        over=indicator.over,
    )


def _outcomes(outcomes: dict[str, Outcome]) -> dict[str, OutcomeOut]:
    return {code: OutcomeOut(outcome.state, outcome.why) for code, outcome in outcomes.items()}


def _finding(finding: Finding, forms: list[Form]) -> FindingOut:
    form = forms[finding.forms[0] if finding.forms else 0]
    return FindingOut(**msgspec.structs.asdict(finding), label=describe(form, finding.place))


def _accepted(kept: Accepted, forms: list[Form]) -> AcceptedOut:
    return AcceptedOut(**msgspec.structs.asdict(_finding(kept.finding, forms)), acceptance=kept.acceptance)
