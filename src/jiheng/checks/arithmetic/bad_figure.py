"""金额、分值或得分不是数字，或是负数

是什么
    金额、执行率、分值、得分栏里填的不是一个数字，或者是负数。空白、横线和“无”不算。

为什么
    读不成数字的格子不能核对也不能汇总；预算、分值和得分都不会是负数。

举例
    得分栏填“已完成”；全年执行数填 -45。

怎么改
    改填一个阿拉伯数字；说明文字移到偏差原因栏。
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

from jiheng.checks.case import Case, says_nothing
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.form import FUND_FIELDS, describe

Reader = Callable[[str], Decimal | None]


def examine(case: Case) -> Outcome:
    """Read every figure cell that holds something."""
    found = False
    findings = []
    for place, read in _figure_cells(case):
        if says_nothing(text := case.printed(place)):
            continue
        found = True
        figure = read(place)
        if figure is None or figure < 0:
            findings.append(_finding(case, place, text, negative=figure is not None))
    return judged(findings) if found else not_applicable("没有填写任何数字")


def _figure_cells(case: Case) -> Iterator[tuple[str, Reader]]:
    readers: dict[str, Reader] = dict.fromkeys(("weight", "score"), case.figure)
    readers |= dict.fromkeys(("initial", "budget", "executed"), case.amount)
    readers["rate"] = lambda place: printed.ratio if (printed := case.share(place)) else None
    for fund in case.funds:
        for field in FUND_FIELDS:
            yield fund.place(field), readers[field]
    for row in case.rows:
        yield row.place("weight"), case.figure
        yield row.place("score"), case.figure
    yield "total_weight", case.figure
    yield "total_score", case.figure


def _finding(case: Case, place: str, text: str, *, negative: bool) -> Finding:
    what = "是负数" if negative else "不是一个数字"
    return CHECK.finding(
        place,
        text,
        "",
        f"{describe(case.form, place)}印为“{text}”，{what}，无法核对和汇总。",
        "改填一个不小于 0 的阿拉伯数字；需要说明的，写到偏差原因栏。",
    )


CHECK = Check(
    code="A12",
    title="金额、分值或得分不是数字，或是负数",
    severity=Severity.ERROR,
    rules=("checks.arithmetic.figures",),
    page=__doc__,
    examine=examine,
)
