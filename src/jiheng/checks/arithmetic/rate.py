"""执行率不等于执行数除以预算数

是什么
    按全年执行数 ÷ 全年预算数算出的执行率，与表中填报的执行率不一致。
    按填报的小数位（或两位小数）四舍五入、截去尾数后相同的，视为一致；相差不超过办法的容差，只作提示。

为什么
    执行率决定预算执行的得分，也要与决算一致。执行率填错，得分和总分随之出错。

举例
    全年预算数 80，全年执行数 45，执行率填为 100%，实际应为 56.25%。

怎么改
    先对照决算核实预算数和执行数；金额无误的，改正执行率，并重算执行率得分和总分。
"""

from decimal import Decimal
from enum import Enum

from jiheng.checks.case import Case, FundRow
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.remembered import each_fund
from jiheng.checks.rounding import agrees, rounds_up_to_whole
from jiheng.checks.same_fault import grouped, others_too
from jiheng.expression import expression
from jiheng.form import FUND_FIELDS, TOTAL_FUND, Block
from jiheng.form.kinds import is_scored
from jiheng.quantity import share
from jiheng.quantity.words import is_blank, percent
from jiheng.scoring.compiled import rules_of

CHECK = Check(
    code="A01",
    official="填报的执行率为{printed}，经复核应为{expected}。",
    severity=Severity.ERROR,
    rules=("execution.formula",),
    page=__doc__,
    certain=True,
)


_EXECUTED = f"{Block.FUNDS}.executed"
_REMARK = expression(r"[（(].*")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare every printed rate with the exact one of its row."""
    told = case.said_of_funds(_standing)
    if not told:
        return not_applicable("表中没有填执行率")
    if all(standing is _Standing.UNKNOWN for _, standing in told):
        return insufficient("预算数为零或未填，或执行率读不成数字，无法核对执行率")
    wrong = [row for row, standing in told if standing is _Standing.WRONG]
    if not wrong:
        return judged([])
    return judged([_finding(case, rows) for rows in grouped(wrong, lambda row: (row.rate, row.fund.rate))])


class _Standing(Enum):
    """How the printed rate of a row stands to the exact one."""

    UNKNOWN = 1
    RIGHT = 2
    WRONG = 3


@each_fund
def _standing(row: FundRow) -> _Standing | None:
    """None for a row that prints no rate."""
    if is_blank(row.fund.rate):
        return None
    printed, exact = share(row.fund.rate), row.rate
    if printed is None or exact is None:
        return _Standing.UNKNOWN
    readings = printed.readings
    if any(_is_whole(row, reading) for reading in readings):
        return _Standing.WRONG
    places = int(row.book.number("agreement.places"))
    right = any(agrees(reading.scaleb(2), exact * 100, places) for reading in readings)
    return _Standing.RIGHT if right else _Standing.WRONG


def _is_whole(row: FundRow, reading: Decimal) -> bool:
    return row.rate is not None and rounds_up_to_whole(reading, row.rate, row.book.number("agreement.whole_rate"))


def _executed(case: Case) -> str:
    """What the form calls the money spent (1-7月执行数), without remarks in brackets."""
    printed = case.form.labels.get(_EXECUTED, [])
    return _REMARK.sub("", printed[0]) if len(printed) == 1 else FUND_FIELDS["executed"]


def _finding(case: Case, rows: list[FundRow]) -> Finding:
    row = rows[0]
    exact, mode = row.rate or Decimal(0), rules_of(case.book).rounding
    text = row.fund.rate or ""
    printed = share(row.fund.rate)
    gap = min((abs(reading - exact) for reading in printed.readings), default=exact) if printed else exact
    slight = gap <= case.book.number("agreement.rate_tolerance")
    whole = slight and printed is not None and any(_is_whole(row, reading) for reading in printed.readings)
    executed = _executed(case)
    advice = f"把执行率改为 {percent(exact, mode=mode)}"
    if row.name == TOTAL_FUND and is_scored(case.form.kind):
        advice += "，执行率得分和总分随之重算"
    return CHECK.at(
        row,
        "rate",
        f"执行率填为 {text}，但{executed} {row.fund.executed} ÷ {row.base_text} = {percent(exact, mode=mode)}。"
        + ("取整写成 100%，没有花完的不能写 100%。" if whole else "")
        + others_too(rows),
        f"{advice}；若预算数或执行数有误，先对照决算更正金额。",
        expected=percent(exact, mode=mode),
        severity=Severity.NOTICE if slight else Severity.ERROR,
        places=[each.place("rate") for each in rows],
    )
