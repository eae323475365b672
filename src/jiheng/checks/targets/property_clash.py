"""指标性质与指标值不合

是什么
    指标性质写“定性”，指标值却是一个数；或者指标性质写≥、≤、＝，指标值却是文字或等级。
    “＝”配文字（“＝有所改善”）说得通，许多系统也只有这几个符号可选，所以只作提示。
    等级写错字（“优良种低差”）也在此指出；名称说的是率、人数、金额而设成定性的，也在此指出。

为什么
    性质决定怎么算分：定量按比例，定性按等级。性质与指标值不合，得分就没有依据。

举例
    “验收合格率”的指标性质为定性，指标值 95，单位%。

怎么改
    定量指标的性质改为≥、≤或＝；定性指标的指标值改为等级，例如“优良中低差”。
"""

from difflib import SequenceMatcher

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.expression import expression
from jiheng.quantity import Comparator, Kind
from jiheng.quantity.words import is_blank, short

CHECK = Check(
    code="T15",
    official="指标性质与指标值不一致。",
    severity=Severity.WARNING,
    rules=("checks.targets.property_fits",),
    page=__doc__,
)

_QUALITATIVE = "定性"
_SHARE_IN_NAME = expression(r"\d\s*[%％]")
_WORDS = (Kind.LEVEL, Kind.YESNO, Kind.TEXT)
_EQUALS = {Comparator.EQ.value, "＝"}
_SIGNS = {comparator.value for comparator in Comparator} | {*_EQUALS, "＞", "＜", "≧", "≦"}


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the property column with the target beside it."""
    if not any(_is_marked(row) for row in case.rows):
        return not_applicable("表中没有指标性质一栏，或没有填")
    return judged([finding for row, finding in case.said(_judge) if _is_marked(row)])


def _is_marked(row: Row) -> bool:
    return not is_blank(row.indicator.property) and not is_blank(row.indicator.target)


@CHECK.on_row
def _judge(row: Row) -> Finding | None:
    target, nature = row.indicator.target or "", row.indicator.property or ""
    value = row.score.target
    if nature == _QUALITATIVE:
        if meant := _misspelt(row, target):
            return _finding(row, "target", meant, f"指标值“{target}”似为等级“{meant}”之误")
        figure = len(value.quantities) == 1 and not value.scale and value.quantities[0].kind not in _WORDS
        plain = figure and value.quantities[0].end - value.quantities[0].start
        if _countable(row, target):
            return _finding(row, "property", "", f"名称说的是可以计量的数，却设成定性（指标值“{short(target)}”）")
        if plain and plain >= len(target):
            return _finding(row, "property", "", f"指标性质为定性，指标值却是数字“{target}”")
    elif nature in _SIGNS and (value.scale or not value.quantities):
        what = f"指标性质为{nature}，指标值却是“{short(target)}”，没有数字"
        return _finding(row, "property", _QUALITATIVE, what, Severity.NOTICE if nature in _EQUALS else None)
    return None


def _countable(row: Row, target: str) -> bool:
    """Whether the name ends in what is counted (成活率, 户数) and the target is a level or only 增加."""
    named = row.bare.endswith(row.book.words("checks.targets.countable_endings")) or _SHARE_IN_NAME.search(row.bare)
    worded = bool(row.score.target.scale) or target in row.book.words("checks.targets.more_words")
    return bool(named) and worded and not row.is_satisfaction


def _misspelt(row: Row, target: str) -> str | None:
    """The known scale of which the target differs in one letter, None when it is one or resembles none."""
    scales = row.book.words("checks.targets.scales")
    if target in scales or len(target) < len("优良中"):
        return None
    return next((scale for scale in scales if _one_letter_off(target, scale)), None)


def _one_letter_off(one: str, other: str) -> bool:
    if len(one) != len(other) or len(one) < len("优良中差"):
        return False
    return sum(block.size for block in SequenceMatcher(None, one, other).get_matching_blocks()) == len(one) - 1


def _finding(row: Row, field: str, expected: str, what: str, severity: Severity | None = None) -> Finding:
    printed = row.indicator.property if field == "property" else row.indicator.target
    return CHECK.finding(
        row.place(field),
        printed,
        expected,
        f"“{short(row.bare)}”的{what}。",
        "定量指标的性质改为≥、≤或＝；定性指标的指标值改为等级，例如“优良中低差”。",
        severity=severity,
    )
