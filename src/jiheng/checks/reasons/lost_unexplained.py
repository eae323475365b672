"""扣了分而没有说明原因

是什么
    指标得分低于分值，偏差原因分析及改进措施一栏是空的。几行这样的合并为一条。未达到目标而没有说明的，由另一检查指出。

为什么
    扣分总有理由；不写理由，看表的人无从判断扣得对不对，也看不到改进措施。

举例
    分值 30，得分 28，偏差原因栏空白。

怎么改
    写明扣分的原因和改进措施；没有扣分理由的，改为满分并重算总分。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import lost, missed
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.reasoning import has_column
from jiheng.checks.word_lists import row_list
from jiheng.quantity.words import is_blank, plain
from jiheng.scoring.execution import scores_execution

CHECK = Check(
    code="R02",
    official="[分值{weight}分，自评{score}分，]扣分未说明原因和改进措施。",
    severity=Severity.ERROR,
    rules=("reasons.points_lost",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find scores below their weight whose reason is blank."""
    if not has_column(case.rows):
        return not_applicable("表中没有偏差原因一栏")
    rows = [row for row, _ in case.said(_is_lost)]
    if not rows:
        return not_applicable("没有扣分的指标")
    silent = [row for row in rows if is_blank(row.indicator.reason)]
    return judged([_finding(silent)] if silent else [])


@CHECK.on_row
def _is_lost(row: Row) -> bool:
    return lost(row) and not missed(row) and not scores_execution(row.indicator)  # R08 asks why money was left


def _finding(rows: list[Row]) -> Finding:
    first = rows[0]
    told = (
        f"分值 {plain(first.score.weight or Decimal(0))}，得分 {first.indicator.score}，"
        f"扣了 {plain(_lost(first))} 分，偏差原因栏是空的"
    )
    if len(rows) > 1:
        told += f"；共 {len(rows)} 行这样：{row_list(rows)}，扣了 {plain(sum(map(_lost, rows), Decimal(0)))} 分"
    return CHECK.over(
        rows,
        "reason",
        f"{told}。",
        "逐行写明扣分的原因和改进措施；没有扣分理由的，改为满分并重算总分。",
    )


def _lost(row: Row) -> Decimal:
    return (row.score.weight or Decimal(0)) - (row.score.printed or Decimal(0))
