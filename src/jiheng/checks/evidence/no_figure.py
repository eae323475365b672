"""指标值有数字而实际完成值没有

是什么
    年度指标值是一个数（次数、比率、金额、时长），或者一句话里有数（对接 9 家单位的系统），
    实际完成值只写“已完成”“达到预期”，没有数字；
    时效指标的指标值是日期，实际完成值没有写哪一天完成的，也在此指出。
    目标只是“1份”“1项”的，只作提示；表上只要求在“已完成”“部分完成”下打勾的，不算。

为什么
    有数的目标要用数来回答，否则无法核对是否完成，也无法按比例计分。

举例
    “巡检次数”≥52 次，实际完成值“已按要求完成”。

怎么改
    从台账、报告中查出实际数，按指标值的单位填写。
"""

from jiheng.checks.boxes import is_ticked
from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.expression import expression
from jiheng.quantity import Kind, Quantity
from jiheng.quantity.words import is_blank, short

CHECK = Check(
    code="E04",
    official="年度指标值[“{target}”]已量化，实际完成值[“{printed}”]未填报相应数值。",
    severity=Severity.ERROR,
    rules=("checks.evidence.figure_for_figure", "checks.evidence.undone_words"),
    page=__doc__,
)

_COUNTED = (Kind.COUNT, Kind.SHARE, Kind.MONEY, Kind.DURATION)
_DIGIT = expression(r"\d")
_MOSTLY = 2
"""A target is a figure when the figure takes up at least one part in this many of its text."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find figures asked for and answered in words."""
    answered = [row for row, _ in case.said(_is_answered_in_words) if not is_ticked(case, row)]
    if not answered and not any(map(_is_asked, case.rows)):
        return not_applicable("没有以数字、日期为目标并已填实际完成值的指标")
    found = [_finding(row, figure) for row in answered if (figure := _figure(row))]
    found += [_left_out(row) for row in answered if _figure(row) is None and _has_figure(row)]
    return judged([*found, *(_undated(row) for row in answered if _is_dated(row))])


def _is_asked(row: Row) -> bool:
    """Whether there is an actual value, and the target is a figure, counts something or asks for a date."""
    return not is_blank(row.indicator.actual) and (bool(_figure(row)) or _is_dated(row) or _has_figure(row))


@CHECK.on_row
def _is_answered_in_words(row: Row) -> bool:
    actual = row.indicator.actual or ""
    is_undone = actual.rstrip("。.") in row.book.words("checks.evidence.undone_words")
    return not is_blank(actual) and not is_undone and _is_wordy(row) and _is_asked(row)


def _has_figure(row: Row) -> bool:
    """Whether a target in words counts something (对接9家单位的系统)."""
    text = row.score.target.text
    if not _DIGIT.search(text) or "±" in text or row.score.target.scale:
        return False
    return any(quantity.kind in (Kind.COUNT, Kind.SHARE) and quantity.unit for quantity in row.score.target.quantities)


@once
def _left_out(row: Row) -> Finding:
    return CHECK.at(
        row,
        "actual",
        f"“{short(row.bare)}”的年度指标值“{short(row.indicator.target or '')}”里有数，"
        f"实际完成值“{short(row.indicator.actual or '')}”没有。",
        "按指标值里的数逐个写实际数。",
        severity=Severity.WARNING,
    )


def _is_dated(row: Row) -> bool:
    """Whether a row of time asks for a date and for nothing else."""
    quantities = row.score.target.quantities
    return row.second is Second.TIME and bool(quantities) and all(quantity.kind is Kind.DATE for quantity in quantities)


@once
def _undated(row: Row) -> Finding:
    return CHECK.at(
        row,
        "actual",
        f"“{short(row.bare)}”的年度指标值为 {short(row.indicator.target or '')}，"
        f"实际完成值只写“{short(row.indicator.actual or '')}”，没有写哪一天完成。",
        "从验收单、付款凭证、发文中查出日期填写。",
        severity=Severity.WARNING,
    )


def _figure(row: Row) -> Quantity | None:
    """The one figure of a target that is mostly that figure."""
    target = row.score.target
    if len(target.quantities) != 1 or target.quantities[0].kind not in _COUNTED:
        return None
    only = target.quantities[0]
    if "±" in target.text:
        return None  # a band of tolerance is answered by being within it
    return only if (only.end - only.start) * _MOSTLY >= len(target.text) else None


def _is_wordy(row: Row) -> bool:
    actual = row.indicator.actual or ""
    read = any(quantity.kind in (*_COUNTED, Kind.DATE) for quantity in row.score.actual.quantities)
    return not read and not any(character.isdigit() for character in actual)


def _finding(row: Row, figure: Quantity) -> Finding:
    return CHECK.at(
        row,
        "actual",
        f"“{short(row.bare)}”的年度指标值为 {short(row.indicator.target or '')}，"
        f"实际完成值只写“{short(row.indicator.actual or '')}”，没有数字。",
        "从台账、报告中查出实际数，按指标值的单位填写。",
        severity=Severity.NOTICE if figure.figure == 1 else Severity.ERROR,
    )
