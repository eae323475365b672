"""How a judgement on a claim is put: passed, failed or open, with the sum in the report's own figures."""

from collections.abc import Sequence
from decimal import Decimal

from jiheng.checks import Severity, State
from jiheng.department.claims.extract import Item
from jiheng.department.claims.interval import Span, states
from jiheng.department.claims.result import Judgement, Kind
from jiheng.quantity.units import unit
from jiheng.quantity.words import brief, percent

_SLIPS = (
    (Decimal(10000), "像是 元 与 万元 写混了"),
    (Decimal(100), "像是小数点错了两位"),
    (Decimal(10), "像是小数点错了一位"),
)


def shown(item: Item, value: Decimal) -> str:
    """An exact value in the unit and kind of an item: 9718.93 万元, 58.92%, 69 个."""
    if item.figure.dimension == "比例":
        return percent(value, max(2, -int(item.printed.step.adjusted()) - 2))
    factor = unit(item.figure.unit).factor if item.figure.kind is not Kind.SCORE else Decimal(1)
    return brief(value / factor, 4 if item.figure.unit.endswith("亿元") else 2) + (item.figure.unit or "")


def judge(
    item: Item, code: str, exact: Span, how: str, operands: Sequence[Item], *, name: str, advice: str,
    severity: Severity = Severity.ERROR, doubt: str = "", hint: str = "",
) -> bool:  # fmt: skip
    """Judge an item against an exact result, note it there and at the operands; True when it agrees.

    `how` is the sum in the report's figures without its result, `name` what was worked out. With a `doubt`
    a result that differs stays open for that reason.
    """
    others = tuple(other.number for other in operands)
    result = shown(item, exact.exact)
    formula = f"{how} = {result}"
    vague = next((operand for operand in (item, *operands) if not operand.figure.is_exact), None)
    if states(item.printed, exact):
        rounding = "" if item.printed.value == exact.exact or item.printed.is_whole else "（四舍五入之内）"
        note(item, Judgement(code, State.PASS, formula + rounding, others=others), operands)
    elif vague is not None:
        note(
            item,
            Judgement(code, State.INSUFFICIENT_DATA, formula, f"“{vague.figure.text}”是约数", others=others),
            operands,
        )
    elif doubt:
        note(item, Judgement(code, State.INSUFFICIENT_DATA, formula, doubt, others=others), operands)
    else:
        hint = hint or _slip(item.printed.value, exact.exact)
        message = f"{name}写作 {item.text}，按报告自己的数字 {formula}" + (f"；{hint}" if hint else "")
        note(item, Judgement(code, State.FAIL, formula, "", result, message, advice, severity, others), operands)
        return False
    return True


def note(item: Item, judgement: Judgement, operands: Sequence[Item] = ()) -> None:
    """Keep a judgement at its item, and at the operands whether it agreed with them."""
    item.judgements.append(judgement)
    if judgement.state in (State.PASS, State.FAIL):
        for other in operands:
            numbers = other.used_in if judgement.state is State.PASS else other.disputed_in
            if item.number not in numbers:
                numbers.append(item.number)


def _slip(claimed: Decimal, exact: Decimal) -> str:
    for factor, words in _SLIPS:
        for one, other in ((claimed, exact), (exact, claimed)):
            if one and abs(one - other * factor) <= abs(one) / 1000:
                return words
    return ""
