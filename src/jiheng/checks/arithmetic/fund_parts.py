"""资金构成之和不等于年度资金总额

是什么
    当年财政拨款、上年结转资金、其他资金之和不等于年度资金总额；年初预算数、全年预算数、全年执行数三列分别核对。
    没有填的部分按 0 计；三个部分一个也没有填的，不核对。按来源、按用途各分一遍的，每一遍各自等于总额就对；
    某一来源下面又用“其中”列出它的一部分的，不重复加。

为什么
    资金总额与构成都要与决算一致，加不起来说明至少有一个金额填错。

举例
    年度资金总额的全年预算数 110，当年财政拨款 100，其余未填：少 10。

怎么改
    对照预算批复和决算，补上漏填的资金来源，或改正填错的金额。
"""

from decimal import Decimal

from jiheng.checks.case import Case, FundRow
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.same_fault import together
from jiheng.form import AMOUNTS, FUND_FIELDS, FUND_NAMES
from jiheng.quantity.words import says_nothing

CHECK = Check(
    code="A03",
    official="年度资金总额填报的{field}为{printed}，与各资金来源之和[{expected}]不一致。",
    severity=Severity.ERROR,
    rules=("checks.arithmetic.funds_add_up",),
    page=__doc__,
)


_MOST_DIVIDED = 12
"""Rows of which any may belong to one division: so many make four thousand sums."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Add up the parts, column by column."""
    total = case.total_fund
    parts = [row for row in case.funds if row is not total]
    if total is None or not parts:
        return not_applicable("表中没有资金总额或没有资金构成")
    findings = []
    compared = False
    for column in AMOUNTS:
        whole = getattr(total, column)
        filled = [] if whole is None else [row for row in parts if not says_nothing(getattr(row.fund, column))]
        amounts: list[Decimal | None] = [getattr(row, column) for row in filled]
        if not filled or None in amounts:
            continue
        compared = True
        known = [amount for amount in amounts if amount is not None]
        gap = sum(known, Decimal(0)) - whole
        if gap < 0 and (len(parts) == 1 or any(getattr(row.fund, column) is None for row in parts)):
            continue  # 其中：财政拨款 alone, or a column that only some rows have: the form does not ask for the rest
        if gap and not _is_told_twice(known, whole) and not _is_within(filled, known, gap):
            findings.append(_finding(case, total, filled, column, gap))
    if not compared:
        return insufficient("资金构成没有填，或金额读不成数字")
    return judged(together(findings))


def _is_told_twice(amounts: list[Decimal], total: Decimal) -> bool:
    """Whether the rows tell the same whole by several divisions, each adding up to it, one below or beside the other.

    资金来源, then 资金结构; 其中：财政拨款 | 480 | 其中：基本支出 | 296.
    """
    if not total or sum(amounts, Decimal(0)) < 2 * total or sum(amounts, Decimal(0)) % total:
        return False
    sums = {Decimal(0)}
    for amount in amounts[:_MOST_DIVIDED]:
        sums |= {whole + amount for whole in sums if whole + amount <= total}
    return total in sums


def _is_within(rows: list[FundRow], amounts: list[Decimal], gap: Decimal) -> bool:
    """Whether what is too much are rows that tell what the one above them holds (财政拨款, 其中：上级补助)."""
    return _is_one_within(rows, amounts, gap) or gap == _all_within(rows, amounts)


def _all_within(rows: list[FundRow], amounts: list[Decimal]) -> Decimal:
    """What all rows below the usual ones tell over again, where several of these are divided."""
    whole = head = part = Decimal(0)
    for row, amount in zip(rows, amounts, strict=True):
        if row.name in FUND_NAMES:
            whole, head, part = whole + (part if part <= head else 0), amount, Decimal(0)
        else:
            part += amount
    return whole + (part if part <= head else 0)


def _is_one_within(rows: list[FundRow], amounts: list[Decimal], gap: Decimal) -> bool:
    for first in range(1, len(rows)):
        part = Decimal(0)
        for row, amount in zip(rows[first:], amounts[first:], strict=True):
            if row.name in FUND_NAMES:
                break
            part += amount
            if part == gap <= amounts[first - 1]:
                return True
    return False


def _finding(case: Case, total: FundRow, filled: list[FundRow], column: str, gap: Decimal) -> Finding:
    amount = getattr(total, column)
    label = FUND_FIELDS[column]
    tolerance = case.book.number("agreement.money_tolerance") * case.money_factor
    parts = " + ".join(f"{row.name} {getattr(row.fund, column)}" for row in filled)
    return CHECK.at(
        total,
        column,
        f"{label}：{parts} = {case.money_text(amount + gap)}，与年度资金总额 {getattr(total.fund, column)} "
        f"相差 {case.money_text(abs(gap))}。",
        f"对照预算批复和决算，{'补上漏填' if gap < 0 else '去掉重复计入'}的资金来源，或改正金额。",
        expected=case.money_text(amount + gap),
        severity=Severity.NOTICE if abs(gap) <= tolerance else Severity.ERROR,
    )
