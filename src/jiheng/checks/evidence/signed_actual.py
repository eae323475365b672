"""实际完成值不是确数

是什么
    实际完成值带着≥、≤、不低于、不超过一类的符号；或者“30分钟内到场”“5个工作日以内”，数与指标值一样，
    只是把上下限重写一遍；或者写成“11月底前”，没有写哪一天。照抄的日期由别的检查指出。

为什么
    目标才是范围，结果应当是一个数。写“≥90%”等于没有统计，复核时会要求重填。

举例
    服务对象满意度，年度指标值 ≥90%，实际完成值 ≥90%。

怎么改
    查调查问卷、台账等原始资料，写实际达到的数（例如 93.6%）；没有统计的，先补做统计。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import with_unit
from jiheng.checks.levels import Second
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.same_fault import together
from jiheng.expression import expression
from jiheng.quantity import Comparator, Kind, Quantity, parse
from jiheng.quantity.words import short

CHECK = Check(
    code="E02",
    official="实际完成值[“{printed}”]仅重述目标限值，未填报实际达到的数值。",
    severity=Severity.WARNING,
    rules=("checks.evidence.own_figure",),
    page=__doc__,
)

_WORDS = (Kind.LEVEL, Kind.YESNO, Kind.TEXT)
_SIGN = expression(r"^(?:[≥≤≧≦>＞<＜]|不低于|不少于|不超过|不高于|不多于|不大于|不小于|大于|小于|高于|低于|超过)=?")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find actual values that are a bound instead of a figure."""
    found = case.said(_is_no_figure)
    if not found and not any(map(_in_figures, case.rows)):
        return not_applicable("没有用数字填写的实际完成值")
    return judged(together(_finding(row) for row, _ in found))


_DEADLINE = expression(r"(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|底|末|份|中旬|上旬|下旬)?(?:之?前|以前|以内|内)")
_LIMITS = ("前", "内")
"""How every deadline ends."""
_MONTH = expression(r"1?\d月")
_ROUGH_DATE = expression(r"(?:20\d\d[年.]?)?(?:\d{1,2}月?)?(?:年?底|年?末|份)?(?:之?前|以前|完成)?")


@CHECK.on_row
def _is_no_figure(row: Row) -> bool:
    if not _in_figures(row):
        return False
    return is_bound(row) or restates_bound(row) or _is_deadline(row) or _is_copied_date(row) or _is_open(row)


def _is_deadline(row: Row) -> bool:
    """Whether the actual value is a deadline of its own (目标12月底前，完成11月底前) instead of a day."""
    text = row.score.actual.text
    return text.endswith(_LIMITS) and text != row.score.target.text and _DEADLINE.fullmatch(text) is not None


def _is_copied_date(row: Row) -> bool:
    """Whether a row of time repeats its target, a month or the end of the year, without a day (2023年底 → 2023年底)."""
    actual = row.score.actual
    if row.second is not Second.TIME or actual.text != row.score.target.text:
        return False
    dated = any(quantity.kind is Kind.DATE for quantity in actual.quantities) or _MONTH.fullmatch(actual.text)
    return bool(dated) and _ROUGH_DATE.fullmatch(actual.text) is not None


def _is_open(row: Row) -> bool:
    """Whether the only figure of the actual value is open above or below (在线率99%以上)."""
    quantities = row.score.actual.quantities
    if len(quantities) != 1 or quantities[0].kind not in (Kind.SHARE, Kind.COUNT, Kind.DURATION):
        return False
    return quantities[0].comparator in (Comparator.GE, Comparator.GT, Comparator.LE, Comparator.LT)


def _in_figures(row: Row) -> bool:
    return any(quantity.kind not in _WORDS for quantity in row.score.actual.quantities)


@once
def restates_bound(row: Row) -> bool:
    """Whether the only figure of the actual value is the target's own bound, sign and all (≤30分钟 → 30分钟内到场)."""
    quantities = row.score.actual.quantities
    if len(quantities) != 1 or quantities[0].comparator in (None, Comparator.EQ) or quantities[0].kind is Kind.DATE:
        return False
    got = quantities[0]
    goals = row.score.target.quantities
    if not any(goal.kind not in _WORDS for goal in goals):
        goals = parse(row.name).quantities
    return any(_same(goal, got) for goal in goals)


def _same(goal: Quantity, got: Quantity) -> bool:
    if goal.kind is got.kind and goal.base is not None:
        return goal.base == got.base
    return goal.figure is not None and goal.figure == got.figure and "" in (goal.unit, got.unit)


@once
def is_bound(row: Row) -> bool:
    """Whether the actual value is one figure behind a sign."""
    value = row.score.actual
    return len(value.quantities) == 1 and bool(_SIGN.match(value.text[value.quantities[0].start :]))


@once
def _finding(row: Row) -> Finding:
    actual, target = row.indicator.actual or "", row.indicator.target or ""
    restated = folded(actual) == folded(target)
    asked = (
        "哪一天完成"
        if _is_deadline(row) or _is_copied_date(row)
        else "实际用了多久"
        if row.score.actual.quantities[0].kind is Kind.DURATION
        else "实际达到的数"
    )
    if restated or restates_bound(row) or _is_copied_date(row):
        what = f"只是把指标值 {short(with_unit(row))} 重写一遍" if target else "只是把指标名称重写一遍"
    else:
        what = "写成了期限，不是完成的日期" if _is_deadline(row) else "写成了范围"
    return CHECK.at(
        row,
        "actual",
        f"“{short(row.bare)}”的实际完成值 {short(actual)} {what}，没有写{asked}。",
        "查调查问卷、工单、台账等原始资料，写实际达到的数（用时写实际平均或最长用时）；没有统计的，先补做统计。",
    )
