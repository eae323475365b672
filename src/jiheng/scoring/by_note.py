"""One indicator by the note that its form prints beside it: what the form prints wins over the rulebook."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from jiheng.places.printed import PRINTED_HERE
from jiheng.quantity import Kind, Quantity, Value
from jiheng.scoring.comparison import exact, size
from jiheng.scoring.compiled import Rules
from jiheng.scoring.delay import delay
from jiheng.scoring.note import Band, Level, Note, Of, Step, understood
from jiheng.scoring.outcome import Ruling, scored, undecided
from jiheng.scoring.result import Cited, Verdict
from jiheng.scoring.trace_figures import HUNDRED, percent, plain, product

_NOTE = "评分标准"
_PERCENT = ("%", "百分点")
_EXCERPT = 60


def by_note(text: str, usual: Ruling, target: Value, actual: Value, weight: Decimal, rules: Rules) -> Ruling:
    """The ruling by the note where it is understood, else undecided; `usual` is that of the rulebook.

    Whether the target was met is told by the rulebook; what that gives, by the note.
    """
    note = understood(text)
    ruling = _unread(text, usual) if note is None else _of(note, usual, target, actual, weight, rules)
    ruling.cited = (*ruling.cited, _cited(text))
    return ruling


def _of(note: Note, usual: Ruling, target: Value, actual: Value, weight: Decimal, rules: Rules) -> Ruling:
    if note.full is not None and note.full != weight:
        return _open(usual, f"评分标准写的满分是 {plain(note.full)} 分，本行分值是 {plain(weight)} 分，两处不一致")
    if note.usual:
        return usual
    goal, got = _only(target), _only(actual)
    if note.bands:
        return _banded(note.bands, usual, got, weight)
    if note.rate_times_weight:
        return _rate(usual, got, weight)
    if note.step is not None and note.step.of is Of.EVENT:
        return _events(note, note.step, usual, goal, got, weight)
    if note.full_from is not None:
        return _from(note, note.full_from, usual, goal, got, weight)
    if usual.band is not None or (note.levels and actual.level is not None):
        return _by_level(note, usual, actual, weight, rules)
    if usual.met is None or usual.met:
        return usual
    return _missed(note, usual, goal, got, weight)


def _missed(note: Note, usual: Ruling, goal: Quantity | None, got: Quantity | None, weight: Decimal) -> Ruling:
    """What a target that was missed is worth."""
    if note.levels:
        return _open(usual, "没有达到目标，算评分标准的哪一档，表上没有写")
    if note.nothing_when_missed and not note.proportional:
        return scored(Decimal(0), "没有达到目标，按评分标准不得分", met=False, ratio=usual.ratio)
    if note.nothing_when_late and goal is not None and goal.kind is Kind.DATE:
        return scored(Decimal(0), "晚于目标日期，按评分标准不得分", met=False)
    if note.proportional:
        if usual.ratio is None:
            return _open(usual, usual.why or "看不出完成的比例")
        share = min(max(usual.ratio, Decimal(0)), Decimal(1))
        if usual.low == usual.high == weight * share:
            return usual
        formula = f"按评分标准，完成 {percent(usual.ratio)}，{product(weight, share, weight * share)}"
        return scored(weight * share, formula, met=False, ratio=usual.ratio)
    if note.step is not None:
        return _stepped(note, note.step, usual, goal, got, weight)
    return _open(usual, "评分标准没有写未达到目标的怎样计分")


def _from(
    note: Note, start: Decimal, usual: Ruling, goal: Quantity | None, got: Quantity | None, weight: Decimal
) -> Ruling:
    """Full points from a share on: of the target done, else of the result itself."""
    reached = usual.ratio if note.of_done else exact(got) if got is not None and got.kind is Kind.SHARE else None
    if reached is None:
        return _open(usual, "评分标准按百分比计分，实际完成值不是一个百分比")
    least = start / HUNDRED
    if reached >= least:
        met = usual.met or None  # full points from there on, whatever the target says
        return scored(weight, f"{percent(reached)}，达到评分标准的 {plain(start)}%，得满分", met=met, ratio=usual.ratio)
    if note.step is None:
        return _open(usual, f"{percent(reached)}，不到评分标准的 {plain(start)}%，没有写不到的怎样计分")
    if note.step.of is not Of.SHORT or note.step.unit not in _PERCENT:
        return _open(usual, "评分标准的扣分办法与本行的数对不上")
    return _deducted(note, note.step, (least - reached) * HUNDRED, f"比 {plain(start)}% 低", usual, weight)


def _stepped(
    note: Note, step: Step, usual: Ruling, goal: Quantity | None, got: Quantity | None, weight: Decimal
) -> Ruling:
    """Points off for each step between the target and the result."""
    if goal is not None and got is not None and goal.kind is got.kind is Kind.DATE:
        return _late(note, step, usual, goal, got, weight)
    wanted, reached = (None if figure is None else size(figure) for figure in (goal, got))
    if goal is None or got is None or wanted is None or reached is None or exact(got) is None or goal.kind != got.kind:
        return _open(usual, "评分标准按差多少扣分，目标值和实际完成值看不出差多少")
    missing = wanted - reached if step.of is Of.SHORT else reached - wanted
    if missing < 0:
        return _open(usual, "评分标准只写了另一个方向的扣分")
    word = "少" if step.of is Of.SHORT else "多"
    if step.unit in _PERCENT:
        if goal.kind is Kind.SHARE:
            return _deducted(note, step, missing * HUNDRED, f"比目标{word}", usual, weight)
        if not wanted:
            return _open(usual, "目标值为 0，算不出相差百分之几")
        return _deducted(note, step, missing / wanted * HUNDRED, f"比目标{word}", usual, weight)
    if goal.figure is None or got.figure is None or not step.unit == goal.unit == got.unit:
        return _open(usual, f"评分标准按“{step.unit}”扣分，与目标值、实际完成值的单位对不上")
    return _deducted(note, step, abs(goal.figure - got.figure), f"比目标{word}", usual, weight)


def _late(note: Note, step: Step, usual: Ruling, goal: Quantity, got: Quantity, weight: Decimal) -> Ruling:
    """Points off for each day, week or month after the date of the target."""
    late = delay(goal, got, step.unit) if step.of is Of.BEYOND else None
    if late is None:
        return _open(usual, "评分标准按推迟多少扣分，目标日期和实际日期看不出推迟了多少")
    return _deducted(note, step, late.size, "比目标日期晚", usual, weight, late.told)


def _by_level(note: Note, usual: Ruling, actual: Value, weight: Decimal, rules: Rules) -> Ruling:
    """The points of the level that the result is at: by the level's own name, else by the band of the rulebook."""
    if not note.levels:
        return usual if usual.met else _missed(note, usual, None, None, weight)
    best = max((_points(level, weight)[1] for level in note.levels), default=weight)
    if best > weight or (best < weight and not note.full_when_met):
        return _open(usual, "评分标准最高一档的分与本行分值不一致")
    found = [level for level in note.levels if level.name in (actual.text, actual.level)]
    found = found or [level for level in note.levels if usual.band == _band(level.name, rules) is not None]
    if len(found) == 1:
        low, high = _points(found[0], weight)
        return _at(usual, f"“{found[0].name}”", low, high, weight)
    if not found and usual.met and note.full_when_met:
        return _at(usual, "达到目标", weight, weight, weight)
    if not found and usual.band == len(rules.bands) and note.nothing_when_missed:
        return _at(usual, "没有达到目标", Decimal(0), Decimal(0), weight)
    named = "、".join(level.name for level in note.levels)
    return _open(usual, f"评分标准分档计分（{named}），实际完成值看不出是哪一档")


def _at(usual: Ruling, what: str, low: Decimal, high: Decimal, weight: Decimal) -> Ruling:
    """The points of one level of the note; what is to be said of how the level is known stays."""
    points = plain(low) if low == high else f"{plain(low)}—{plain(high)}"
    verdict = Verdict.SCORED if low == high else Verdict.BAND
    formula = f"{what}，按评分标准得 {points} 分（分值 {plain(weight)}）"
    return Ruling(verdict, formula, usual.why, low=low, high=high, met=usual.met)


def _points(level: Level, weight: Decimal) -> tuple[Decimal, Decimal]:
    share = weight / HUNDRED if level.is_share else Decimal(1)
    return level.low * share, level.high * share


def _band(name: str, rules: Rules) -> int | None:
    """The band of the rulebook that a level of a note is."""
    return rules.words.get(name) or rules.levels.get(name)


def _events(
    note: Note, step: Step, usual: Ruling, goal: Quantity | None, got: Quantity | None, weight: Decimal
) -> Ruling:
    """Points off for each event, where none is wanted and so many are told."""
    if goal is None or got is None or size(goal) != 0 or got.kind is Kind.SHARE or got.figure is None:
        return _open(usual, "评分标准按发生几次扣分，表上看不出几次")
    if exact(got) is None:
        return _open(usual, "评分标准按发生几次扣分，实际完成值只写了范围")
    return _deducted(note, step, got.figure, "发生", usual, weight)


def _deducted(
    note: Note, step: Step, amount: Decimal, word: str, usual: Ruling, weight: Decimal, size: str = ""
) -> Ruling:
    """The weight less the points of each step; between two scores where the last is not full and nothing is said."""
    steps = amount / step.size
    ends = {True: (ROUND_CEILING,) * 2, False: (ROUND_FLOOR,) * 2, None: (ROUND_CEILING, ROUND_FLOOR)}
    low, high = (
        max(weight - steps.to_integral_value(mode) * step.points, Decimal(0)) for mode in ends[note.counts_begun]
    )
    each = f"每 {plain(step.size)} {step.unit}扣 {plain(step.points)} 分"
    told = f"{word} {size or f'{plain(amount)} {step.unit}'}，{each}"
    met = amount == 0 or usual.met
    if low == high:
        return scored(low, f"{told}，{plain(weight)} 分扣为 {plain(low)} 分", met=met, ratio=usual.ratio)
    why = "最后不足一档的扣不扣，评分标准没有写"
    formula = f"{told}，{plain(weight)} 分扣为 {plain(low)}—{plain(high)} 分"
    return Ruling(Verdict.BAND, formula, why, low=low, high=high, met=met, ratio=usual.ratio)


def _banded(bands: tuple[Band, ...], usual: Ruling, got: Quantity | None, weight: Decimal) -> Ruling:
    """The points of the narrowest band that holds the result."""
    result = exact(got) if got is not None and got.kind is Kind.SHARE else None
    if result is None:
        return _open(usual, "评分标准按百分比分档，实际完成值不是一个百分比")
    inside = sorted((band.within, band.points) for band in bands if band.within is not None)
    if not inside or max(points for _, points in inside) != weight:
        return _open(usual, "评分标准最高一档的分与本行分值不一致")
    for within, points in inside:
        if abs(result) * HUNDRED <= within:
            formula = f"{percent(result)}，在 ±{plain(within)}% 以内，得 {plain(points)} 分"
            return scored(points, formula, met=points == weight)
    outside = [band.points for band in bands if band.within is None]
    if len(outside) != 1:
        return _open(usual, "评分标准没有写超出最宽一档的怎样计分")
    return scored(outside[0], f"{percent(result)}，超出最宽的一档，得 {plain(outside[0])} 分", met=False)


def _rate(usual: Ruling, got: Quantity | None, weight: Decimal) -> Ruling:
    """The rate that the result is, times the weight."""
    rate = exact(got) if got is not None and got.kind is Kind.SHARE else None
    if rate is None:
        return _open(usual, "评分标准按比率乘分值计分，实际完成值不是一个比率")
    share = min(max(rate, Decimal(0)), Decimal(1))
    return scored(weight * share, product(weight, share, weight * share), met=usual.met, ratio=usual.ratio)


def _only(value: Value) -> Quantity | None:
    return value.quantities[0] if len(value.quantities) == 1 else None


def _unread(text: str, usual: Ruling) -> Ruling:
    return _open(usual, f"本行印有评分标准“{_cut(text)}”，没有读懂，不能据以计分，请对照它核定得分")


def _open(usual: Ruling, why: str) -> Ruling:
    """Undecided by the note; whether the target was met stands."""
    ruling = undecided(why, met=usual.met)
    ruling.ratio, ruling.over = usual.ratio, usual.over
    return ruling


def _cited(text: str) -> Cited:
    return Cited(PRINTED_HERE, _cut(text), f"{_NOTE}：{_cut(text)}", f"{PRINTED_HERE}：{_NOTE}", "printed")


def _cut(text: str) -> str:
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
