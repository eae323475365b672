"""产出指标没有一项说到本项目的内容

是什么
    数量、质量、时效指标没有一项能看出这个项目做了多少、做得怎样：数的是报告、方案的份数或“1项服务”，质量是“按合同完成、
    验收合格”或一个等级，时效是合同期限、支出进度。研究、规划一类成果就是报告的，补助、奖励资金，不在此列。

为什么
    换一个项目，这些指标照样能用，也都能得满分。看不出本项目的工作量和质量，就谈不上按产出评价。

举例
    泵站运维项目的产出指标：月报 1 套、按合同完成服务内容（优良中低差）、支出进度 12 个月。

怎么改
    换成本项目的数：维护的设备台数、巡检次数、受理和办结的件数、可用率、故障率、响应时间。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.facts import is_qualitative
from jiheng.checks.levels import OUTPUTS
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.targets.only_report import report_is_product
from jiheng.checks.word_lists import mentions, row_list
from jiheng.form import INDICATORS
from jiheng.quantity import Kind
from jiheng.quantity.words import is_blank

CHECK = Check(
    code="T39",
    official="产出指标均为报告份数、合同期限、验收合格等一般性内容，未反映项目的核心产出。",
    severity=Severity.WARNING,
    rules=("checks.targets.generic_words",),
    page=__doc__,
)

_FEW = 2


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for one output that is this project's own."""
    rows = [
        row for row in case.rows if row.second in OUTPUTS and not row.is_cost and not is_blank(row.indicator.target)
    ]
    if len(rows) < _FEW:
        return not_applicable("产出指标不到两项")
    granted = mentions(case.book, "checks.targets.grant_words", case.form.project or "")
    if granted or report_is_product(case):
        return not_applicable("成果就是报告的研究、规划，或者补助、奖励资金")
    if not all(map(_is_generic, rows)):
        return judged([])
    return judged(
        [
            CHECK.finding(
                str(INDICATORS),
                "",
                "",
                f"产出指标{row_list(rows)}，没有一项能看出本项目做了多少、做得怎样。",
                "换成本项目的数：设备台数、巡检次数、办结件数、可用率、故障率、响应时间。",
                places=[row.place("l3") for row in rows],
            )
        ]
    )


@CHECK.on_row
def _is_generic(row: Row) -> bool:
    """Whether an output could stand in any project: reports, the contract, a level, one service."""
    if row.second not in OUTPUTS or row.is_cost:
        return False
    if mentions(row.book, "checks.targets.generic_words", row.bare) or is_qualitative(row):
        return True
    quantities = row.score.target.quantities
    if len(quantities) != 1 or quantities[0].kind not in (Kind.COUNT, Kind.DURATION) or quantities[0].figure != 1:
        return False
    return quantities[0].unit in ("", *row.book.words("checks.targets.generic_units"))
