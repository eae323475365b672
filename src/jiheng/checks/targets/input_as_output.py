"""投入当成了产出

是什么
    数量指标数的是投入的人（维护人员数量、驻场人数），不是做了多少事。聘用、派遣人员的项目不算。

为什么
    派了几个人是投入，花了钱就有；产出要说这些人做了什么。

举例
    数量指标“驻场服务人员数量”6 人。

怎么改
    改成做了多少：巡检次数、处理件数、服务人次；人员数量写进合同或说明。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import mentions, word_pattern

CHECK = Check(
    code="T23",
    official="以人员投入作为产出数量，不反映工作成果。",
    severity=Severity.NOTICE,
    rules=("checks.targets.staff_words",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find quantities that count the people sent."""
    rows = case.of(Second.QUANTITY)
    if not rows:
        return not_applicable("没有数量指标")
    found = case.said(_counts_staff)
    if not found:
        return judged([])
    hired = word_pattern(case.book, "checks.targets.hiring_words")
    texts = (case.form.project or "", case.form.goal_expected or "", *(row.bare for row in rows))
    if any(hired.search(text) for text in texts):
        return not_applicable("项目本身是聘用、派遣人员")
    return judged([_finding(row) for row, _ in found])


@CHECK.on_row
def _counts_staff(row: Row) -> bool:
    """Whether a quantity is the number of people who do the work."""
    if row.second is not Second.QUANTITY or not row.bare.endswith(row.book.words("checks.targets.staff_endings")):
        return False
    return mentions(row.book, "checks.targets.staff_words", row.bare)


@once
def _finding(row: Row) -> Finding:
    return CHECK.at(
        row,
        "l3",
        f"{row.label}数的是投入的人，不是做了多少事。",
        "改成做了多少：巡检次数、处理件数、服务人次；人员数量写进合同或说明。",
    )
