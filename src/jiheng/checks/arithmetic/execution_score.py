"""执行率得分算错

是什么
    预算执行的得分不等于分值 × 执行率。执行率按全年执行数 ÷ 全年预算数计；金额不全时按填报的执行率计。
    按填报的小数位或两位小数四舍五入后相同的，视为一致；截去尾数、取整而差得较多的，只作提示；
    没有花完而得满分的，也作提示。

为什么
    执行率得分是总分中唯一完全由金额决定的部分，最容易被核对，也最不应当出错。

举例
    分值 10，执行率 56.25%，得分应为 5.63，填为 10。

怎么改
    核实金额后按公式重算得分，并改正总分。
"""

from decimal import Decimal
from functools import lru_cache

from jiheng.checks.case import Case, FundRow
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.rounding import rounds_up_to_whole, score_gap
from jiheng.form import Block
from jiheng.places import Book
from jiheng.quantity import share
from jiheng.quantity.words import brief, percent
from jiheng.scoring.compiled import rules_of

CHECK = Check(
    code="A02",
    official="填报的预算执行得分为{printed}分，经复核应为{expected}分。",
    severity=Severity.ERROR,
    rules=("execution.formula", "execution.capped"),
    page=__doc__,
    certain=True,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the printed execution score with weight × rate."""
    row = case.total_fund
    if row is None:
        return not_applicable("表中没有年度资金总额一行")
    weight, score, cells = case.execution_weight or case.points_left, case.execution_score, case.execution_cells
    if weight is None or score is None:
        return insufficient("执行率的分值或得分没有填，或读不成数字")
    if Block.FUNDS.value in case.doubts:
        return insufficient("读取时不能确定资金一块的栏目，不据以判断")
    if score > weight or score < 0:
        return insufficient("得分超出分值范围，另有检查指出")
    rate = row.rate if row.rate is not None else _printed_rate(case, row)
    if rate is None:
        return insufficient("预算数为零或金额未填，执行率无法计算")
    exact, severity = _gap(case.book, weight, score, rate)
    if severity is None:
        return judged([])
    places, mode = int(case.book.number("rounding.places")), rules_of(case.book).rounding
    return judged(
        [
            CHECK.finding(
                case.execution_place,
                cells.score,
                brief(exact, places, mode),
                f"执行率得分填为 {cells.score}，按分值 {cells.weight or brief(weight, places, mode)} × "
                f"执行率 {_rate_text(row, rate)}，应为 {brief(exact, places, mode)}。",
                f"把执行率得分改为 {brief(exact, places, mode)}，并重算总分；若金额有误，先更正金额。",
                severity=severity,
            )
        ]
    )


@lru_cache(maxsize=1024)
def _gap(book: Book, weight: Decimal, score: Decimal, rate: Decimal) -> tuple[Decimal, Severity | None]:
    """The exact score, and how grave it is that another is printed."""
    exact = weight * (min(rate, Decimal(1)) if book.flag("execution.capped") else rate)
    places, mode = int(book.number("rounding.places")), rules_of(book).rounding
    cut, tolerance = book.number("agreement.cut_tolerance"), book.number("agreement.score_tolerance")
    severity = score_gap(score, exact, places, tolerance, cut, mode)
    if severity is None:
        gap = book.number("agreement.whole_score")
        severity = Severity.NOTICE if rounds_up_to_whole(score / weight if weight else score, rate, gap) else None
    return exact, severity


def _printed_rate(case: Case, row: FundRow) -> Decimal | None:
    printed = share(row.fund.rate)
    return printed.ratio if printed else None


def _rate_text(row: FundRow, rate: Decimal) -> str:
    if row.rate is None:
        return percent(rate)
    return f"{percent(rate)}（{row.fund.executed} ÷ {row.fund.budget or row.base_text}）"
