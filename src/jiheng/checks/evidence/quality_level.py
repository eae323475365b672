"""质量、数量只有等级，没有依据

是什么
    质量（数量）指标按等级或文字评价，实际完成值只写“优”“合格”“完成”，没有一个数，没有写谁验收、什么时候验收、按什么标准。
    分值达到 10 分的才提，每张表合并为一条提示。

为什么
    “合格”要有验收意见、检测结论才站得住。只写等级，复核时首先要求补交依据。

举例
    质量指标“服务质量”20 分，目标“优良中低差”，实际完成值“优”。

怎么改
    写验收的时间、主体和结论（例如“合格，6月由业主单位组织验收”），或者改用合格率、故障率一类的数。
"""

from jiheng.checks.boxes import is_ticked
from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.evidence.level_only import is_level_only
from jiheng.checks.levels import Second
from jiheng.checks.names import folded
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import row_list, word_pattern
from jiheng.quantity.words import short

CHECK = Check(
    code="E15",
    official="实际完成值[“{printed}”]仅为等级或结论，未说明验收、评定依据。",
    severity=Severity.NOTICE,
    rules=("checks.evidence.quality_facts",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find quality and quantity of weight whose result is a level or 合格."""
    if not case.of(Second.QUALITY) and not case.of(Second.QUANTITY):
        return not_applicable("没有数量、质量指标")
    least = case.book.number("checks.evidence.quality_facts")
    bare = [
        row
        for row, _ in case.said(is_level_only)
        if not row.is_benefit and (row.score.weight or 0) >= least and _is_level(row) and not is_ticked(case, row)
    ]
    if not bare:
        return judged([])
    first = bare[0]
    return judged(
        [
            CHECK.over(
                bare,
                "actual",
                f"{row_list(bare)}的实际完成值只写“{short(first.indicator.actual or '')}”"
                "，没有说明谁评定、按什么标准、什么时候。",
                "写验收（检测、考核）的时间、主体和结论，附验收意见；或者改用合格率、故障率一类的数。",
            )
        ]
    )


@once
def _is_level(row: Row) -> bool:
    """Whether the result is a level, 完成, or either with its own words again: 合格（验收合格）."""
    actual = folded(row.indicator.actual or "")
    levels = {*row.score.target.scale, *row.score.actual.scale, row.score.actual.level or ""} - {""}
    words = ("checks.targets.done_words", "checks.evidence.empty_results")
    if any(word_pattern(row.book, path).fullmatch(row.indicator.actual or "") for path in words):
        return True
    return any(actual.startswith(folded(level)) for level in levels)
