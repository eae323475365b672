"""实际完成值填错了栏

是什么
    实际完成值里填的是别的栏的内容：目标是文字或等级，完成值却是一个光秃秃的数，正好等于分值或得分；
    指标值或完成值整格写的是“定性”“定量”这样的指标类型；数量指标的完成值与成本指标的金额一样。

为什么
    没有完成情况，得分就没有依据；多半是复制时错了一栏，别的栏也要一起核对。

举例
    “改善居住环境”的目标是“有所改善”，实际完成值是 10，分值也是 10。

怎么改
    写实际结果；原来的分值（类型、金额）移到相应的栏。
"""

from jiheng.alike import ratio
from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.facts import is_qualitative
from jiheng.checks.indicator_state import full
from jiheng.checks.levels import Second
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import each, once
from jiheng.expression import expression
from jiheng.quantity import Kind, number
from jiheng.quantity.words import short

CHECK = Check(
    code="E13",
    official="填报的内容[“{printed}”]与栏目要求不符，疑为填错栏目。",
    severity=Severity.ERROR,
    rules=("checks.evidence.own_column",),
    page=__doc__,
)

_MYRIAD = expression(r"\d+(?:\.\d+)?万元?")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find weights, types and amounts in the place of results."""
    if not case.rows:
        return not_applicable("表中没有绩效指标")
    return judged([_finding(row, place, message) for row, place, message in misplaced(case)])


@once
def misplaced(case: Case) -> tuple[tuple[Row, str, str], ...]:
    """(row, field, message) of every cell that holds what belongs in another column."""
    found = dict(case.said(_judge))
    for row, actual in case.said(_in_myriads):
        if row not in found and _is_amount(case, row, actual):
            found[row] = "actual", f"的实际完成值“{actual}”与成本指标相同，疑把金额填进了数量"
    return tuple([(row, *found[row]) for row in case.rows if row in found]) if found else ()


def in_wrong_column(case: Case, row: Row) -> bool:
    """Whether this check reports the row."""
    return any(other.index == row.index for other, _, _ in misplaced(case))


@each
def _judge(row: Row) -> tuple[str, str] | None:
    """The column of a row that holds a type or its own points, and the message; None for none."""
    types = row.book.words("checks.evidence.type_words")
    target, actual = row.indicator.target or "", row.indicator.actual or ""
    if actual in types or (target in types and actual and row.indicator.property is not None):
        field, text = ("actual", actual) if actual in types else ("target", target)
        label = "实际完成值" if field == "actual" else "年度指标值"
        return field, f"的{label}写的是“{text}”，这是指标类型，不是{'完成情况' if field == 'actual' else '目标'}"
    figure = number(actual) if target and is_qualitative(row) else None
    if figure is not None and figure in (row.score.weight, row.score.printed):
        same = "分值" if figure == row.score.weight else "得分"
        if not any(c.isdigit() for c in target) and "%" not in (row.indicator.unit or ""):
            return "actual", f"的目标是“{short(target)}”，实际完成值却是 {actual}，与{same}相同，疑把{same}填进了完成值"
    return None


@each
def _in_myriads(row: Row) -> str:
    """The actual value of a quantity that is told in 万 (10.5万元), "" for another."""
    actual = row.indicator.actual or ""
    return actual if row.second is Second.QUANTITY and _MYRIAD.fullmatch(actual) else ""


def _is_amount(case: Case, row: Row, actual: str) -> bool:
    """Whether a cost indicator of nearly the same name states the same amount."""
    if any(quantity.kind is Kind.MONEY for quantity in row.score.target.quantities):
        return False
    least = float(case.book.number("checks.evidence.column_likeness"))
    return any(
        other.is_cost
        and actual.removesuffix("元") in (other.indicator.target or "") + "\n" + (other.indicator.actual or "")
        and ratio(folded(other.bare), folded(row.bare)) >= least
        for other in case.rows
    )


def _finding(row: Row, field: str, message: str) -> Finding:
    more = "没有完成情况，得分没有依据。" if full(row) and field == "actual" else ""
    return CHECK.at(
        row,
        field,
        f"{row.label}{message}。{more}",
        "写实际结果；原来的分值（类型、金额）移到相应的栏。",
    )
