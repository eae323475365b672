"""执行率低而没有说明

是什么
    预算执行率低于办法所定的界限（默认 85%），偏差原因、完成情况、表外说明里没有一处说到为什么没有花完。作提示。

为什么
    钱没有花完，要么事没有做完，要么预算编高了，要么尾款没有付；说不清楚，下一年的预算就没有依据。

举例
    全年预算数 43，全年执行数 35.5，执行率 82.56%，各项指标都完成，表中没有一句说明。

怎么改
    写明没有支出的原因（节约、尾款未付、任务未完成）和剩余资金的去向（结转、收回）。
"""

from decimal import Decimal

from jiheng.checks.case import Case, FundRow
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.reasoning import explains
from jiheng.checks.scores.low_execution import is_full_unexplained
from jiheng.checks.word_lists import word_pattern
from jiheng.quantity.words import percent
from jiheng.scoring.compiled import rules_of

CHECK = Check(
    code="R08",
    official="预算执行率偏低，未说明未支出原因和剩余资金去向。",
    severity=Severity.NOTICE,
    rules=("checks.reasons.execution_least",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for a word of why the money was not spent."""
    fund = case.total_fund
    if fund is None:
        return not_applicable("表中没有年度资金总额一行")
    if fund.rate is None:
        return insufficient("预算数为零或金额未填，执行率无法计算")
    if fund.rate >= case.book.number("checks.reasons.execution_least") or is_full_unexplained(case):
        return judged([])
    words = word_pattern(case.book, "checks.reasons.unspent_words")
    told = any(explains(row.indicator.reason, case.book) for row in case.rows)
    told = told or any(words.search(text) for text in _explanations(case))
    return judged([] if told else [_finding(case, fund)])


def _explanations(case: Case) -> list[str]:
    """The texts in which an office says such a thing."""
    form = case.form
    rows = [text for row in case.rows for text in (row.indicator.actual, row.indicator.reason)]
    texts = (form.goal_actual, *rows, *form.notes, *(other.text for other in form.others))
    return [text for text in texts if text]


def _finding(case: Case, fund: FundRow) -> Finding:
    rate = percent(fund.rate or Decimal(0), mode=rules_of(case.book).rounding)
    return CHECK.at(
        fund,
        "executed",
        f"{fund.base_text}，全年执行数 {fund.fund.executed}，执行率 {rate}，没有说明为什么没有花完、剩余资金去了哪里。",
        "写明没有支出的原因（节约、尾款未付、任务未完成）和剩余资金的去向（结转、收回）。",
    )
