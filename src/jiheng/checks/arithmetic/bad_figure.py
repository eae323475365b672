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

from collections.abc import Iterable, Iterator
from decimal import Decimal

from jiheng.checks.case import Case, FundRow, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import each, each_fund
from jiheng.expression import expression
from jiheng.form import AMOUNTS, POINTS, Cell, describe
from jiheng.quantity import number, points, share
from jiheng.quantity.words import says_nothing

CHECK = Check(
    code="A12",
    official="填报的内容[“{printed}”]不是有效数值，无法核对和汇总。",
    severity=Severity.ERROR,
    rules=("checks.arithmetic.figures",),
    page=__doc__,
)

_WORDS = expression(r"[一-鿿]")
_TOTALS = ("total_weight", "total_score")
_STATEMENT = 8
"""So many Chinese characters in a figure cell are a statement: the form has words there."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Read every figure cell that holds something."""
    totals = [(field, text, _figure(field, text)) for field in _TOTALS if (text := getattr(case.form, field))]
    told: list[tuple[Row | FundRow | None, list[_BadCell]]] = [
        *case.said_of_funds(_of_fund),
        *case.said(_of_row),
        (None, _bad(totals)),
    ]
    findings = [
        _finding(case, row.place(field) if row else field, text, negative=negative)
        for row, bad in told
        for field, text, negative in bad
    ]
    if not findings and not any(map(_is_good, _figures(case))):
        return not_applicable("没有填写任何数字")
    return judged(findings)


_FigureCell = tuple[str, Cell, Decimal | None]
"""The field, the text and the figure of a cell for a figure."""
_BadCell = tuple[str, str, bool]
"""The field and the text of one that holds no good figure, and whether it is a negative one."""


@each
def _of_row(row: Row) -> list[_BadCell] | None:
    figures = (row.score.weight, row.score.printed)
    if all(map(_is_good, figures)):
        return None
    return _bad((field, getattr(row.indicator, field), figure) for field, figure in zip(POINTS, figures, strict=True))


@each_fund
def _of_fund(row: FundRow) -> list[_BadCell] | None:
    return _bad(_fund_cells(row)) or None


def _fund_cells(row: FundRow) -> tuple[_FigureCell, ...]:
    fund, rate = row.fund, share(row.fund.rate)
    return (
        *[(field, getattr(fund, field), getattr(row, field)) for field in AMOUNTS],
        *[(field, getattr(fund, field), _figure(field, getattr(fund, field))) for field in POINTS],
        ("rate", fund.rate, rate.ratio if rate else None),
    )


def _figure(field: str, text: Cell) -> Decimal | None:
    return points(text) if field.endswith("weight") else number(text)


def _bad(cells: Iterable[_FigureCell]) -> list[_BadCell]:
    return [
        (field, text, figure is not None)
        for field, text, figure in cells
        if text is not None and not _is_good(figure) and not says_nothing(text) and not _is_prose(text)
    ]


def _is_good(figure: Decimal | None) -> bool:
    return figure is not None and figure >= 0


def _is_prose(text: str) -> bool:
    """Whether a cell holds a statement (资金管理情况 of some forms) and not a figure written wrongly."""
    return len(_WORDS.findall(text)) >= _STATEMENT


def _figures(case: Case) -> Iterator[Decimal | None]:
    """The figures of all such cells, the likeliest first."""
    for row in case.rows:
        yield row.score.weight
        yield row.score.printed
    for fund in case.funds:
        yield from (figure for _, _, figure in _fund_cells(fund))
    yield from (case.figure(field) for field in _TOTALS)


def _finding(case: Case, place: str, text: str, *, negative: bool) -> Finding:
    what = "是负数" if negative else "不是一个数字"
    return CHECK.finding(
        place,
        text,
        "",
        f"{describe(case.form, place)}填的是“{text}”，{what}，无法核对和汇总。",
        "改填一个不小于 0 的阿拉伯数字；需要说明的，写到偏差原因栏。",
    )
