"""只说原因，没有改进措施

是什么
    指标没有达到目标或扣了分，偏差原因栏写了原因，却没有一句讲怎么改进。超额完成的不要求改进措施；
    按执行率得分的一行（钱为什么没有花完）也不要求；表上这一栏只问原因（“偏差原因”“未完成原因”），或只是“备注”的，也不要求；写“同上”的，看上面那一行。

为什么
    办法要求说明原因的同时提出改进措施，自评才能用于改进管理。

举例
    “因汛期两次暴雨暂停作业。”——只有原因。

怎么改
    补写改进措施：由谁、在什么时候、做什么，例如“下年增加汛后集中打捞频次”。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import lost, missed
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.reasoning import explains, has_remedy
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import word_pattern
from jiheng.form import Block, Place
from jiheng.places.choose import year_of
from jiheng.quantity.words import says_nothing
from jiheng.scoring.execution import scores_execution
from jiheng.scoring.note import repeats

CHECK = Check(
    code="R04",
    official="仅说明偏差原因，未提出改进措施。",
    severity=Severity.WARNING,
    rules=("reasons.missed", "reasons.points_lost", "reasons.asks_measures"),
    page=__doc__,
)


_MEASURES = "措施"
_COLUMN = str(Place(Block.INDICATORS)) + ".reason"


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find explained shortfalls without a word of remedy."""
    if not case.book.flag("reasons.measures"):
        return not_applicable("表样不要求写改进措施")
    asked = "".join(case.form.labels.get(_COLUMN, ()))
    if asked and not word_pattern(case.book, "reasons.asks_measures").search(asked):
        return not_applicable(f"表上这一栏叫“{asked}”，没有要求写改进措施")
    if not says_nothing(case.form.measures):
        return not_applicable("改进措施另有一栏，已经填写")
    rows = [row for row, _ in case.said(_is_explained)]
    beside = {other.place for other in case.form.others if other.text and _MEASURES in other.label} if rows else set()
    rows = [row for row in rows if str(Place.indicator(row.index)) not in beside]
    if not rows:
        return not_applicable("没有写了原因的扣分或未达标指标")
    year = year_of(case.form)
    return judged([_finding(row) for row in rows if not has_remedy(row.indicator.reason or "", case.book, year)])


@CHECK.on_row
def _is_explained(row: Row) -> bool:
    """Whether a row falls short and says why, and not that it is as above, where that is told."""
    if scores_execution(row.indicator):
        return False  # why money is left says all that there is to say
    short = missed(row) or (lost(row) and not row.score.over)
    reason = row.indicator.reason or ""
    return short and explains(reason, row.book) and not repeats(reason)


@once
def _finding(row: Row) -> Finding:
    return CHECK.at(row, "reason", "偏差原因栏写了原因，没有写改进措施。", "补写改进措施：由谁、在什么时候、做什么。")
