"""Indicators with a date as target: in time or late. No office gives a formula for being late."""

from decimal import Decimal

from jiheng.quantity import Comparator, Quantity
from jiheng.quantity.dates import has_year
from jiheng.scoring.comparison import reached
from jiheng.scoring.outcome import Ruling, scored, undecided
from jiheng.scoring.trace_figures import plain

_A_MONTH = 31
_MONTH = "月"
_MONTHS = 12
_LATER = (Comparator.GE, Comparator.GT)


def _ends_later(target: Quantity, actual: Quantity) -> bool:
    """Whether both are periods (2025.3.1-11.30) and the actual one ends after the target's."""
    bounds = (target.base, target.upper_base, actual.base, actual.upper_base)
    if None in bounds or has_year(target) != has_year(actual):
        return False
    begin, end, start, last = (bound for bound in bounds if bound is not None)
    return last > end >= start and min(end - begin, last - start) > _A_MONTH


def is_month(target: Quantity) -> bool:
    """Whether a target of so many 月 is a month of the year by which to be done (≤ 11 月), not so many months."""
    figure = target.figure
    return (
        target.unit == _MONTH
        and target.comparator not in _LATER
        and figure is not None
        and figure == int(figure)
        and 0 < figure <= _MONTHS
    )


def by_month(target: Quantity, actual: Quantity, weight: Decimal) -> Ruling:
    """Full weight when the month of `actual` is not after that of the target; None of the proportions of figures."""
    if target.figure is None or actual.figure is None or actual.unit not in ("", _MONTH) or actual.upper is not None:
        return undecided("目标值是几月，实际完成值看不出是几月")
    if actual.figure <= target.figure:
        return scored(weight, f"没有晚于目标月份，得满分 {plain(weight)} 分", "positive.formula", met=True)
    return undecided("晚于目标月份；办法没有逾期的计分公式，由评价人确定得分", met=False)


def by_date(target: Quantity, actual: Quantity, weight: Decimal) -> Ruling:
    """Full weight when `actual` is not after the deadline; a date without a sign is a deadline too."""
    if target.comparator in _LATER:
        return undecided("目标值写成了不早于某日，看不出怎样算按时完成，请改写目标值")
    if actual.comparator is not None and (actual.comparator, actual.base, actual.upper_base) == (
        target.comparator,
        target.base,
        target.upper_base,
    ):
        return undecided("实际完成值照抄了期限，看不出实际哪天完成，请写明日期")
    if _ends_later(target, actual):
        return undecided("起止日期的止日晚于目标；办法没有逾期的计分公式，由评价人确定得分", met=False)
    in_time = reached(target, actual, Comparator.LE)
    if in_time is None:
        return undecided("实际完成日期只写到年或月，看不出是否晚于目标日期，请写明日期")
    if in_time:
        return scored(weight, f"没有晚于目标日期，得满分 {plain(weight)} 分", "positive.formula", met=True)
    return undecided("晚于目标日期；办法没有逾期的计分公式，由评价人确定得分", met=False)
