"""Positive, reverse and equal indicators: the score that follows from two figures of one kind."""

from decimal import Decimal

import msgspec

from jiheng.quantity import Comparator, Quantity, meets
from jiheng.scoring.comparison import exact, reached, size
from jiheng.scoring.compiled import Rules
from jiheng.scoring.outcome import Ruling, judgement, scored, undecided
from jiheng.scoring.overachievement import over_achieved
from jiheng.scoring.result import Alternative, Direction
from jiheng.scoring.trace_figures import percent, plain, product

_ZERO = Decimal(0)
_ONE = Decimal(1)
_OPEN = "实际完成值只写了范围，看不出是否达到目标值，请写明具体数"
_NO_FORMULA = "目标值不是正数，按比例计分没有意义，由评价人确定得分"


def by_figures(
    direction: Direction, target: Quantity, actual: Quantity, weight: Decimal, block: str | None, rules: Rules
) -> Ruling:
    """The ruling on two comparable quantities; direction UNKNOWN decides only where every direction agrees."""
    goal = size(target)
    if goal is None or size(actual) is None:
        return undecided("目标值或实际完成值没有可比的数")
    if goal == 0 and direction in (Direction.REVERSE, Direction.EQUAL):
        return _zero_target(target, actual, weight, rules)
    if direction is Direction.POSITIVE:
        return _positive(goal, target, actual, weight, rules)
    if direction is Direction.REVERSE:
        return _reverse(goal, target, actual, weight, rules)
    if direction is Direction.EQUAL:
        return _equal(goal, target, actual, weight, block, rules)
    if exact(actual) == goal:
        return _full(weight, "实际完成值等于目标值，无论越大越好还是越小越好都得满分", "positive.formula")
    return undecided("目标值没有写≥、≤或=，看不出越大越好还是越小越好，请补上符号")


def _full(weight: Decimal, formula: str, *paths: str, ratio: Decimal | None = None) -> Ruling:
    return scored(weight, f"{formula}，得满分 {plain(weight)} 分", *paths, met=True, ratio=ratio)


def _written(quantity: Quantity) -> str:
    return "" if quantity.figure is None else f"{plain(quantity.figure)}{quantity.unit}"


def _positive(goal: Decimal, target: Quantity, actual: Quantity, weight: Decimal, rules: Rules) -> Ruling:
    met = reached(target, actual, Comparator.GE)
    if met is None:
        return undecided(_OPEN, "positive.formula")
    done = exact(actual)
    ratio = done / goal if done is not None and goal > 0 else None
    if met:
        ruling = _full(weight, _compared(actual, "达到目标", target), "positive.formula", ratio=ratio)
        return ruling if ratio is None else over_achieved(ruling, ratio - _ONE, weight, rules)
    if ratio is None:
        return undecided(_OPEN if goal > 0 else _NO_FORMULA, "positive.formula", met=False)
    return _proportional(ratio, target, actual, weight, rules, "positive.formula")


def _proportional(
    ratio: Decimal, target: Quantity, actual: Quantity, weight: Decimal, rules: Rules, path: str
) -> Ruling:
    share = min(max(ratio, _ZERO), _ONE)
    last = product(weight, share, rules.rounded(weight * share))
    formula = f"实际 {_written(actual)} ÷ 目标 {_written(target)} = {percent(ratio)}，{last}"
    return scored(weight * share, formula, path, met=False, ratio=ratio)


def _reverse(goal: Decimal, target: Quantity, actual: Quantity, weight: Decimal, rules: Rules) -> Ruling:
    met = reached(target, actual, Comparator.LE)
    if met is None:
        return undecided(_OPEN, "reverse.formula")
    done = exact(actual)
    ratio = goal / done if done else None
    if met:
        return _full(weight, _compared(actual, "没有超过目标", target), "reverse.formula", ratio=ratio)
    if done is None or ratio is None:
        return undecided(_OPEN, "reverse.formula", met=False)
    if goal < 0:
        return undecided(_NO_FORMULA, "reverse.formula", met=False)
    share, sum_ = _reverse_share(goal, done, target, actual, rules)
    formula = f"{sum_}，{product(weight, share, rules.rounded(weight * share))}"
    return scored(weight * share, formula, "reverse.formula", met=False, ratio=ratio)


def _reverse_share(
    goal: Decimal, done: Decimal, target: Quantity, actual: Quantity, rules: Rules
) -> tuple[Decimal, str]:
    """The share of the weight left to a reverse indicator that went over, and the sum that gives it."""
    if rules.book.text("reverse.formula") == "excess_deducted":
        excess = (done - goal) / goal
        share = max(_ONE - excess, _ZERO)
        return share, f"超出（{_written(actual)} − {_written(target)}）÷ {_written(target)} = {percent(excess)}"
    share = min(goal / done, _ONE)
    return share, f"目标 {_written(target)} ÷ 实际 {_written(actual)} = {percent(share)}"


def _equal(
    goal: Decimal, target: Quantity, actual: Quantity, weight: Decimal, block: str | None, rules: Rules
) -> Ruling:
    done = exact(actual)
    if done is None:
        return undecided(_OPEN, "equal.below")
    if done == goal:
        return _full(weight, _compared(actual, "恰好等于目标", target), "equal.below", ratio=_ONE)
    if goal < 0:
        return undecided(_NO_FORMULA, met=False)
    ratio = done / goal
    path = "equal.above" if done > goal else "equal.below"
    saved = block == "cost" and done < goal
    choice = rules.book.text(path)
    if choice == "full":
        return _full(weight, _compared(actual, "超出目标", target), path, ratio=ratio)
    if choice == "proportional" and not saved:
        return _proportional(ratio, target, actual, weight, rules, path)
    if done < goal:
        share, why = max(ratio, _ZERO), "实际低于目标值，是节约还是没有完成，请评价人判断"
        kind, other = "确属节约或不需要那么多", "没有完成"
    else:
        share, _ = _reverse_share(goal, done, target, actual, rules)
        why, kind, other = "实际超出目标值，超出是否合理，请评价人判断", "超出部分确属需要", "超出没有必要"
    alternatives = (
        Alternative(kind, rules.rounded(weight)),
        Alternative(other, rules.rounded(weight * share)),
    )
    formula = f"实际 {_written(actual)}，目标 {_written(target)}，相差 {percent(abs(ratio - _ONE))}"
    over = ratio - _ONE if ratio > 1 else None
    return judgement(alternatives, formula, why, path, met=None, ratio=ratio, over=over)


def _zero_target(target: Quantity, actual: Quantity, weight: Decimal, rules: Rules) -> Ruling:
    path = "zero_target.formula"
    if rules.book.text(path) == "undecided":
        return undecided("目标值为 0，办法没有规定如何计分", path)
    met = meets(msgspec.structs.replace(target, comparator=Comparator.LE), actual)
    if met is None:
        return undecided(_OPEN, path)
    if met:
        return _full(weight, f"目标值为 0，实际 {_written(actual)}，达到", path)
    formula = f"目标值为 0，实际 {_written(actual)}，没有达到，得 0 分"
    return scored(_ZERO, formula, path, met=False)


def _compared(actual: Quantity, word: str, target: Quantity) -> str:
    sign = actual.comparator.value if actual.comparator and actual.comparator is not Comparator.EQ else ""
    return f"实际 {sign}{_written(actual)}，{word} {_written(target)}"
