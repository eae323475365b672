"""实际完成值与指标值不是同一类单位

是什么
    年度指标值是次数、金额、时长或比率，实际完成值却用了另一类单位，例如目标 100 家、实际 100%。

为什么
    单位不同类，无法比较是否完成，也无法按比例计分。

举例
    “服务企业数量”≥100 家，实际完成值 100%。

怎么改
    按指标值的单位重填实际完成值。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.evidence.signed_actual import is_bound, restates_bound
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.quantity import Kind, Quantity, Value
from jiheng.quantity.words import short

CHECK = Check(
    code="E10",
    official="实际完成值[“{printed}”]与年度指标值[“{target}”]计量单位不同，无法比较。",
    severity=Severity.WARNING,
    rules=("checks.evidence.same_kind",),
    page=__doc__,
)

_NUMERALS = {"万", "亿", "千", "百"}
_COUNTED = (Kind.COUNT, Kind.SHARE, Kind.MONEY, Kind.DURATION)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the kind of the actual value's unit with the target's."""
    found = case.said(_differing)
    if not found and not any(map(_pair, case.rows)):
        return not_applicable("没有目标和实际都是数字并写明单位的指标")
    return judged([_finding(row, *pair) for row, pair in found])


@CHECK.on_row
def _differing(row: Row) -> tuple[Quantity, Quantity] | None:
    """The same where the kinds of unit differ and no other check has said so."""
    pair = _pair(row)
    return pair if pair and _differ(*pair) and not _told(row) else None


def _pair(row: Row) -> tuple[Quantity, Quantity] | None:
    """The figures of target and actual value, where both are one figure with a unit."""
    target, actual = _one(row.score.target), _one(row.score.actual)
    return (target, actual) if target and actual else None


def _told(row: Row) -> bool:
    """Whether E02 has said that the cell restates a bound."""
    return is_bound(row) or restates_bound(row)


def _one(value: Value) -> Quantity | None:
    """The only figure of a cell, when it has a unit."""
    only = value.quantities[0] if len(value.quantities) == 1 else None
    return only if only and only.kind in _COUNTED and only.unit else None


def _differ(target: Quantity, actual: Quantity) -> bool:
    """Whether the kinds differ; 7.2万 answers 万元."""
    return target.kind is not actual.kind and not {target.unit, actual.unit} & _NUMERALS


def _finding(row: Row, target: Quantity, actual: Quantity) -> Finding:
    return CHECK.at(
        row,
        "actual",
        f"“{short(row.bare)}”的指标值以“{target.unit}”计，实际完成值 {short(row.indicator.actual or '')} "
        f"却以“{actual.unit}”计，无法比较。",
        f"按指标值的单位（{target.unit}）重填实际完成值。",
    )
