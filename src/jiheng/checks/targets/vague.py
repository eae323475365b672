"""指标值空泛

是什么
    指标值只写“有所提升”“效果显著”“良好”之类的话，没有数字，也没有等级。每张表合并为一条提示。

为什么
    做到什么程度算“有所提升”，没有标准，完成与否说不清楚，扣分与不扣分都没有依据。

举例
    社会效益指标“办事效率”，年度指标值“有所提升”，实际完成值“有所提升”，得满分。

怎么改
    换成可以核对的指标值：数量、比率、时间，或者“优良中低差”一类的等级，并说明等级怎么评定。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import row_list, word_pattern
from jiheng.quantity.words import says_nothing

CHECK = Check(
    code="T05",
    official="年度指标值[“{printed}”]表述空泛，不可衡量。",
    severity=Severity.NOTICE,
    rules=("checks.targets.vague_words",),
    page=__doc__,
)

_TRIM = "。；;，, "
_PHRASE = len("有所提升")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find targets that are nothing but a vague phrase."""
    worded = [row for row in case.rows if _is_worded(row)]
    if not worded:
        return not_applicable("没有用文字表述的指标值")
    vague = [row for row in worded if _is_vague(row)]
    if not vague:
        return judged([])
    first = vague[0]
    return judged(
        [
            CHECK.over(
                vague,
                "target",
                f"{row_list(vague)}的指标值只写“{first.indicator.target}”之类，没有数字也没有等级，无法核对是否完成。",
                "换成可以核对的指标值：数量、比率、时间，或“优良中低差”一类的等级，并留存评定依据。",
            )
        ]
    )


@CHECK.on_row
def _is_worded(row: Row) -> bool:
    target = row.score.target
    return not (says_nothing(row.indicator.target) or target.quantities or target.scale)


@once
def _is_vague(row: Row) -> bool:
    """Whether the target is a vague word, or a subject and a vague phrase (产业规模有所提升)."""
    words = word_pattern(row.book, "checks.targets.vague_words")
    text = (row.indicator.target or "").strip(_TRIM)
    if words.fullmatch(text):
        return True
    return any(match.end() == len(text) and len(match[0]) >= _PHRASE for match in words.finditer(text))
