"""自评等级与总分不符

是什么
    表中写明的自评等级，不是总分按办法应得的等级。

为什么
    等级由总分决定；两者矛盾，公开后必被质疑。

举例
    总分 88.5，自评等级写“优”，按 90 分为优，应为“良”。

怎么改
    先核对总分，再按总分改正等级。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.indicator_state import grade_of
from jiheng.checks.outcome import Outcome, Severity, insufficient, judged, not_applicable
from jiheng.quantity.words import is_blank, plain

CHECK = Check(
    code="S06",
    official="自评等级“{printed}”与总分不符[，应为“{expected}”]。",
    severity=Severity.ERROR,
    rules=("grade.bands",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the grade with that of the printed total."""
    claimed = case.form.grade
    if claimed is None or is_blank(claimed):
        return not_applicable("表中没有写自评等级")
    total = case.figure("total_score")
    if total is None:
        return insufficient("没有总分，无法核对等级")
    grade = grade_of(total, case.book)
    names = [str(band["name"]) for band in case.book.rows("grade.bands")]
    said = next((name for name in names if name in claimed), None)
    if said is None:
        return insufficient(f"看不懂自评等级“{claimed}”")
    if said == grade:
        return judged([])
    return judged(
        [
            CHECK.finding(
                "grade",
                claimed,
                grade or "",
                f"总分 {plain(total)} 应为“{grade}”，自评等级写的是“{claimed}”。",
                f"先核对总分；总分无误的，把等级改为“{grade}”。",
            )
        ]
    )
