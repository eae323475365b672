"""符号与好坏方向相反

是什么
    指标的符号与它的好坏方向相反：成本指标写成≥，满意度写成≤，产出数量、带宽速率写成≤；
    响应时间、故障率这类越小越好的写成≥，合格率、完成率这类越大越好的写成≤。

为什么
    符号反了，花得越多、故障越多反而算完成得越好，得分没有意义。

举例
    经济成本指标“年度支出金额”，指标性质≥，指标值 80 万元。

怎么改
    核对批复的绩效目标，把符号改过来（成本用≤，满意度用≥），并按改正后的方向重算得分。
"""

from decimal import Decimal

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.cost_indicators import names_money
from jiheng.checks.levels import Second
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import mentions, word_pattern
from jiheng.expression import expression
from jiheng.places import Book
from jiheng.quantity import Comparator, Kind, Quantity
from jiheng.quantity.words import short

CHECK = Check(
    code="T02",
    official="指标值的符号与指标方向相反[，应为“{expected}”]。",
    severity=Severity.ERROR,
    rules=("checks.targets.not_cost_words",),
    page=__doc__,
)

_UP = (Comparator.GE, Comparator.GT)
_DOWN = (Comparator.LE, Comparator.LT)
_NEGATED = expression(r"[不未非]$")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the sign of every target with the sense of its indicator."""
    found = case.said(_against_sense)
    if not found and not any(map(_signed, case.rows)):
        return not_applicable("没有写明≥或≤的定量指标")
    return judged([finding for _, finding in found])


@CHECK.on_row
def _against_sense(row: Row) -> Finding | None:
    quantity = _signed(row)
    return _judge(row, quantity) if quantity else None


def _signed(row: Row) -> Quantity | None:
    """The one figure of the target, when it has a sign for more or less."""
    quantities = row.score.target.quantities
    if len(quantities) != 1 or quantities[0].upper is not None:
        return None
    return quantities[0] if quantities[0].comparator in (*_UP, *_DOWN) else None


def _judge(row: Row, quantity: Quantity) -> Finding | None:
    name, book = row.bare, row.book
    if mentions(book, "checks.targets.changed_words", name):
        return None
    up = quantity.comparator in _UP
    if not up and mentions(book, "direction.reverse_words", row.score.target.text):
        return None  # the target itself names what it limits: 投诉次数≤4
    if up and row.is_cost and _is_spending(row):
        return _finding(row, quantity, "成本以不超过目标为好", "≤", Severity.ERROR)
    if not up and _is_satisfaction(row, quantity):
        return _finding(row, quantity, "满意度越高越好", "≥", Severity.ERROR)
    if _positive(book, name):
        full = quantity.kind is Kind.SHARE and quantity.base == Decimal(1)
        return None if up or full else _finding(row, quantity, "这项指标越大越好", "≥", Severity.WARNING)
    if not up and _is_speed(row):
        return _finding(row, quantity, "带宽、速率越大越好", "≥", Severity.WARNING)
    if not up and _counts_output(row, quantity):
        return _finding(row, quantity, "产出数量做得多才好", "≥", Severity.WARNING)
    if up and mentions(book, "direction.reverse_words", name):
        return _finding(row, quantity, "这项指标越小越好", "≤", Severity.WARNING)
    return None


def _is_spending(row: Row) -> bool:
    """Whether a cost indicator limits money spent (a share saved or an income is not)."""
    return names_money(row, row.score.target) and not mentions(row.book, "checks.targets.not_cost_words", row.bare)


def _counts_output(row: Row, quantity: Quantity) -> bool:
    """Whether a quantity of output is limited from above, and nothing says that it is a limit."""
    if row.second is not Second.QUANTITY or quantity.kind is not Kind.COUNT:
        return False
    return not mentions(row.book, "checks.targets.limit_words", row.bare)


def _is_speed(row: Row) -> bool:
    """Whether a quantity is a bandwidth or speed that is provided, of which a limit from above makes no sense."""
    return row.second is Second.QUANTITY and mentions(row.book, "checks.targets.speed_words", row.bare)


def _is_satisfaction(row: Row, quantity: Quantity) -> bool:
    """Whether the target asks for a share of the satisfied, in so many words or as a bare figure."""
    if row.second is not Second.SATISFACTION:
        return False
    bare = quantity.end - quantity.start == len(row.score.target.text)
    asked = quantity.kind is Kind.SHARE or (quantity.kind is Kind.COUNT and not quantity.unit and bare)
    return asked and "不满意" not in row.name and not mentions(row.book, "direction.reverse_words", row.name)


def _positive(book: Book, name: str) -> bool:
    """Whether the name says more is better; 不合格率 does not, although 合格率 does."""
    match = word_pattern(book, "direction.positive_words").search(name)
    return match is not None and not _NEGATED.search(name[: match.start()])


def _finding(row: Row, quantity: Quantity, sense: str, right: str, severity: Severity) -> Finding:
    sign = quantity.comparator.value if quantity.comparator else ""
    field = "property" if row.indicator.property and sign in row.indicator.property else "target"
    printed = row.indicator.property if field == "property" else row.indicator.target
    return CHECK.finding(
        row.place(field),
        printed,
        right,
        f"“{short(row.bare)}”的目标写作 {sign}{short(_figure(row, quantity))}，而{sense}，符号应为{right}。",
        f"核对批复的绩效目标，把符号改为{right}，再按改正后的方向重算得分。",
        severity=severity,
    )


def _figure(row: Row, quantity: Quantity) -> str:
    return f"{quantity.figure}{quantity.unit}"
