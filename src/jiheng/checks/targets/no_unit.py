"""定量指标没有单位

是什么
    指标值是一个光秃秃的数，单元格里没有单位，度量单位栏也空着（或没有这一栏），实际完成值里也看不出单位。
    每张表合并为一条提示；名称里已说明数什么的（次数、人数）、成本指标按表头金额单位填的，不算。

为什么
    “10”是 10 家、10 项还是 10%？没有单位，别人无法核对，元与万元也容易弄混。

举例
    社会效益指标“引导企业转型升级”，年度指标值 10，实际完成值 10。

怎么改
    在度量单位栏或指标值中写明单位（10 家、95%）。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.targets.misplaced import wrong_figure
from jiheng.checks.word_lists import mentions, row_list
from jiheng.expression import expression
from jiheng.quantity import Kind, known_unit

CHECK = Check(
    code="T14",
    official="定量指标未注明计量单位。",
    severity=Severity.NOTICE,
    rules=("checks.targets.unit_stated",),
    page=__doc__,
)

_NAMED_UNIT = expression(r"[(（](?:单位[:：])?([^()（）]{1,6})[)）]$")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find bare figures whose unit stands nowhere."""
    if not any(row.score.target.quantities for row in case.rows):
        return not_applicable("没有定量指标")
    without = [row for row, _ in case.said(_without_unit) if not wrong_figure(case, row)]
    if not without:
        return judged([])
    return judged(
        [
            CHECK.over(
                without,
                "target",
                f"{row_list(without)}的指标值只有数字，没有单位，无法核对。",
                "在度量单位栏或指标值中写明单位（10 家、95%）。",
            )
        ]
    )


@CHECK.on_row
def _without_unit(row: Row) -> bool:
    quantities = row.score.target.quantities
    if len(quantities) != 1 or quantities[0].unit or quantities[0].kind is not Kind.COUNT:
        return False
    if quantities[0].end - quantities[0].start < len(row.score.target.text):
        return False
    if (unit := _NAMED_UNIT.search(row.name)) and known_unit(unit[1]):
        return False
    if row.is_cost or any(quantity.unit for quantity in row.score.actual.quantities):
        return False
    name = row.bare
    told = mentions(row.book, "checks.targets.counted_words", name)
    return not told and not name.endswith(row.book.words("checks.targets.counted_endings"))
