"""Reviews of goal forms as JSON."""

from collections.abc import Sequence
from typing import Any

from jiheng.checks.goal_review import GoalReview
from jiheng.writing.form_json import encoded, head_of


def to_json(found: Sequence[GoalReview]) -> bytes:
    """The reviews in order; points as numbers with every digit."""
    return encoded(_one(review) for review in found)


def _one(review: GoalReview) -> dict[str, Any]:
    form = review.audit.form
    return {
        **head_of(form),
        "rulebook": review.audit.book.id,
        "review": {
            "rule": review.rule,
            "low": review.low,
            "high": review.high,
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
                for item in review.items
            ],
        },
        "findings": list(review.audit.findings),
        "suggestions": list(review.suggestions),
    }
