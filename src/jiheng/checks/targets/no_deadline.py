"""时效指标没有时间要求

是什么
    时效、进度指标的名称、指标值和实际完成值里都没有日期、时限、比率或次数，只写“按时完成”“及时开展”；
    只写评价年度本身（“2025年”）、“按年初计划”的，等于没有写时间；说的是按时完成、不是什么的比率，
    而指标值写 100% 的也是。

为什么
    没有时间，是否按时就无法核对，得分没有依据。

举例
    “按时完成养护”，指标值“按时完成”，实际完成值“按时完成”。

怎么改
    指标值写完成日期或时限（9月底前、30分钟内），完成值写实际日期或用时。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.facts import FIGURES
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.same_fault import together
from jiheng.checks.word_lists import mentions, word_pattern
from jiheng.expression import expression
from jiheng.quantity import Kind, Value
from jiheng.quantity.words import says_nothing, short

CHECK = Check(
    code="T17",
    official="时效指标未设定时间要求，是否按时完成无法核实。",
    severity=Severity.WARNING,
    rules=("checks.targets.dated",),
    page=__doc__,
)

_DAY = expression(r"\d\s*[月日号天时分]|[一二三四五六七八九十]月|\d{1,2}[.．/-]\d{1,2}")
_BY_PLAN = expression(r"年初[一-鿿]{0,4}(?:计划|预算|目标|安排)")
_ON_TIME = expression(r"按[^，。；]{0,12}(?:完成|开展|实施|提供|交付)")
_DATE = expression(r"\d\s*[月日号天时分%％]|[一二三四五六七八九十]月|\d{1,2}[.．/-]\d{1,2}|[57]\s*[*×xX＊]\s*\d")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find indicators of time without a time."""
    if not case.of(Second.TIME):
        return not_applicable("没有时效指标")
    return judged(together(_finding(row) for row, _ in case.said(_undated) if _timeless(case, row)))


def _timeless(case: Case, row: Row) -> bool:
    year = (case.form.year or "")[:4]
    values = ((row.indicator.target or "", row.score.target), (row.indicator.actual or "", row.score.actual))
    return _whole_of_nothing(row) or not any(_states_time(text, value, year) for text, value in values)


@CHECK.on_row
def _undated(row: Row) -> bool:
    """Whether an indicator of time has a target, and no word in the row of a date or term."""
    indicator = row.indicator
    if row.second is not Second.TIME or says_nothing(indicator.target):
        return False
    stated = word_pattern(row.book, "checks.targets.dated")
    texts = [_BY_PLAN.sub("", text) for text in (indicator.target or "", row.bare, indicator.actual or "")]
    dated = _DAY if _whole_of_nothing(row) else _DATE
    return not any(dated.search(text) or stated.search(text) for text in texts)


@once
def _whole_of_nothing(row: Row) -> bool:
    """Whether 按时完成 is to be 100 %: a share of nothing that is counted."""
    quantities = row.score.target.quantities
    whole = len(quantities) == 1 and quantities[0].kind is Kind.SHARE and quantities[0].base == 1
    return (
        whole and not mentions(row.book, "checks.targets.share_endings", row.bare) and bool(_ON_TIME.search(row.bare))
    )


def _states_time(text: str, value: Value, year: str) -> bool:
    """Whether a cell has a figure or date other than the year of the form by itself."""
    if year and text.rstrip("年度内") == year:
        return False
    return any(quantity.kind in FIGURES for quantity in value.quantities)


@once
def _finding(row: Row) -> Finding:
    target = row.indicator.target or ""
    return CHECK.at(
        row,
        "target",
        f"{row.label}的指标值“{short(target)}”没有写时间，完成值也没有日期，是否按时无法核对。",
        "指标值写完成日期或时限（9月底前、30分钟内），完成值写实际日期或用时。",
    )
