"""实际完成值照抄年度指标值

是什么
    实际完成值与年度指标值一字不差：一句话原样照抄，或者“2小时内”“12月底前”这样的范围照抄。
    效益的整句话里有数（比上年减少支出30%），原样照抄的也算。每张表合并为一条提示。
    合格、完成一类的等级用语，单纯的数字（目标 12 次、完成 12 次），
    “未发生事故”“均已拨付”一类的事实，不算。

为什么
    照抄目标，看不出实际做了什么、做到什么程度，等于没有提供完成情况。

举例
    “提升群众防灾意识”，指标值“开展宣传，提升群众防灾意识”，实际完成值一字不差。

怎么改
    写实际结果：做了几次、覆盖多少人、实际用时、完成日期，并留存佐证。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.evidence.level_only import without_fact
from jiheng.checks.evidence.signed_actual import is_bound, restates_bound
from jiheng.checks.names import folded
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import row_list, word_pattern
from jiheng.expression import expression
from jiheng.quantity import Kind, Quantity, Value

CHECK = Check(
    code="E03",
    official="实际完成值与年度指标值表述相同，未反映实际完成情况。",
    severity=Severity.NOTICE,
    rules=("checks.evidence.restated_from",),
    page=__doc__,
)


_HAN = expression(r"[一-鿿]")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find worded actual values that repeat their target."""
    worded = [row for row in case.rows if _is_worded(row) and not (is_bound(row) or restates_bound(row))]
    if not worded:
        return not_applicable("没有用文字填写的实际完成值")
    facts = word_pattern(case.book, "checks.evidence.fact_words")
    told = {row.index for row in without_fact(case)}
    restated = [
        row for row in worded if _same(row) and row.index not in told and not facts.search(row.indicator.actual or "")
    ]
    if not restated:
        return judged([])
    return judged(
        [
            CHECK.over(
                restated,
                "actual",
                f"{row_list(restated)}的实际完成值照抄了年度指标值，看不出实际做到什么程度。",
                "写实际结果：做了几次、覆盖多少人、实际用时、完成日期，并留存佐证。",
            )
        ]
    )


@CHECK.on_row
def _is_worded(row: Row) -> bool:
    """Whether an actual value says something other than a figure, a date or a level."""
    value = row.score.actual
    if len(value.text) < int(row.book.number("checks.evidence.restated_from")) or value.scale:
        return False
    if value.level == value.text:
        return False
    return _is_sentence(row) or not any(_is_answer(value, quantity) for quantity in value.quantities)


def _is_sentence(row: Row) -> bool:
    """Whether the result of a benefit is a whole sentence with a figure in it (比上年减少支出30%)."""
    least = int(row.book.number("checks.evidence.restated_sentence"))
    return row.is_benefit and len(_HAN.findall(row.indicator.actual or "")) >= least


def _is_answer(value: Value, quantity: Quantity) -> bool:
    """Whether a piece of the cell is an exact figure or date, or the cell is nothing but a level."""
    if quantity.kind in (Kind.LEVEL, Kind.YESNO):
        return quantity.end - quantity.start == len(value.text)
    return quantity.comparator is None


@once
def _same(row: Row) -> bool:
    actual, target = row.indicator.actual or "", row.indicator.target or ""
    return folded(actual) == folded(target) != ""
