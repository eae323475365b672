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

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from jiheng.checks.case import Case, FundRow, Row, once
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.expression import expression
from jiheng.form import Cell, describe
from jiheng.quantity import number, share
from jiheng.quantity.words import says_nothing

CHECK = Check(
    code="A12",
    title="金额、分值或得分不是数字，或是负数",
    official="填报的内容[“{printed}”]不是有效数值，无法核对和汇总。",
    severity=Severity.ERROR,
    rules=("checks.arithmetic.figures",),
    page=__doc__,
)

_WORDS = expression(r"[一-鿿]")
_STATEMENT = 8
"""So many Chinese characters in a figure cell are a statement: the form has words there."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Read every figure cell that holds something."""
    read = [*map(_of_fund, case.funds), *map(_of_row, case.rows), *map(_of_total, _totals(case))]
    found = any(one.figures for one in read)
    bad = [cell for one in read for cell in one.bad]
    if not found and not bad:
        return not_applicable("没有填写任何数字")
    return judged([_finding(case, *cell) for cell in bad])


class _Figures(NamedTuple):
    """Of some cells for figures: whether any holds one, and (place, text, whether negative) of those that do not."""

    figures: bool
    bad: tuple[tuple[str, str, bool], ...]


def _figures(cells: Iterable[tuple[str, Cell, Decimal | None]]) -> _Figures:
    found, bad = False, []
    for place, text, figure in cells:
        if figure is not None and figure >= 0:
            found = True
        elif text is not None and not says_nothing(text) and not _is_prose(text):
            bad.append((place, text, figure is not None))
    return _Figures(found, tuple(bad))


def _is_prose(text: str) -> bool:
    """Whether a cell holds a statement (资金管理情况 of some forms) and not a figure written wrongly."""
    return len(_WORDS.findall(text)) >= _STATEMENT


@once
def _of_fund(row: FundRow) -> _Figures:
    fund = row.fund
    rate = share(fund.rate)
    return _figures(
        (
            (row.place("initial"), fund.initial, row.initial),
            (row.place("budget"), fund.budget, row.budget),
            (row.place("executed"), fund.executed, row.executed),
            (row.place("weight"), fund.weight, number(fund.weight)),
            (row.place("rate"), fund.rate, rate.ratio if rate else None),
            (row.place("score"), fund.score, number(fund.score)),
        )
    )


@once
def _of_row(row: Row) -> _Figures:
    return _figures(
        (
            (row.place("weight"), row.indicator.weight, row.score.weight),
            (row.place("score"), row.indicator.score, row.score.printed),
        )
    )


def _totals(case: Case) -> tuple[tuple[str, Cell], ...]:
    return ("total_weight", case.form.total_weight), ("total_score", case.form.total_score)


def _of_total(cell: tuple[str, Cell]) -> _Figures:
    place, text = cell
    return _figures(((place, text, number(text)),))


def _finding(case: Case, place: str, text: str, negative: bool) -> Finding:
    what = "是负数" if negative else "不是一个数字"
    return CHECK.finding(
        place,
        text,
        "",
        f"{describe(case.form, place)}填的是“{text}”，{what}，无法核对和汇总。",
        "改填一个不小于 0 的阿拉伯数字；需要说明的，写到偏差原因栏。",
    )
