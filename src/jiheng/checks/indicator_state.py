"""How an indicator stands: target missed, points lost, far above target, or a likely slip of the pen."""

from decimal import Decimal

from jiheng.checks.case import Row
from jiheng.checks.levels import Second
from jiheng.checks.names import folded
from jiheng.expression import expression
from jiheng.places import Book
from jiheng.quantity import Kind
from jiheng.quantity.words import plain
from jiheng.scoring.compiled import rules_of
from jiheng.scoring.result import Score, Verdict
from jiheng.scoring.total import grade

# Ratios that a digit too many or a mixed-up unit of money leaves behind.
_HAN = expression(r"[一-鿿]")
_SLIPS = frozenset(Decimal(1).scaleb(power) for power in (-4, -3, -2, -1, 1, 2, 3, 4))


def lost(row: Row) -> bool:
    """Whether the printed score is below the weight."""
    score = row.score
    return score.printed is not None and score.weight is not None and score.printed < score.weight


def full(row: Row) -> bool:
    """Whether the printed score is the whole weight."""
    return row.score.printed is not None and row.score.printed == row.score.weight


def missed(row: Row) -> bool:
    """Whether the target was missed; reaching exactly a bound that must be exceeded (>90 % → 90 %) is no miss."""
    return row.score.met is False and row.score.ratio != 1


def in_words(row: Row) -> bool:
    """Whether the figure that answers the target stands within a sentence, so that its sense had to be understood."""
    actual = row.score.actual
    spans = [(quantity.start, quantity.end) for quantity in actual.quantities]
    rest = "".join(c for i, c in enumerate(actual.text) if not any(start <= i < end for start, end in spans))
    return bool(_HAN.search(rest)) and folded(rest) not in folded(row.name)


def slipped(row: Row) -> bool:
    """Whether amounts of money differ by exactly a power of ten, so that one of them is likely miswritten."""
    money = row.second is Second.COST or row.score.target.kind is Kind.MONEY
    return money and row.score.ratio in _SLIPS


def over_steps_apply(row: Row) -> bool:
    """Whether the rulebook's own steps for over-achievement leave two results to choose from."""
    score = row.score
    return score.over is not None and score.score.verdict is Verdict.JUDGEMENT and len(score.score.alternatives) > 1


def versus(row: Row) -> str:
    """`年度指标值 ≥95%，实际完成值 90%`, as printed with sign and unit."""
    indicator = row.indicator
    sign = indicator.property if indicator.property in ("≥", "≤", "=", ">", "<") else ""
    return f"年度指标值 {sign}{with_unit(row)}，实际完成值 {indicator.actual}"


def with_unit(row: Row) -> str:
    """The target as printed, with the unit of its column: 2 and 小时 → 2小时."""
    unit, target = row.indicator.unit or "", row.indicator.target or ""
    return target if unit and target.endswith(unit) else target + unit


def exact_score(row: Row) -> Decimal:
    """The score before rounding where weight × ratio gives it, so that a truncation is recognised."""
    score, ratio, weight = row.score.score.score, row.score.ratio, row.score.weight
    rounded = score if score is not None else Decimal(0)
    if ratio is None or weight is None or not 0 <= ratio <= 1:
        return rounded
    exact = weight * ratio
    return exact if abs(exact - rounded) < Decimal("0.01") else rounded


def rule_of(score: Score) -> str:
    """The rule that a score was worked out by, with its source, "" when the trace cites none."""
    for cited in score.trace.parameters:
        return f"{cited.text}（{cited.source}）"
    return ""


def either(score: Score) -> str:
    """The results between which a person must choose: `目标值并非明显偏低：满分 10；…`."""
    return "；".join(
        f"{alternative.condition}"
        if plain(alternative.score) in alternative.condition
        else f"{alternative.condition}，{plain(alternative.score)} 分"
        for alternative in score.alternatives
    )


def grade_of(total: Decimal, book: Book) -> str | None:
    """The grade that a total has by the rulebook, None below all of them."""
    return grade(total, rules_of(book))
