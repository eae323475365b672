"""三级指标放错了二级指标

是什么
    三级指标的内容与所属的二级指标不合：响应时间放在质量或数量下，付款金额放在数量下，
    满意度放在产出或效益下，合格率、份数放在时效下，次数、人数放在质量下，中断时间放在数量下；
    数量、质量指标的指标值就是本项目的资金，或者数量指标写的是服务期限。

为什么
    放错类别，该类别就缺了应有的内容，一级指标的分值也跟着错位；这是复核时最常指出的问题之一。

举例
    质量指标“应急响应时间”，指标值 ≤4 小时——这是时效指标。

怎么改
    把指标移到相应的二级指标下；下一年度申报绩效目标时一并调整。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.levels import OUTPUTS, Second, benefit
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.same_fault import together
from jiheng.checks.targets.misfiled import misfiled
from jiheng.checks.word_lists import mentions, word_pattern
from jiheng.quantity import Kind, Quantity
from jiheng.quantity.words import short

CHECK = Check(
    code="T08",
    official="指标内容与所属二级指标[“{l2}”]不符[，应列入{expected}]。",
    severity=Severity.WARNING,
    rules=("checks.targets.time_words",),
    page=__doc__,
)

_TERMS = ("年", "月", "个月", "天", "日", "周年", "整年")
_NOT_TIME = (Second.QUANTITY, Second.QUALITY)
_BENEFIT = (Second.BENEFIT, Second.SUSTAINED)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare what every indicator speaks of with the second level it stands under."""
    if not any(row.second and row.indicator.l3 for row in case.rows):
        return not_applicable("没有填二级指标，或没有三级指标")
    told = {row.index for row in misfiled(case)}
    found = [_finding(row, right) for row, right in case.said(_right_level) if row.index not in told]
    said = {finding.place for finding in found}
    found += [
        _wrong_figure(row, what)
        for row, _ in case.said(_is_no_count)
        if row.index not in told and row.place("l2") not in said and (what := wrong_figure(case, row))
    ]
    return judged(together(found))


@CHECK.on_row
def _is_no_count(row: Row) -> bool:
    """Whether the target of a named indicator of quantity or quality is money or a term, or may be: a bare figure."""
    quantities = row.score.target.quantities
    if row.second not in _NOT_TIME or not row.indicator.l3 or len(quantities) != 1:
        return False
    only = quantities[0]
    return only.kind in (Kind.MONEY, Kind.DURATION) or not only.unit


def wrong_figure(case: Case, row: Row) -> str:
    """What a figure of quantity or quality says when it is money or a term of service; "" when it may stand."""
    quantities = row.score.target.quantities
    if row.second not in _NOT_TIME or len(quantities) != 1 or quantities[0].upper is not None:
        return ""
    only = quantities[0]
    if only.kind is Kind.MONEY or _is_budget(case, only):
        return "就是本项目的资金，付款不是产出数量" if _is_budget(case, only) else "是金额，金额不是产出数量"
    term = only.kind is Kind.DURATION and only.unit in _TERMS and row.second is Second.QUANTITY
    if term and not mentions(case.book, "checks.targets.term_words", row.name + (row.indicator.unit or "")):
        return "是服务期限，不是数量"
    return ""


def _is_budget(case: Case, only: Quantity) -> bool:
    """Whether a bare figure, in the form's unit of money, is the budget or the money spent."""
    fund = case.total_fund
    if fund is None or only.unit or only.figure is None or only.kind is not Kind.COUNT:
        return False
    return bool(only.figure) and only.figure * case.money_factor in (fund.initial, fund.budget, fund.executed)


def _wrong_figure(row: Row, what: str) -> Finding:
    return CHECK.at(
        row,
        "target",
        f"{row.label}的指标值 {short(row.indicator.target or '')}{row.indicator.unit or ''} {what}。",
        "数量写做了多少（次、件、处、人），期限移到时效，金额移到成本。",
    )


@CHECK.on_row
def _right_level(row: Row) -> str | None:
    """The second level an indicator belongs to by its name, None where it may stay."""
    if not row.indicator.l3:
        return None
    if row.second in (*OUTPUTS, *_BENEFIT) and _says(row, "satisfaction") and not _is_general(row):
        return "满意度指标"
    if row.second in _NOT_TIME and _is_time(row):
        return "时效指标"
    if row.second in _NOT_TIME and _says(row, "money"):
        return "成本指标"
    if row.second is Second.TIME and _is_quality(row):
        return "质量指标"
    if row.second is Second.QUALITY and _is_count(row):
        return "数量指标"
    if row.second is Second.TIME and _is_tally(row):
        return "数量指标"
    if row.second is Second.QUANTITY and _is_downtime(row):
        return "质量指标"
    return None


def _is_general(row: Row) -> bool:
    """Whether the second level is benefit as a whole (项目效益, 履职效果), which satisfaction is a part of.

    So is 效益指标 below a first level of another name: 实施效果指标.
    """
    name, over = row.indicator.l2 or "", row.indicator.l1 or ""
    if row.second is not Second.BENEFIT or benefit(name) != Second.BENEFIT.value:
        return False
    return "指标" not in name or (bool(over) and name not in over)


def _says(row: Row, what: str) -> bool:
    return mentions(row.book, f"checks.targets.{what}_words", row.bare)


def _is_time(row: Row) -> bool:
    """Whether the name speaks of speed or punctuality, and the target does not ask for something else."""
    kinds = {quantity.kind for quantity in row.score.target.quantities}
    if _says(row, "not_time") or kinds == {Kind.COUNT}:
        return False
    timed = bool(kinds) and kinds <= {Kind.DURATION, Kind.DATE}
    return _says(row, "time") or (timed and row.bare.endswith(row.book.words("checks.targets.time_endings")))


def _is_quality(row: Row) -> bool:
    quantities = row.score.target.quantities
    if len(quantities) != 1 or quantities[0].kind is not Kind.SHARE or _says(row, "time"):
        return False
    return _says(row, "quality")


def _is_count(row: Row) -> bool:
    endings = word_pattern(row.book, "checks.targets.count_endings")
    quantities = row.score.target.quantities
    if len(quantities) != 1 or quantities[0].kind is not Kind.COUNT or _says(row, "fault"):
        return False
    reports = row.book.words("checks.targets.report_endings")
    return any(match.end() == len(row.bare) for match in endings.finditer(row.bare)) or row.bare.endswith(reports)


def _is_downtime(row: Row) -> bool:
    quantities = row.score.target.quantities
    return len(quantities) == 1 and quantities[0].kind is Kind.DURATION and _says(row, "downtime")


def _is_tally(row: Row) -> bool:
    """Whether a row of time counts what was done (月报 12次) and says nothing of when."""
    quantities = row.score.target.quantities
    if len(quantities) != 1 or quantities[0].kind is not Kind.COUNT:
        return False
    unit = quantities[0].unit or row.indicator.unit or ""
    if unit not in row.book.words("checks.targets.tally_units") or _says(row, "fault") or _says(row, "not_tally"):
        return False
    return not any(quantity.kind in (Kind.DURATION, Kind.DATE) for quantity in row.score.actual.quantities)


def _finding(row: Row, right: str) -> Finding:
    return CHECK.at(
        row,
        "l2",
        f"“{short(row.bare)}”放在“{row.indicator.l2}”下，从内容看属于{right}。",
        f"把这项指标移到{right}下，分值随之调整；批复如此的，下一年度申报绩效目标时改正。",
        expected=right,
    )
