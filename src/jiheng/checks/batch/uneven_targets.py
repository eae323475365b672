"""同类项目的目标相差悬殊

是什么
    名称相近的项目（相似程度见办法），同名、同单位的指标，目标值相差几倍。
    比率看离 100% 的距离：99% 与 80% 的差距是 20 倍。

为什么
    做同样的事，目标应当相近。相差悬殊，要么有的定得太松，要么单位、口径写错。

举例
    “东片区路灯维护”要求 2 小时内修复，“西片区路灯维护”要求 48 小时内修复。

怎么改
    核对口径和单位；没有特别理由的，下一年度按同一标准设定。
"""

from collections.abc import Sequence
from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.similar import candidates, project_stem
from jiheng.checks.word_lists import likeness
from jiheng.quantity import Kind
from jiheng.quantity.words import short

CHECK = Check(
    code="B05",
    official="同类项目目标值宽严不一，{projects}的“{name}”目标值相差较大。",
    severity=Severity.NOTICE,
    rules=("checks.batch.target_factor",),
    page=__doc__,
)

_COMPARED = (Kind.SHARE, Kind.DURATION)
_WHOLE = Decimal(1)


@CHECK.on_batch
def examine_batch(cases: Sequence[Case]) -> Outcome:
    """Compare the targets of one indicator among projects of nearly one name."""
    targets = [(case, row, aim) for case in cases for row in case.rows if (aim := _target(row)) is not None]
    if len({case.index for case, _, _ in targets}) < 2:
        return not_applicable("不足两张有比率或时限指标的自评表")
    found = []
    for earlier, later in candidates([(_key(row),) for _, row, _ in targets]):
        (one, first, aim), (other, second, other_aim) = targets[earlier], targets[later]
        if aim == other_aim or one is other:
            continue
        if _far_apart(one, aim, other_aim, first.score.target.quantities[0].kind) and _same_kind(one, other):
            found.append(_finding(one, first, other, second))
    return judged(found)


@once
def _target(row: Row) -> Decimal | None:
    """The one share or duration a target asks for."""
    quantities = row.score.target.quantities
    if row.is_cost or len(quantities) != 1 or quantities[0].kind not in _COMPARED or quantities[0].upper is not None:
        return None
    return quantities[0].base


@once
def _key(row: Row) -> str:
    quantity = row.score.target.quantities[0]
    sign = quantity.comparator.value if quantity.comparator else ""
    return f"{folded(row.bare)}|{quantity.kind}|{sign}"


def _far_apart(case: Case, one: Decimal, other: Decimal, kind: Kind) -> bool:
    """Whether one of two targets is many times the other; of shares, what they leave out."""
    if kind is Kind.SHARE:
        one, other = abs(_WHOLE - one), abs(_WHOLE - other)
    low, high = sorted((one, other))
    return low > 0 and high / low >= case.book.number("checks.batch.target_factor")


def _same_kind(one: Case, other: Case) -> bool:
    stems = project_stem(one.form.project or ""), project_stem(other.form.project or "")
    least = float(one.book.number("checks.batch.kind_likeness"))
    return stems[0] != stems[1] and likeness(*stems, least) > 0


def _finding(one: Case, first: Row, other: Case, second: Row) -> Finding:
    return CHECK.finding(
        first.place("target"),
        first.indicator.target,
        "",
        f"“{short(one.form.project or '')}”与“{short(other.form.project or '')}”是同类项目，"
        f"“{short(first.bare)}”的目标却分别是 {_shown(first)} 和 {_shown(second)}。",
        "核对口径和单位；没有特别理由的，按同一标准设定。",
        forms=(one.index, other.index),
    )


def _shown(row: Row) -> str:
    quantity = row.score.target.quantities[0]
    sign = quantity.comparator.value if quantity.comparator else ""
    return f"{sign}{quantity.figure}{quantity.unit}"
