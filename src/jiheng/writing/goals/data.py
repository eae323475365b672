"""Reviews of goal forms as JSON."""

from collections.abc import Sequence
from typing import Any

from jiheng.checks.goal_review import GoalReview
from jiheng.writing.form_json import encoded, head_of


def to_json(found: Sequence[GoalReview]) -> bytes:
    """The reviews in order; points as numbers with every digit."""
    return encoded(_one(one) for one in found)


def _one(one: GoalReview) -> dict[str, Any]:
    form = one.audit.form
    return {
        **head_of(form),
        "rulebook": one.audit.book.id,
        "review": {
            "rule": one.rule,
            "low": one.low,
            "high": one.high,
            "items": [
                {
                    "question": item.question,
                    "item": item.item,
                    "weight": item.weight,
                    "low": item.low,
                    "high": item.high,
                    "why": item.why,
                    "codes": [finding.code for finding in item.findings],
                }
                for item in one.items
            ],
        },
        "findings": list(one.audit.findings),
        "suggestions": list(one.suggestions),
    }
