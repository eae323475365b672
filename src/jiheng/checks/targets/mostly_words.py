"""定性指标占了多半

是什么
    按等级或文字评价的指标，分值合计达到各项指标分值的六成（界限见办法）。每张表一条提示。

为什么
    绩效指标应当细化、量化，以定量为主。多半的分由“优良中低差”得来，总分高低就看怎么写，两年、两个项目之间也不能比。

举例
    质量、时效、效益都填“优良中低差”，共 60 分，只有数量、成本、满意度有数。

怎么改
    能计量的改成数、率、日期（故障率、响应时间、办件量）；确实只能定性的，写明每一档的标准。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.facts import is_qualitative
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import row_list
from jiheng.form import INDICATORS
from jiheng.quantity.words import is_blank, percent, plain

CHECK = Check(
    code="T38",
    official="定性指标分值占比偏高[，占{printed}]，量化程度不足。",
    severity=Severity.NOTICE,
    rules=("checks.targets.words_share",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Add up the weights of what is asked for in words."""
    whole = case.weights
    if not whole:
        return not_applicable("指标没有写分值")
    in_words = [row for row, _ in case.said(_is_in_words)]
    points = sum([row.score.weight for row in in_words if row.score.weight], Decimal(0))
    if points / whole < case.book.number("checks.targets.words_share"):
        return judged([])
    return judged(
        [
            CHECK.finding(
                str(INDICATORS),
                percent(points / whole),
                "",
                f"{row_list(in_words)}都按等级或文字评价，共 {plain(points)} 分，"
                f"占各项指标的 {percent(points / whole)}，得分难以核对。",
                "能计量的改成数、率、日期；确实只能定性的，写明每一档的标准。",
            )
        ]
    )


@CHECK.on_row
def _is_in_words(row: Row) -> bool:
    """Whether a row with points has a target that is no figure."""
    return bool(row.score.weight) and not is_blank(row.indicator.target) and is_qualitative(row)
