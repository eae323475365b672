"""产出写成了效益

是什么
    效益指标说的是通过了验收、评估、考核，或者满足、符合了什么要求，或者指标值是“是/否”“是”“有”，说的是做成了没有。作提示。

为什么
    通过验收说明产出合格，是质量；效益要说做成以后带来了什么变化、谁受了益。

举例
    社会效益指标“通过安全性评估”30 分，实际完成值“优（通过安全性评估）”。

怎么改
    把它移到质量指标；效益写受益的人数、减少的投诉和事故、提高的效率。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.facts import YES_NO
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import row_list

CHECK = Check(
    code="T35",
    official="效益指标[“{name}”]反映的是产出完成情况，不是效益。",
    severity=Severity.NOTICE,
    rules=("checks.targets.passed_endings", "checks.targets.met_endings"),
    page=__doc__,
)

_TRIM = "。；， "


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find benefits that tell that something was passed or done."""
    if not any(row.is_benefit and row.indicator.target for row in case.rows):
        return not_applicable("没有效益指标")
    outputs = [row for row, _ in case.said(_is_output)]
    if not outputs:
        return judged([])
    return judged(
        [
            CHECK.over(
                outputs,
                "l3",
                f"{row_list(outputs)}说的是通过了没有、合不合要求、做成了没有，是产出，不是效益。",
                "移到质量指标；效益写受益的人数、减少的投诉和事故、提高的效率。",
            )
        ]
    )


@CHECK.on_row
def _is_output(row: Row) -> bool:
    if not row.is_benefit or not row.indicator.target:
        return False
    if YES_NO.issuperset(row.indicator.target.strip(_TRIM).split("/")):
        return True
    name = row.bare.strip(_TRIM).removeprefix("顺利")
    if name.startswith("通过") and name.endswith(row.book.words("checks.targets.passed_endings")):
        return True
    return name.startswith(("满足", "符合")) and name.endswith(row.book.words("checks.targets.met_endings"))
