"""Points lost: at which indicators, by which kind, for which reason."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from jiheng.checks.case import Case, Row
from jiheng.checks.levels import Second, benefit, benefits
from jiheng.department.rollup.result import Loss, LossKind
from jiheng.quantity.words import says_nothing

EXECUTION = "预算执行率"
OTHER = "其他"
_ZERO = Decimal(0)


@cache
def _order() -> tuple[str, ...]:
    """The kinds in the order of the report, each benefit before those that name none."""
    kinds = [kind.value for kind in Second]
    at = kinds.index(Second.BENEFIT.value)
    return (EXECUTION, *kinds[:at], *benefits(), *kinds[at:], OTHER)


def losses(cases: Sequence[Case]) -> tuple[tuple[Loss, ...], tuple[LossKind, ...]]:
    """Every printed score below its weight, the most lost first, and the sums by kind of indicator."""
    scored = [item for case in cases for item in _scored(case)]
    lost = tuple(sorted((item for item in scored if item.lost > 0), key=lambda item: -item.lost))
    whole = sum((item.lost for item in lost), _ZERO)
    kinds = [kind for kind in _order() if any(item.kind == kind for item in scored)]
    return lost, tuple(_kind(kind, [item for item in scored if item.kind == kind], whole) for kind in kinds)


def _scored(case: Case) -> list[Loss]:
    """Everything on the form that has a weight and a score."""
    found = []
    weight, score = case.execution_weight, case.execution_score
    if weight is not None and score is not None:
        found.append(Loss(case.index, case.execution_place, EXECUTION, EXECUTION, weight, score, weight - score, ""))
    for row in case.rows:
        weight, score = row.score.weight, row.score.printed
        if weight is None or score is None:
            continue
        kind = _kind_of(row)
        reason = "" if says_nothing(row.indicator.reason) else row.indicator.reason or ""
        found.append(Loss(case.index, row.place("score"), kind, row.name, weight, score, weight - score, reason))
    return found


def _kind_of(row: Row) -> str:
    """The kind by the name of the second level, which also tells the benefit; else by the first."""
    if row.second is Second.BENEFIT:
        return benefit(row.indicator.l2 or "")
    kind = row.second.value if row.second else row.first.label if row.first else OTHER
    return kind if kind in _order() else OTHER


def together(kind: str, kinds: Sequence[LossKind]) -> LossKind:
    """Several kinds as one."""
    shares = [part.share for part in kinds if part.share is not None]
    return LossKind(
        kind=kind,
        indicators=sum(part.indicators for part in kinds),
        weight=sum((part.weight for part in kinds), _ZERO),
        score=sum((part.score for part in kinds), _ZERO),
        lost=sum((part.lost for part in kinds), _ZERO),
        share=sum(shares, _ZERO) if shares else None,
        losses=sum(part.losses for part in kinds),
        explained=sum(part.explained for part in kinds),
    )


def _kind(kind: str, items: Sequence[Loss], whole: Decimal) -> LossKind:
    lost = [item for item in items if item.lost > 0]
    points = sum((item.lost for item in lost), _ZERO)
    return LossKind(
        kind=kind,
        indicators=len(items),
        weight=sum((item.weight for item in items), _ZERO),
        score=sum((min(item.score, item.weight) for item in items), _ZERO),
        lost=points,
        share=points / whole if points else None if not whole else _ZERO,
        losses=len(lost),
        explained=sum(bool(item.reason) for item in lost),
    )
