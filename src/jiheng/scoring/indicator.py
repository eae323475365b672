"""One indicator: what its cells mean, which rule applies, and the score with its trace."""

from decimal import Decimal
from functools import lru_cache

import msgspec

from jiheng.form import Cell, Form, Indicator, Place
from jiheng.places.printed import labelled_points
from jiheng.quantity import (
    Answer,
    Comparator,
    Kind,
    Quantity,
    Value,
    answers,
    may_be_dated,
    meets,
    number,
    parse,
    points,
    shared_unit,
    understood,
)
from jiheng.scoring.by_note import by_note
from jiheng.scoring.comparison import size
from jiheng.scoring.compiled import Rules
from jiheng.scoring.dates import by_date, by_month, is_month
from jiheng.scoring.direction import Sense, sense
from jiheng.scoring.outcome import Ruling, scored, undecided
from jiheng.scoring.qualitative import by_level, by_words
from jiheng.scoring.quantitative import by_figures
from jiheng.scoring.result import Direction, IndicatorScore, Input, Verdict
from jiheng.scoring.satisfaction import by_bands, by_deviation
from jiheng.scoring.trace_figures import HUNDRED, plain, usable

_QUALITATIVE = Sense(Direction.QUALITATIVE)
_UNKNOWN = Sense(Direction.UNKNOWN)
_DEADLINE = Sense(Direction.REVERSE)
_WORDY = (Kind.TEXT, Kind.LEVEL, Kind.YESNO)
_MET = "positive.formula"
_CONTROL = "成本控制率"


class ScoredRow(msgspec.Struct, gc=False):
    """An indicator row as understood; `words` say it of target and actual in Chinese."""

    indicator: Indicator
    target: Value
    actual: Value
    words: tuple[str, str]
    weight: Decimal | None
    printed: Decimal | None
    block: str | None
    rules: Rules


def score_indicator(form: Form, index: int, rules: Rules, year: int | None, note: str = "") -> IndicatorScore:
    """The score of `form.indicators[index]`; a row without a weight (不涉及) is left undecided.

    `note` is what the form prints beside the row on how it is scored.
    """
    row = form.indicators[index]
    dated = may_be_dated(row.target or "") or may_be_dated(row.actual or "")
    # the same row is the same in every other year
    return _scored(_cells(row), index, rules, year if dated else None, note)


def _cells(row: Indicator) -> tuple[Cell, ...]:
    """The cells that a self-evaluation has; documents of other kinds have more, which no score rests on."""
    return msgspec.structs.astuple(row)[: len(Indicator.__struct_fields__)]


@lru_cache(maxsize=4096)
def _scored(cells: tuple[Cell, ...], index: int, rules: Rules, year: int | None, note: str) -> IndicatorScore:
    """A row by its cells: when one cell of a form is edited only its own row is worked out again."""
    row = _understand(Indicator(*cells), rules, year)
    direction, ruling = _rule(row)
    if note and row.weight is not None and row.weight > 0 and row.indicator.target and row.indicator.actual:
        ruling = by_note(note, ruling, row.target, row.actual, row.weight, rules)
    place = Place.of_indicator(index, "score")
    score = ruling.score(place, _subject(row.indicator, index), _inputs(row, index), rules)
    return IndicatorScore(
        index=index,
        indicator=row.indicator,
        score=score,
        direction=direction.direction,
        target=row.target,
        actual=row.actual,
        weight=row.weight,
        printed=row.printed,
        met=ruling.met,
        ratio=ruling.ratio,
        over=ruling.over,
        inferred=bool(direction.path),
    )


def _understand(indicator: Indicator, rules: Rules, year: int | None) -> ScoredRow:
    target, target_words = _read(indicator.target or "", indicator.property, indicator.unit, year)
    actual, actual_words = _read(indicator.actual or "", None, indicator.unit, year)
    if not (target.quantities and actual.quantities) and (pair := shared_unit(target, actual)):
        target, actual = pair
        target_words, actual_words = understood(target), understood(actual)
    return ScoredRow(
        indicator=indicator,
        target=target,
        actual=actual,
        words=(target_words, actual_words),
        weight=_weight(indicator),
        printed=usable(number(indicator.score)) if indicator.score else None,
        block=rules.block(indicator.l2) or rules.block(indicator.l1),
        rules=rules,
    )


def _weight(indicator: Indicator) -> Decimal | None:
    """The weight in its column; in a form without that column the one behind the name of the row."""
    if indicator.weight is None:
        return labelled_points(indicator.l3)
    return usable(points(indicator.weight)) if indicator.weight else None


@lru_cache(maxsize=8192)
def _read(text: str, sign: str | None, unit: str | None, year: int | None) -> tuple[Value, str]:
    """A cell as understood, and the same in words for the trace; the same cells come back form after form."""
    value = parse(text, sign=sign, unit=unit, year=year)
    return value, understood(value)


def _rule(row: ScoredRow) -> tuple[Sense, Ruling]:
    indicator = row.indicator
    if row.weight is None and indicator.weight is None:
        return _unweighted(row)
    if row.weight is None:
        return _UNKNOWN, undecided("没有分值，不计分" if not indicator.weight else "分值不是数字")
    if row.weight < 0:
        return _UNKNOWN, undecided("分值是负数")
    return _weighted(row, row.weight)


def _unweighted(row: ScoredRow) -> tuple[Sense, Ruling]:
    """A form without a column of weights is not scored; whether its targets were met can still be told."""
    direction, ruling = _weighted(row, HUNDRED)
    plain_ruling = undecided("表样没有分值，不计分", met=ruling.met)
    plain_ruling.ratio, plain_ruling.over = ruling.ratio, ruling.over
    return direction, plain_ruling


def _weighted(row: ScoredRow, weight: Decimal) -> tuple[Sense, Ruling]:
    indicator = row.indicator
    if not indicator.target:
        return _UNKNOWN, undecided("年度指标值没有填写，无从比较")
    if not indicator.actual:
        return _UNKNOWN, undecided("实际完成值没有填写")
    if indicator.property == "定性" or row.target.scale or row.target.kind in _WORDY:
        return _QUALITATIVE, _by_text(row, weight)
    return _by_figure(row, weight)


def _by_text(row: ScoredRow, weight: Decimal) -> Ruling:
    ruling = by_level(row.target, row.actual, weight, row.rules)
    if ruling is not None:
        return ruling
    return by_words(row.target, row.actual, weight, row.rules)


def _by_figure(row: ScoredRow, weight: Decimal) -> tuple[Sense, Ruling]:
    found = answers(row.target, row.actual, row.indicator.l3 or "")
    goal = found[0].target or row.target.quantities[0]
    direction = sense(goal, row.indicator, row.rules)
    if len(found) > 1:
        return direction, _several(row, found, weight)
    if goal.kind is Kind.DATE:
        direction = _DEADLINE
    got = found[0].quantity
    if got is None or not found[0].certain:
        slip = None if got is None else _unit_slip(goal, got, row.rules)
        return direction, slip or _no_answer(row, weight, found[0].why)
    if goal.kind is Kind.DATE:
        return direction, by_date(goal, got, weight)
    if is_month(goal):
        return _DEADLINE, by_month(goal, got, weight)
    if goal.upper is not None:
        return direction, _range(direction, goal, got, weight)
    return direction, _compare(direction, goal, got, weight, row)


def _several(row: ScoredRow, found: tuple[Answer, ...], weight: Decimal) -> Ruling:
    """A target of several demands: full weight when all are met; no office says what a part of them is worth."""
    states = [
        meets(each.target, each.quantity) if each.certain and each.target and each.quantity else None for each in found
    ]
    if all(states):
        return scored(weight, f"目标值的 {len(states)} 项要求都达到，得满分 {plain(weight)} 分", _MET, met=True)
    if False in states:
        return undecided("目标值有几项要求，其中有没达到的，办法没有规定如何折算", met=False)
    return _no_answer(row, weight, f"目标值有 {len(states)} 项要求，不能逐项断定是否达到")


def _range(direction: Sense, goal: Quantity, got: Quantity, weight: Decimal) -> Ruling:
    met = meets(goal, got)
    if met:
        return scored(weight, f"实际在目标范围之内，得满分 {plain(weight)} 分", _MET, met=True)
    if _is_better(direction, goal, got):
        return scored(weight, f"实际比目标范围还好，得满分 {plain(weight)} 分", _MET, met=True)
    return undecided("目标值是一个范围，实际不在其中或看不出是否在其中，办法没有这类指标的计分公式", met=met)


def _is_better(direction: Sense, goal: Quantity, got: Quantity) -> bool:
    """Whether a result lies beyond the better end of a range, where the name itself says which that is: 满意度."""
    worse = {
        ("direction.positive_words", Direction.POSITIVE): Comparator.GE,
        ("direction.reverse_words", Direction.REVERSE): Comparator.LE,
    }.get((direction.path, direction.direction))
    if worse is None:
        return False
    figure, base = (goal.figure, goal.base) if worse is Comparator.GE else (goal.upper, goal.upper_base)
    end = msgspec.structs.replace(goal, comparator=worse, figure=figure, base=base, upper=None, upper_base=None)
    return meets(end, got) is True


def _compare(direction: Sense, goal: Quantity, found: Quantity, weight: Decimal, row: ScoredRow) -> Ruling:
    if slip := _unit_slip(goal, found, row.rules):
        return slip
    if row.block == "satisfaction" and (banded := by_bands(goal, found, weight, row.rules)):
        return banded
    if _CONTROL in (row.indicator.l3 or "") and (banded := by_deviation(found, weight, row.rules)):
        return banded
    ruling = by_figures(direction.direction, goal, found, weight, row.block, row.rules)
    if direction.path and direction.direction is not Direction.UNKNOWN:
        ruling.why = "；".join(filter(None, (direction.why, ruling.why)))
        ruling.paths = (*ruling.paths, direction.path)
    return ruling


def _unit_slip(goal: Quantity, found: Quantity, rules: Rules) -> Ruling | None:
    """Undecided when two amounts differ by the factor between 元 and 万元: a slip of the unit, not a result."""
    expected, reached = size(goal), size(found)
    if goal.kind is not Kind.MONEY or not expected or not reached:
        return None
    factor = max(expected / reached, reached / expected)
    usual, spread = rules.book.number("unit_slip.factor"), rules.book.number("unit_slip.spread")
    if abs(factor / usual - 1) > spread:
        return None
    return undecided(
        f"实际与目标相差约 {plain(usual)} 倍，疑似单位写错（元与万元混用），请先核对单位", "unit_slip.factor"
    )


def _no_answer(row: ScoredRow, weight: Decimal, why: str) -> Ruling:
    """What words alone give (the target restated, 已完成 …) where no figure answers the target; else `why`."""
    ruling = by_words(row.target, row.actual, weight, row.rules)
    return undecided(why) if ruling.verdict is Verdict.UNDECIDED else ruling


def _subject(indicator: Indicator, index: int) -> str:
    return f"绩效指标第{index + 1}行" + (f"「{indicator.l3}」" if indicator.l3 else "")


def _inputs(row: ScoredRow, index: int) -> tuple[Input, ...]:
    indicator = row.indicator
    target = Input("年度指标值", Place.of_indicator(index, "target"), indicator.target or "", row.words[0])
    actual = Input("实际完成值", Place.of_indicator(index, "actual"), indicator.actual or "", row.words[1])
    weight = "不是数字" if row.weight is None else plain(row.weight)
    return target, actual, Input("分值", Place.of_indicator(index, "weight"), indicator.weight or "", weight)
