"""Satisfaction and cost control by bands, where a book scores them so instead of by proportion."""

from decimal import Decimal

from jiheng.quantity import Kind, Quantity
from jiheng.scoring.comparison import exact, size
from jiheng.scoring.compiled import Rules
from jiheng.scoring.outcome import Ruling, scored, undecided
from jiheng.scoring.trace_figures import percent, product

_PATH = "satisfaction.bands"
_COST = "cost.control_bands"


def by_bands(target: Quantity, actual: Quantity, weight: Decimal, rules: Rules) -> Ruling | None:
    """The share of the weight for the satisfaction reached; None where the book does not band or it is no share."""
    if actual.kind is not Kind.SHARE or rules.book.text("satisfaction.formula") != "bands":
        return None
    got, goal = exact(actual), size(target)
    if got is None:
        return undecided("满意度只写了范围，请写明具体数", _PATH)
    met = None if goal is None else got >= goal
    for row in sorted(rules.book.rows(_PATH), key=lambda row: -Decimal(str(row["from"]))):
        start, share = Decimal(str(row["from"])), Decimal(str(row["share"]))
        if got >= start:
            last = product(weight, share, rules.rounded(weight * share))
            formula = f"满意度 {percent(got)}，达到 {percent(start)} 一档，{last}"
            return scored(weight * share, formula, _PATH, met=met)
    return scored(Decimal(0), f"满意度 {percent(got)}，不到最低一档，得 0 分", _PATH, met=met)


def by_deviation(actual: Quantity, weight: Decimal, rules: Rules) -> Ruling | None:
    """The share of the weight for a 成本控制率; None where the book does not band it or the cell holds no share."""
    rows = rules.book.rows(_COST)
    if not rows or actual.kind is not Kind.SHARE:
        return None
    got = exact(actual)
    if got is None:
        return undecided("成本控制率只写了范围，请写明具体数", _COST)
    for row in rows:
        within, share = Decimal(str(row["within"])), Decimal(str(row["share"]))
        if abs(got) <= within:
            last = product(weight, share, rules.rounded(weight * share))
            formula = f"成本控制率 {percent(got)}，在 ±{percent(within)} 以内，{last}"
            return scored(weight * share, formula, _COST, met=share == 1)
    return scored(Decimal(0), f"成本控制率 {percent(got)}，超出最宽的一档，得 0 分", _COST, met=False)
