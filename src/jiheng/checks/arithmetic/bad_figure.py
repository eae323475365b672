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

from decimal import Decimal

from jiheng.checks.case import Case, FundRow, Row
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
    found, findings = False, []
    for row, field, text, figure in _figure_cells(case):
        if figure is not None and figure >= 0:
            found = True
        elif text is not None and not says_nothing(text) and not _is_prose(text):
            place = field if row is None else row.place(field)
            findings.append(_finding(case, place, text, negative=figure is not None))
    return judged(findings) if found or findings else not_applicable("没有填写任何数字")


def _is_prose(text: str) -> bool:
    """Whether a cell holds a statement (资金管理情况 of some forms) and not a figure written wrongly."""
    return len(_WORDS.findall(text)) >= _STATEMENT


_FigureCell = tuple[Row | FundRow | None, str, Cell, Decimal | None]


def _figure_cells(case: Case) -> list[_FigureCell]:
    """The row, the field, the text and the figure of every cell for a figure."""
    cells: list[_FigureCell] = []
    for row in case.funds:
        fund = row.fund
        rate = share(fund.rate)
        cells += (
            (row, "initial", fund.initial, row.initial),
            (row, "budget", fund.budget, row.budget),
            (row, "executed", fund.executed, row.executed),
            (row, "weight", fund.weight, number(fund.weight)),
            (row, "rate", fund.rate, rate.ratio if rate else None),
            (row, "score", fund.score, number(fund.score)),
        )
    for one in case.rows:
        cells.append((one, "weight", one.indicator.weight, one.score.weight))
        cells.append((one, "score", one.indicator.score, one.score.printed))
    for field in ("total_weight", "total_score"):
        text = getattr(case.form, field)
        cells.append((None, field, text, number(text)))
    return cells


def _finding(case: Case, place: str, text: str, *, negative: bool) -> Finding:
    what = "是负数" if negative else "不是一个数字"
    return CHECK.finding(
        place,
        text,
        "",
        f"{describe(case.form, place)}填的是“{text}”，{what}，无法核对和汇总。",
        "改填一个不小于 0 的阿拉伯数字；需要说明的，写到偏差原因栏。",
    )
