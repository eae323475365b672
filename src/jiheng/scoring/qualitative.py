"""Qualitative indicators: the band of scores that a level, or a word of completion, leaves to the evaluator."""

from decimal import Decimal

from jiheng.expression import expression
from jiheng.quantity import Kind, Quantity, Value, closing, meets
from jiheng.scoring.compiled import Rules
from jiheng.scoring.outcome import Ruling, undecided
from jiheng.scoring.result import Verdict
from jiheng.scoring.trace_figures import percent, plain

_EDGES = expression(r"[，。、；：！,.;:!\s]+")
_CLAUSE = expression(r"[，。；：,;:（(]")
_SHORTEST_NAME = 6
_SEPARATOR = expression(r"[/／、|]")
_BANDS = "qualitative.bands"
_MISSED = "qualitative.missed_band"
"""The best band that is left when a demanded level was not reached."""


def by_level(target: Value, actual: Value, weight: Decimal, rules: Rules) -> Ruling | None:
    """The band of the level that `actual` names; None when it names none that the book knows.

    A target that demands a level (达到良以上, 基本满意) is achieved, and in the first band, when that level
    or a better one is reached; one that lists a scale leaves the band to the level itself.
    """
    level = _level(target, actual)
    if level is None:
        return None
    band = rules.levels.get(level)
    if band is None and level in target.scale:
        band = _by_position(target.scale.index(level), len(target.scale), len(rules.bands))
    what, note = f"等级“{level}”", ""
    if target.scale and level not in target.scale:
        note = f"“{level}”不在目标值列出的等级（{'、'.join(target.scale)}）之内"
    elif not target.scale and target.level and actual.level:
        met = meets(_demand(target), _demand(actual))
        if met is not None:
            band = 1 if met else max(band or 0, int(rules.book.number(_MISSED)))
            what = f"等级“{level}”{'达到' if met else '没有达到'}目标“{target.text}”，"
    return None if band is None else _band(band, what, "qualitative.levels", weight, rules, note)


def _level(target: Value, actual: Value) -> str | None:
    """The level an actual value begins with, also where only the target's own scale makes it one (符合（…）)."""
    if actual.level is not None:
        return actual.level
    offered = target.scale or tuple(_SEPARATOR.split(target.text))
    leading = [level for level in offered if level and actual.text.startswith(level)]
    if leading and len(offered) > 1:
        return max(leading, key=len)
    stated = closing(actual.text, target.scale) if target.scale else None
    return stated.unit if stated else None


def _demand(value: Value) -> Quantity:
    return next(quantity for quantity in value.quantities if quantity.kind is Kind.LEVEL)


def by_words(target: Value, actual: Value, weight: Decimal, rules: Rules) -> Ruling:
    """The band of a text: the target restated, or a bare word of completion; otherwise undecided."""
    word = _bare(actual.text)
    if _bare(target.text) == word:
        band = int(rules.book.number("qualitative.restated"))
        note = "实际完成值照抄目标值，只能视为填报单位自称达成，请评价人核实"
        return _band(band, "实际完成值与目标值文字相同，", "qualitative.restated", weight, rules, note)
    for name in (word, _opening(actual.text)):
        said = rules.words.get(name)
        if said is not None:
            return _band(said, f"“{name}”", "qualitative.words", weight, rules, "")
    if path := _done(actual, word):
        return _band(int(rules.book.number(path)), f"“{word}”", path, weight, rules, "")
    return undecided("目标值或实际完成值是文字，达成到哪一档由评价人判断", _BANDS)


def _done(actual: Value, word: str) -> str | None:
    """The parameter for a cell that says done or not done and nothing else."""
    first = actual.quantities[0] if len(actual.quantities) == 1 else None
    if first is None or first.kind is not Kind.YESNO or _bare(actual.text[first.start : first.end]) != word:
        return None
    return "qualitative.done" if first.figure else "qualitative.undone"


def _opening(text: str) -> str:
    """What a text says first, where it is long enough to be the name of a band: 部分达成预期指标并具有一定效果，…."""
    first = _CLAUSE.split(text, maxsplit=1)[0].strip()
    return first if len(first) >= _SHORTEST_NAME else ""


def _bare(text: str) -> str:
    return _EDGES.sub("", text)


def _by_position(position: int, levels: int, bands: int) -> int:
    """The band (from 1) of the level at `position` of a scale that the book does not know: first, last or between."""
    if position == 0:
        return 1
    return bands if position == levels - 1 else (bands + 1) // 2


def _band(number: int, what: str, path: str, weight: Decimal, rules: Rules, note: str) -> Ruling:
    if not 1 <= number <= len(rules.bands):
        return undecided(f"办法没有第 {number} 档", path, _BANDS)
    band = rules.bands[number - 1]
    low, high = weight * band.low, weight * band.high
    formula = (
        f"{what}对应“{band.name}”，{percent(band.high)}—{percent(band.low)}，"
        f"即 {plain(weight)} 分中的 {plain(low)}—{plain(high)} 分"
    )
    return Ruling(Verdict.BAND, formula, note, (path, _BANDS), low, high, met=number == 1, band=number)
