"""一级指标所注分值与其下指标分值之和不符

是什么
    一级指标名称里印着分值，如“产出指标（50分）”，而它下面各三级指标的分值加起来不是这个数。

为什么
    名称里的分值是表样规定的；对不上说明这一块有指标的分值填错、多出或漏掉。

举例
    “效益指标（30分）”下面两个指标的分值是 20 和 20。

怎么改
    把这一块的分值调整到所注的数，得分随之重算。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import printed_weight
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.quantity.words import plain

CHECK = Check(
    code="A07",
    official="“{printed}”所注分值与该类指标分值之和不一致。",
    severity=Severity.ERROR,
    rules=("weights.schemes",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare every printed block weight with the sum of its rows."""
    blocks: dict[str, list[Row]] = {}
    for row, name in case.said(_weighted_block):
        blocks.setdefault(name, []).append(row)
    if not blocks:
        return not_applicable("一级指标名称里没有印分值")
    findings = []
    for name, rows in blocks.items():
        weights = [row.score.weight for row in rows]
        wanted = Decimal(printed_weight(name) or 0)
        total = sum((weight for weight in weights if weight is not None), Decimal(0))
        if None in weights and total < wanted:
            return insufficient("有的指标没有分值，另有检查指出")
        if total != wanted:
            findings.append(_finding(rows, name, wanted, total))
    return judged(findings)


@CHECK.on_row
def _weighted_block(row: Row) -> str:
    """The name of the block of a row where it prints a weight."""
    return row.indicator.l1 or "" if printed_weight(row.indicator.l1) else ""


def _finding(rows: list[Row], name: str, wanted: Decimal, total: Decimal) -> Finding:
    parts = " + ".join(plain(row.score.weight or Decimal(0)) for row in rows)
    return CHECK.finding(
        rows[0].place("l1"),
        name,
        "",
        f"“{name}”下面各指标的分值 {parts} = {plain(total)}，与名称里写的 {plain(wanted)} 分不符。",
        f"把这一块的分值调整为合计 {plain(wanted)}，得分随之重算。",
    )
