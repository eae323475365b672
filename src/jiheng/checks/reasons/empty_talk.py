"""原因写了等于没写

是什么
    指标扣了分或没有达到目标，偏差原因栏却只写“无”“无偏差”“按计划”“客观原因”之类的话。

为什么
    这一栏要让人看懂为什么没有做到、准备怎么改。写“无”与扣分自相矛盾。

举例
    分值 10，得分 8，偏差原因栏写“无”。

怎么改
    写明具体原因（何时、何事、影响多少）和改进措施；确无偏差的，改正得分。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import lost, missed, versus
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.reasoning import is_empty_talk
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import row_list

CHECK = Check(
    code="R03",
    official="偏差原因填写[“{printed}”，]流于形式。",
    severity=Severity.WARNING,
    rules=("reasons.missed", "reasons.points_lost"),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find shortfalls whose reason is an empty phrase."""
    rows = case.said(_is_short)
    found = [_finding(row) for row, _ in rows if is_empty_talk(row.indicator.reason, case.book)]
    said = {finding.place for finding in found}
    idle = [row for row, _ in case.said(_says_done) if row.place("reason") not in said]
    if len(idle) > 1:
        found.append(_idle(idle))
    if not rows and not found:
        return not_applicable("没有扣分或未达到目标的指标")
    return judged(found)


@CHECK.on_row
def _is_short(row: Row) -> bool:
    return lost(row) or missed(row)


@CHECK.on_row
def _says_done(row: Row) -> bool:
    return row.indicator.reason in row.book.words("checks.reasons.done_words")


def _idle(rows: list[Row]) -> Finding:
    first = rows[0]
    return CHECK.over(
        rows,
        "reason",
        f"{row_list(rows)}的偏差原因栏写的是“{first.indicator.reason}”，这一栏不是写完成与否的。",
        "没有偏差的留空；有偏差的写原因和改进措施。",
        severity=Severity.NOTICE,
    )


@once
def _finding(row: Row) -> Finding:
    indicator = row.indicator
    what = f"分值 {indicator.weight}，得分 {indicator.score}" if lost(row) else f"{versus(row)}，没有达到目标"
    return CHECK.finding(
        row.place("reason"),
        indicator.reason,
        "",
        f"{what}，偏差原因栏只写“{indicator.reason}”，没有说明原因。",
        "写明具体原因和改进措施；确无偏差的，改正得分或实际完成值。",
    )
