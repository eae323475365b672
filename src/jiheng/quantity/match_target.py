"""Which of the figures in an actual value answers the target."""

import re
from decimal import Decimal

import msgspec

from jiheng.expression import expression
from jiheng.quantity import dates, levels
from jiheng.quantity.comparison import aligned
from jiheng.quantity.normalise import normal
from jiheng.quantity.value import Comparator, Kind, Quantity, Value

_BREAK = expression(r"[,，。;；、\n]")
_NUMBERED = expression(r"^\s*(?:指标\s*\d+|\d+[、.．])\s*[:：]?")
_PARTS = (
    "尾款",
    "首款",
    "预付",
    "进度款",
    "质保金",
    "保证金",
    "余款",
    "首付",
    "定金",
    "结余",
    "结转",
    "其中",
    "上年",
    "去年",
)
_FAR = Decimal(1000)


class Answer(msgspec.Struct, frozen=True, gc=False):
    """The quantity that answers a target, in comparable terms; None when none does.

    `certain` says whether it follows from the cell; `why` how it was chosen or what stands in the
    way (Chinese, for the user). `target` is the target it answers.
    """

    quantity: Quantity | None
    certain: bool
    why: str
    target: Quantity | None = None


def answer(target: Value, actual: Value, hint: str = "") -> Answer:
    """The figure of `actual` that answers `target`; `hint` is the name of the indicator.

    A figure is chosen by kind and unit, then by the words around it that the indicator name has too,
    then by its printed unit. Where these leave more than one, none is chosen. A target with several
    figures is several demands: see `answers`.
    """
    found = answers(target, actual, hint)
    if len(found) == 1:
        return found[0]
    if not found:
        return Answer(None, False, "指标值里没有可以比较的数字、日期或等级")
    return Answer(None, False, f"指标值里有{len(found)}项要求，须逐项对照")


def answers(target: Value, actual: Value, hint: str = "") -> tuple[Answer, ...]:
    """One answer for each demand of the target, in its order; () when the target demands nothing that compares."""
    if target.scale and not target.quantities:
        return (_level(target, actual),)
    demands = [q for q in target.quantities if len(target.quantities) == 1 or not _this_year(q)]
    name = _NUMBERED.sub("", normal(hint))
    return tuple(_one(demand, target, actual, name, len(demands)) for demand in demands)


def _this_year(quantity: Quantity) -> bool:
    """Whether a demand says no more than 年内: a form is for a year."""
    return quantity.kind is Kind.DATE and quantity.comparator is Comparator.LE and dates.is_whole_year(quantity)


def _level(target: Value, actual: Value) -> Answer:
    if reached := levels.on_scale(normal(actual.text), target.scale):
        return Answer(reached, True, "实际完成值开头写明的等级")
    for quantity in actual.quantities:
        if quantity.kind is Kind.LEVEL:
            return Answer(quantity, True, "实际完成值写明的等级")
    if reached := levels.closing(normal(actual.text), target.scale):
        return Answer(reached, True, "实际完成值末尾写明的等级")
    return Answer(None, False, "实际完成值没有写明等级")


def _one(demand: Quantity, target: Value, actual: Value, name: str, demands: int) -> Answer:
    pairs = [pair for q in actual.quantities if (pair := aligned(demand, q)) is not None]
    if not pairs:
        return Answer(None, False, _nothing(demand, actual), demand)
    if len(pairs) == 1:
        return _alone(pairs[0], actual, name)
    words = _bigrams(name if demands == 1 else _around(target, demand))
    return _choose(demand, [got for _, got in pairs], actual, words)


def _nothing(demand: Quantity, actual: Value) -> str:
    if not actual.text.strip():
        return "实际完成值为空"
    kinds = {q.kind for q in actual.quantities}
    if kinds & {Kind.YESNO, Kind.LEVEL}:
        return "指标值有数字或日期，实际完成值只说完成与否或等级"
    if not kinds:
        return "实际完成值里没有可以比较的数字、日期或等级"
    return f"实际完成值与指标值的单位或性质不同（指标值以“{demand.unit or '数'}”计）"


def _alone(pair: tuple[Quantity, Quantity], actual: Value, name: str) -> Answer:
    """The only figure that compares: the answer, unless its own words say that it is of something else."""
    demand, got = pair
    clause = _around(actual, got)
    part = next((p for p in _PARTS if p in clause and p not in name), None)
    if part:
        return Answer(None, False, f"实际完成值里可比的数字只有“{part}”的，不知是否就是本指标的", demand)
    printed = _printed(actual, got)
    if _far(demand, got, printed):
        return Answer(got, False, "实际完成值没有写单位，按指标值的单位理解则相差千倍以上", demand)
    if demand.unit and not printed.unit and printed.kind is Kind.COUNT and not _whole(actual, printed):
        return Answer(got, False, "实际完成值的数字没有写单位，又夹在文字中间", demand)
    if demand.kind is Kind.SHARE and not printed.unit and got.figure is not None and got.figure <= 1:
        return Answer(got, False, "实际完成值没有写%，不知是比率还是百分数", demand)
    return Answer(got, True, "实际完成值里可比的数字只有这一个", demand)


def _whole(value: Value, quantity: Quantity) -> bool:
    rest = value.text[: quantity.start] + value.text[quantity.end :]
    return not rest.strip(" 。.;；")


def _far(demand: Quantity, got: Quantity, printed: Quantity) -> bool:
    if printed.unit == got.unit or not demand.base or not got.base:
        return False
    times = got.base / demand.base
    return demand.kind is Kind.MONEY and not 1 / _FAR < times < _FAR


def _choose(demand: Quantity, candidates: list[Quantity], actual: Value, words: set[str]) -> Answer:
    if len({(q.base, q.upper_base, q.unit if q.base is None else "") for q in candidates}) == 1:
        return Answer(candidates[0], True, "实际完成值里可比的数字彼此相等", demand)
    shared = [len(words & _bigrams(_around(actual, q))) for q in candidates]
    best = _only(candidates, shared)
    if best is not None:
        return Answer(best, True, "取与指标名称用词相同处的数字", demand)
    top = [q for q, n in zip(candidates, shared, strict=True) if n == max(shared)]
    same_unit = [q for q in top if q.unit == demand.unit and _printed(actual, q).unit == demand.unit]
    if len(same_unit) == 1 and max(shared) > 0:
        return Answer(same_unit[0], True, "取与指标值单位相同的数字", demand)
    listed = "、".join(actual.text[q.start : q.end].strip() for q in candidates[:4])
    return Answer(None, False, f"实际完成值里有几个可比的数字（{listed}），不能断定哪一个对应本指标", demand)


def _printed(actual: Value, got: Quantity) -> Quantity:
    return next(q for q in actual.quantities if q.start == got.start)


def _only(candidates: list[Quantity], scores: list[int]) -> Quantity | None:
    best = max(scores)
    chosen = [q for q, n in zip(candidates, scores, strict=True) if n == best]
    return chosen[0] if best > 0 and len(chosen) == 1 else None


def _around(value: Value, quantity: Quantity) -> str:
    """The words that belong to a figure: from the break or figure before it to the one after it."""
    floor = max((q.end for q in value.quantities if q.end <= quantity.start), default=0)
    ceiling = min((q.start for q in value.quantities if q.start >= quantity.end), default=len(value.text))
    before, after = value.text[floor : quantity.start], value.text[quantity.end : ceiling]
    return f"{before and _BREAK.split(before)[-1]} {after and _BREAK.split(after)[0]}"


def _bigrams(text: str) -> set[str]:
    """Pairs of neighbouring characters, and whole numbers, by which two texts share words."""
    text = normal(text)
    pairs = {text[i : i + 2] for i in range(len(text) - 1)}
    return {p for p in pairs if p.isalpha()} | set(re.findall(r"\d+", text))
