"""满意度没有调查依据

是什么
    满意度填 98% 以上，或者只写“满意”“基本满意”，表中没有一处说到调查：没有问卷、样本、回访，也没有份数、人数。
    每张表合并为一条提示；已经有一行这样的，其余没有说到调查的满意率也一并列出。

为什么
    满意度是调查得来的数。没有调查就填 100%，等于自己给自己打满分，复核时首先要求补调查。

举例
    “住户满意度”≥90%，实际完成值 100%，偏差原因和完成情况中都没有提到调查。

怎么改
    补充调查对象、方式、发放和收回份数，附统计表；没有调查的不能填 100%，先补做。
"""

from decimal import Decimal

from jiheng.checks.boxes import is_ticked
from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.evidence.satisfaction_equal import equals_target
from jiheng.checks.evidence.signed_actual import is_bound
from jiheng.checks.evidence.wrong_column import in_wrong_column
from jiheng.checks.facts import has_figures, survey_told, surveyed
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import each
from jiheng.quantity import Kind
from jiheng.quantity.words import is_blank, short

CHECK = Check(
    code="E11",
    official="满意度未说明调查对象、样本数量和调查方式，评价依据不足。",
    severity=Severity.NOTICE,
    rules=("checks.evidence.survey_from",),
    page=__doc__,
)

_SHOWN = 3


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find satisfaction near 100 %, or in words, without a word of a survey."""
    silent = [(row, what) for row, what in case.said(_what) if not is_ticked(case, row)]
    if not silent:
        asked = any(row.is_satisfaction for row in case.rows)
        return judged([]) if asked else not_applicable("表中没有满意度指标")
    if survey_told(case):
        return judged([])
    found = [(row, what) for row, what in silent if not in_wrong_column(case, row)]
    if not found:
        return judged([])
    found += [(row, what) for row, what in case.said(_also) if all(row is not survey for survey, _ in found)]
    first = found[0][0]
    told = "；".join(f"{row.label}{what}" for row, what in found[:_SHOWN])
    more = f"；等 {len(found)} 行" if len(found) > _SHOWN else ""
    return judged(
        [
            CHECK.at(
                first,
                "actual",
                f"{told}{more}。",
                "补充调查对象、方式、发放和收回份数，附统计表；没有调查的不能填 100%，先补做。",
                places=tuple(row.place("actual") for row, _ in found),
            )
        ]
    )


@CHECK.on_row
def _what(row: Row) -> str:
    """What a row of satisfaction fails to say, "" when nothing is missing or another check has said it."""
    actual = row.indicator.actual or ""
    if not row.is_satisfaction:
        return ""
    if is_blank(actual) or surveyed(actual, row.book) or surveyed(row.indicator.reason or "", row.book):
        return ""
    if is_bound(row) or equals_target(row):
        return ""
    if not has_figures(actual, row.score.actual):
        return f"只写“{short(actual)}”，没有满意率"
    share = _share(row)
    if share is None or not row.book.number("checks.evidence.survey_from") <= share <= 1:
        return ""
    return f"填 {short(actual)}，表中没有说明调查了谁、多少人、用什么方式"


@each
def _also(row: Row) -> str:
    """What a lower figure lacks where another row of the form is told already."""
    actual = row.indicator.actual or ""
    if not row.is_satisfaction:
        return ""
    if is_blank(actual) or surveyed(actual, row.book) or surveyed(row.indicator.reason or "", row.book):
        return ""
    share = _share(row)
    if is_bound(row) or equals_target(row) or share is None or not 0 < share <= 1:
        return ""
    return f"填 {short(actual)}，也没有说明"


def _share(row: Row) -> Decimal | None:
    """The one share of the cell (1 = 100 %); a bare figure up to 100 is per cent."""
    quantities = row.score.actual.quantities
    if len(quantities) != 1 or quantities[0].base is None or quantities[0].upper is not None:
        return None
    only = quantities[0]
    if only.kind is Kind.SHARE:
        return only.base
    return only.base.scaleb(-2) if only.kind is Kind.COUNT and not only.unit and only.base is not None else None
