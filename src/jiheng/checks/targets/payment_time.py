"""时效只考核付款或期限就是全年

是什么
    时效指标考核的只是付款进度（支付及时、支出进度），或者时限恰好是 12 个月、1 年、365 天。
    补助、奖励、经费类项目付款就是做事，服务期、租期、质保期本来就是一年，不算。

为什么
    钱付了不等于事办了；期限就是全年，怎么做都按时，等于没有时效要求。

举例
    时效指标“支出进度”≤12 月。

怎么改
    写所办的事什么时候完成、多久响应；付款进度由预算执行率反映。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.same_fault import together
from jiheng.checks.word_lists import mentions
from jiheng.quantity import Kind
from jiheng.quantity.words import short

CHECK = Check(
    code="T26",
    official="时效指标仅考核付款进度或全年期限，未反映工作时效。",
    severity=Severity.NOTICE,
    rules=("checks.targets.payment_time",),
    page=__doc__,
)

_PAYS = "只考核付款，没有考核事情什么时候办完"
_YEAR = {"月": Decimal(12), "个月": Decimal(12), "年": Decimal(1), "天": Decimal(365), "日": Decimal(365)}


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look at what the indicators of time time."""
    if not case.of(Second.TIME):
        return not_applicable("没有时效指标")
    told = {row.index: _PAYS for row, _ in case.said(_times_payment)}
    if told and mentions(case.book, "checks.targets.grant_words", case.form.project or ""):
        told = {}
    told = {row.index: what for row, what in case.said(_takes_the_year)} | told
    return judged(together(_finding(row, told[row.index]) for row in case.of(Second.TIME) if row.index in told))


@CHECK.on_row
def _times_payment(row: Row) -> bool:
    return row.second is Second.TIME and mentions(row.book, "checks.targets.payment_time", row.bare)


@CHECK.on_row
def _takes_the_year(row: Row) -> str:
    """What to say of a limit that is the whole year."""
    if row.second is not Second.TIME:
        return ""
    quantities = row.score.target.quantities
    if len(quantities) != 1 or quantities[0].kind is not Kind.DURATION or quantities[0].upper is not None:
        return ""
    if _YEAR.get(quantities[0].unit) != quantities[0].figure:
        return ""
    if mentions(row.book, "checks.targets.service_term_words", row.bare + (row.indicator.actual or "")):
        return ""
    return f"的时限 {short(row.indicator.target or '')}{row.indicator.unit or ''} 就是全年，起不到时效的作用"


def _finding(row: Row, what: str) -> Finding:
    return CHECK.at(
        row,
        "target",
        f"{row.label}{what}。",
        "写所办的事什么时候完成、多久响应；付款进度由预算执行率反映。",
    )
