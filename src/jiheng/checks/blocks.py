"""The weights of a form by first-level block, beside those of its rulebook."""

from collections.abc import Mapping
from decimal import Decimal

from jiheng.checks.case import Case
from jiheng.checks.levels import First
from jiheng.quantity.words import plain


def shares(case: Case) -> dict[First, Decimal]:
    """The sum of the weights of each first-level block on the form, in printed order."""
    found: dict[First, Decimal] = {}
    for row in case.rows:
        if row.first is not None:
            found[row.first] = found.get(row.first, Decimal(0)) + (row.score.weight or 0)
    return found


def shares_text(case: Case) -> str:
    """`执行率 10、产出 50、效益 30、满意度 10`; levels of other names as the form prints them."""
    parts = [f"执行率 {plain(case.execution_weight)}"] if case.execution_weight is not None else []
    named: dict[str, Decimal] = {}
    for row in case.rows:
        name = row.indicator.l1 or "没有写一级指标" if has_own_levels(case) else row.first.label if row.first else ""
        named[name] = named.get(name, Decimal(0)) + (row.score.weight or 0)
    return "、".join(parts + [f"{name} {plain(weight)}" for name, weight in named.items()])


def has_own_levels(case: Case) -> bool:
    """Whether first levels have names that no block of the rulebooks has: 决策, 过程."""
    return any(row.first is None for row in case.rows)


def nearest_scheme(case: Case) -> Mapping[First, Decimal]:
    """Of the weight schemes that the rulebook admits, the one that differs from the form in the fewest blocks."""
    own = shares(case)
    schemes = [
        {block: Decimal(str(row.get(block.value, 0))) for block in First} for row in case.book.rows("weights.schemes")
    ]

    def distance(scheme: Mapping[First, Decimal]) -> tuple[int, Decimal]:
        gaps = [abs(own.get(block, Decimal(0)) - weight) for block, weight in scheme.items()]
        return sum(1 for gap in gaps if gap), sum(gaps, Decimal(0))

    return min(schemes, key=distance, default={})


def differences(case: Case) -> str:
    """A sentence that says which blocks are off the rulebook's weights, "" when none is or there is no scheme."""
    if has_own_levels(case):
        return ""
    own = shares(case)
    told = []
    for block, weight in nearest_scheme(case).items():
        gap = own.get(block, Decimal(0)) - weight
        if gap:
            told.append(f"{block.label}应为 {plain(weight)}，{'多' if gap > 0 else '少'} {plain(abs(gap))}")
    return f"对照办法：{'；'.join(told)}。" if told else ""
