"""数量只有一份总结报告

是什么
    数量指标全部是一两份“工作报告”“项目总结”“方案”，或者只有按月、按周的“运维月报”，没有说做了多少事。
    研究、评估、规划、编制、监理类的项目，目标里就写着报告、方案的项目，不算。

为什么
    报告是做完事的记录，不是项目的产出；一份报告换二十分，看不出做了多少。

举例
    “泵站运维的工作总结报告”1 份，20 分。

怎么改
    数量写做了多少（巡检次数、维护台数、服务人次）；报告放在质量或时效里作为佐证。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.targets.unnamed_service import unnamed
from jiheng.checks.word_lists import mentions, row_list, word_pattern
from jiheng.quantity import Kind

CHECK = Check(
    code="T22",
    official="数量指标仅为工作报告，未反映主要产出。",
    severity=Severity.NOTICE,
    rules=("checks.targets.report_endings",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look at what the quantities count."""
    rows = [row for row in case.of(Second.QUANTITY) if row.indicator.l3]
    if not rows:
        return not_applicable("没有数量指标")
    if not case.said(_is_report):
        return judged([])
    if report_is_product(case):
        return not_applicable("项目的成果就是报告、方案")
    rows = [row for row in rows if not unnamed(row)]  # a quantity of nothing in particular is no product either
    if not rows or not all(map(_is_report, rows)):
        return judged([])
    first = rows[0]
    return judged(
        [
            CHECK.at(
                first,
                "l3",
                f"数量指标只有{row_list(rows)}，没有说做了多少事。",
                "数量写做了多少（巡检次数、维护台数、服务人次）；报告作为佐证。",
                places=tuple(row.place("l3") for row in rows),
            )
        ]
    )


@once
def report_is_product(case: Case) -> bool:
    """Whether what the project makes is a report: by its name, by a quantity's, or by the goal."""
    studied = word_pattern(case.book, "checks.targets.report_projects")
    names = [row.bare for row in case.of(Second.QUANTITY) if row.indicator.l3]
    if any(studied.search(text) for text in (case.form.project or "", *names)):
        return True
    return mentions(case.book, "checks.targets.report_words", case.form.goal_expected or "")


@CHECK.on_row
def _is_report(row: Row) -> bool:
    """Whether a row counts one or two reports, or the regular ones of the year."""
    if row.second is not Second.QUANTITY:
        return False
    name = _names(row)
    if name.endswith(row.book.words("checks.targets.log_endings")):
        return _few(row, "checks.targets.logs_few")
    return name.endswith(row.book.words("checks.targets.report_endings")) and _few(row, "checks.targets.reports_few")


def _names(row: Row) -> str:
    """The name without the marks of a title: 《运维工作总结报告》."""
    return row.bare.rstrip('》”" ')


def _few(row: Row, most: str) -> bool:
    """Whether the target is one count, no larger than a parameter."""
    found = row.score.target.quantities
    if len(found) != 1 or found[0].kind is not Kind.COUNT or found[0].figure is None:
        return False
    return found[0].figure <= row.book.number(most)
