"""An audit as JSON, in the order and with the names that hold for the life of the major version."""

from typing import Any

import msgspec

from jiheng.checks.outcome import Finding, Outcome
from jiheng.checks.result import Accepted, Audit, FormAudit
from jiheng.form import Form, describe
from jiheng.scoring.result import IndicatorScore, Score

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def to_json(audit: Audit, *, indent: int = 1) -> bytes:
    """The audit as one JSON object, UTF-8; figures as JSON numbers with every digit, None as null."""
    return msgspec.json.format(_ENCODER.encode(to_data(audit)), indent=indent)


def to_data(audit: Audit) -> dict[str, Any]:
    """The same as plain dicts and lists, figures still Decimal."""
    return {"forms": [form_data(form_audit) for form_audit in audit.forms], **rest_data(audit)}


def rest_data(audit: Audit) -> dict[str, Any]:
    """What concerns no single form, the batch and the problems: also the last line of the JSON Lines output."""
    forms = [form_audit.form for form_audit in audit.forms]
    return {
        "batch": [_finding(finding, forms) for finding in audit.batch],
        "problems": [
            {"file": problem.file, "message": problem.message, "advice": problem.advice} for problem in audit.problems
        ],
        "batch_outcomes": _outcomes(audit.batch_outcomes),
        "batch_accepted": [_accepted(one, forms) for one in audit.batch_accepted],
    }


def form_data(audited: FormAudit) -> dict[str, Any]:
    """One form of the audit: also a line of the JSON Lines output."""
    form = audited.form
    return {
        "source": form.source,
        "project": form.project,
        "year": form.year,
        "rulebook": audited.book.id,
        "scores": {
            "total": _score(audited.score.total, form.total_score),
            "grade": {"printed": form.grade, "recomputed": audited.score.grade},
            "indicators": [
                _indicator(one, indicator.score)
                for one, indicator in zip(audited.score.indicators, form.indicators, strict=True)
            ],
            "execution": _score(audited.score.execution, _execution_printed(form)),
            "rate": audited.score.rate,
        },
        "outcomes": _outcomes(audited.outcomes),
        "findings": [_finding(finding, [form]) for finding in audited.findings],
        "accepted": [_accepted(one, [form]) for one in audited.accepted],
        "why_rulebook": audited.why_book,
    }


def _execution_printed(form: Form) -> str | None:
    fund = form.fund()
    return fund.score if fund else None


def _score(score: Score, printed: str | None) -> dict[str, Any]:
    return {
        "place": score.place,
        "printed": printed,
        "verdict": score.verdict,
        "recomputed": score.score,
        "low": score.low,
        "high": score.high,
        "alternatives": score.alternatives,
        "trace": score.trace,
    }


def _indicator(one: IndicatorScore, printed: str | None) -> dict[str, Any]:
    return {
        **_score(one.score, printed),
        "direction": one.direction,
        "weight": one.weight,
        "met": one.met,
        "ratio": one.ratio,
        "over": one.over,
    }


def _outcomes(outcomes: dict[str, Outcome]) -> dict[str, dict[str, str]]:
    return {code: {"state": outcome.state, "why": outcome.why} for code, outcome in outcomes.items()}


def _finding(finding: Finding, forms: list[Form]) -> dict[str, Any]:
    form = forms[finding.forms[0] if finding.forms else 0]
    return {
        "code": finding.code,
        "severity": finding.severity,
        "place": finding.place,
        "printed": finding.printed,
        "expected": finding.expected,
        "message": finding.message,
        "advice": finding.advice,
        "rule": finding.rule,
        "label": describe(form, finding.place),
        "forms": finding.forms,
        "places": finding.places,
        "under": finding.under,
    }


def _accepted(one: Accepted, forms: list[Form]) -> dict[str, Any]:
    return {**_finding(one.finding, forms), "acceptance": one.acceptance}
