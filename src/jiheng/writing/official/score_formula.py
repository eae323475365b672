"""How the score of an indicator comes about in a workbook: by which formula, between which bounds, or by hand.

The rules are those of `jiheng.scoring`: which way an indicator is better is asked of it, and a formula is
written only where it would score the figure itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import msgspec

from jiheng.form import Form, Indicator
from jiheng.places import Book, block_of
from jiheng.quantity import Kind, Quantity, Value, number
from jiheng.quantity.words import plain
from jiheng.scoring import Direction, IndicatorScore, Verdict
from jiheng.scoring.compiled import rules_of
from jiheng.scoring.form_score import row_notes
from jiheng.scoring.indicator import score_indicator
from jiheng.scoring.note import understood

_FIGURES = (Kind.COUNT, Kind.SHARE, Kind.MONEY, Kind.DURATION)
_ROUNDINGS = {
    "half_up": "ROUND({x},{p})",
    "down": "ROUNDDOWN(ROUND({x},10),{p})",
    "half_even": "IF(ABS(MOD(ROUND(ABS({x})*{t},8),1)-0.5)<0.0000001,2*ROUND({x}*{t}/2,0)/{t},ROUND({x},{p}))",
}
WRONG_UNIT = "核对单位"
"""What the score says where amounts differ as 元 and 万元 do."""
NOT_PERCENT, A_DATE = "应写成%", "像是日期"
"""What the score says where 95 arrived as 9500 %, and where 3/4 became a day."""
_SHARE_TIMES = 3
"""So many times the goal, and so many times 100 %, a share was meant in per cent."""
_FIRST_DAY, _LAST_DAY, _FAR = 36526, 73050, 10
"""The days of 2000 to 2099 as workbooks count them; so far above its goal a figure is no achievement."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level to choose, and the scores that it leaves to the evaluator."""

    name: str
    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Way:
    """How one indicator is filled in and scored.

    `formula` has `{a}` for the actual value and `{w}` for the weight; "" where a person scores.
    `unit` is what the figure is counted in where no other cell says so; `paths` are the rules used.
    """

    formula: str = ""
    unit: str = ""
    is_share: bool = False
    most: Decimal | None = None
    """Where a share ends that can have been meant as one."""
    levels: tuple[Level, ...] = ()
    paths: tuple[str, ...] = ()
    counts: bool = True
    """False for a row without a weight: nothing is scored in it."""


def way_of(form: Form, index: int, book: Book) -> Way:
    """The way of `form.indicators[index]` under a rulebook."""
    indicator = form.indicators[index]
    weight = number(indicator.weight)
    if weight is None or weight < 0:
        return Way(counts=False)
    if (note := row_notes(form).get(index)) and not _is_general(note, book):
        return Way()
    target = _probe(form, index, "1", book).target
    if target.scale:
        return Way(levels=_levels(form, index, target, weight, book), paths=("qualitative.levels",))
    goal = target.quantities[0] if len(target.quantities) == 1 else None
    if goal is None or goal.kind not in _FIGURES or goal.figure is None or goal.upper is not None:
        return Way()
    return _by_figure(form, index, goal, book)


def _is_general(note: str, book: Book) -> bool:
    """Whether what the form prints beside the row is the book's own rule."""
    stated = understood(note)
    return stated is not None and stated.is_general and book.text("reverse.formula") == "target_over_actual"


def rounded(expression: str, book: Book) -> str:
    """An expression rounded as the book rounds scores."""
    places = int(book.number("rounding.places"))
    return _ROUNDINGS[book.text("rounding.mode")].format(x=f"({expression})", p=places, t=10**places)


def _probe(form: Form, index: int, actual: str, book: Book) -> IndicatorScore:
    """What the scoring says if `actual` stood in the row."""
    rows = list(form.indicators)
    rows[index] = msgspec.structs.replace(rows[index], actual=actual)
    return score_indicator(msgspec.structs.replace(form, indicators=rows), index, rules_of(book), _year(form))


def _year(form: Form) -> int | None:
    return int(form.year) if form.year and form.year.isdecimal() else None


def _levels(form: Form, index: int, target: Value, weight: Decimal, book: Book) -> tuple[Level, ...]:
    found = []
    for name in target.scale:
        score = _probe(form, index, name, book).score
        low, high = (score.low, score.high) if score.verdict is Verdict.BAND else (None, None)
        found.append(Level(name, low or Decimal(0), weight if high is None else high))
    return tuple(found)


def _by_figure(form: Form, index: int, goal: Quantity, book: Book) -> Way:
    indicator, figure = form.indicators[index], goal.figure or Decimal(0)
    is_share = goal.kind is Kind.SHARE and goal.unit == "%"
    unit = "" if is_share or goal.unit == indicator.unit else goal.unit
    probe = _probe(form, index, f"{plain(figure)}{'%' if is_share else unit}", book)
    if probe.score.verdict is not Verdict.SCORED:
        return Way()
    found = _expression(probe.direction, figure.scaleb(-2) if is_share else figure, goal, indicator, book)
    if found is None:
        return Way()
    expression, path = found
    formula = rounded(expression, book)
    if goal.kind is Kind.MONEY and figure > 0:
        formula = _unless_wrong_unit(formula, plain(figure), book)
    most = _SHARE_TIMES * max(Decimal(1), figure.scaleb(-2)) if is_share else None
    formula = _unless_date(formula, figure) if most is None else _unless_share(formula, most)
    return Way(f'IF(ISNUMBER({{a}}),{formula},"")', unit, is_share, most, paths=(path,))


def _expression(
    direction: Direction, goal: Decimal, target: Quantity, indicator: Indicator, book: Book
) -> tuple[str, str] | None:
    """The formula of a direction and the parameter it rests on; None where the rules have none."""
    g = plain(goal)
    block = block_of(indicator.l2, book) or block_of(indicator.l1, book)
    if block == "satisfaction" and target.kind is Kind.SHARE and book.text("satisfaction.formula") == "bands":
        return _bands(book), "satisfaction.bands"
    if goal == 0 and direction in (Direction.REVERSE, Direction.EQUAL):
        path = "zero_target.formula"
        return ("IF({a}<=0,{w},0)", path) if book.text(path) == "all_or_nothing" else None
    if goal <= 0:
        return None
    if direction is Direction.POSITIVE:
        return f"{{w}}*MAX(0,MIN(1,{{a}}/{g}))", "positive.formula"
    if direction is Direction.REVERSE:
        excess = book.text("reverse.formula") == "excess_deducted"
        over = f"MAX(0,1-({{a}}-{g})/{g})" if excess else f"{g}/{{a}}"
        return f"IF({{a}}<={g},{{w}},{{w}}*{over})", "reverse.formula"
    if direction is Direction.EQUAL:
        open_ = block == "cost" or book.text("equal.below") != "proportional"
        return ("{w}", "equal.above") if open_ else (f"{{w}}*MAX(0,MIN(1,{{a}}/{g}))", "equal.below")
    return None


def _bands(book: Book) -> str:
    rows: Sequence[tuple[Decimal, Decimal]] = sorted(
        (Decimal(str(row["from"])), Decimal(str(row["share"]))) for row in book.rows("satisfaction.bands")
    )
    formula = "0"
    for start, share in rows:
        formula = f"IF({{a}}>={plain(start)},{{w}}*{plain(share)},{formula})"
    return formula


def _unless_share(formula: str, most: Decimal) -> str:
    """No score where the cell, which counts in per cent, took a figure for a hundred times as much."""
    return f'IF(ABS({{a}})>={plain(most)},"{NOT_PERCENT}",{formula})'


def _unless_date(formula: str, goal: Decimal) -> str:
    """No score where the cell took 3/4 for a day of this year: a whole number far above the goal."""
    if goal * _FAR > _FIRST_DAY:
        return formula
    day = f"AND({{a}}>={_FIRST_DAY},{{a}}<={_LAST_DAY},{{a}}=INT({{a}}))"
    return f'IF({day},"{A_DATE}",{formula})'


def _unless_wrong_unit(formula: str, goal: str, book: Book) -> str:
    """No score where the amounts differ by the factor between 元 and 万元."""
    factor, spread = plain(book.number("unit_slip.factor")), plain(book.number("unit_slip.spread"))
    ratio = f"MAX({{a}}/{goal},{goal}/{{a}})"
    return f'IF({{a}}>0,IF(ABS({ratio}/{factor}-1)<={spread},"{WRONG_UNIT}",{formula}),{formula})'
