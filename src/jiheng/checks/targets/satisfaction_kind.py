"""满意度没有用满意率衡量

是什么
    表上的满意度指标数的是投诉、舆情、事件的次数，没有一项是满意率或满意程度。

为什么
    没有投诉不等于满意：不满意的人多半不投诉。满意度要有调查得来的比率，次数只能作佐证。

举例
    满意度指标“相关单位的意见反馈”，指标值“投诉次数≤4”，实际完成值 0。

怎么改
    改为“使用单位满意度≥90%”一类的比率并开展调查；投诉次数移到质量或社会效益。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import mentions, row_list
from jiheng.quantity import Kind

CHECK = Check(
    code="T30",
    official="满意度指标以投诉、事件次数代替，未反映服务对象满意程度。",
    severity=Severity.WARNING,
    rules=("checks.targets.complaint_words",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find forms whose satisfaction is nothing but a number of complaints."""
    rows = [row for row in case.rows if row.is_satisfaction and row.indicator.target]
    if not rows:
        return not_applicable("没有满意度指标")
    if not all(_counts_complaints(row) for row in rows):
        return judged([])
    return judged(
        [
            CHECK.over(
                rows,
                "target",
                f"{row_list(rows)}数的是投诉、事件的次数，没有投诉不等于满意，表中没有一项是满意率。",
                "改为满意率（例如使用单位满意度≥90%）并开展调查；次数移到质量或社会效益。",
            )
        ]
    )


@CHECK.on_row
def _counts_complaints(row: Row) -> bool:
    if not row.is_satisfaction or not row.indicator.target:
        return False
    text = f"{row.bare}{row.indicator.target}{row.indicator.unit or ''}"
    kinds = {quantity.kind for quantity in row.score.target.quantities}
    if Kind.SHARE in kinds or mentions(row.book, "checks.targets.satisfied_words", text):
        return False
    return mentions(row.book, "checks.targets.complaint_words", text)
