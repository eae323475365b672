"""Which way an indicator is better: from its sign, or, where it has none, from what it is called."""

import msgspec

from jiheng.form import Indicator
from jiheng.quantity import Comparator, Kind, Quantity
from jiheng.scoring.compiled import Rules
from jiheng.scoring.result import Direction

_BY_SIGN = {
    Comparator.GE: Direction.POSITIVE,
    Comparator.GT: Direction.POSITIVE,
    Comparator.LE: Direction.REVERSE,
    Comparator.LT: Direction.REVERSE,
    Comparator.EQ: Direction.EQUAL,
}
_BY_NAME = (
    ("direction.positive_words", Direction.POSITIVE, "越大越好"),
    ("direction.reverse_words", Direction.REVERSE, "越小越好"),
    ("direction.likely_positive_words", Direction.POSITIVE, "越大越好"),
)
_BY_CHANGE = ("direction.fall_words", "direction.rise_words")
_BY_BLOCK = (
    ("direction.reverse_blocks", Direction.REVERSE, "越小越好"),
    ("direction.positive_blocks", Direction.POSITIVE, "越大越好"),
)


class Sense(msgspec.Struct, frozen=True, gc=False):
    """A direction; `why` and `path` (the parameter it rests on) are set when it was inferred from a name."""

    direction: Direction
    why: str = ""
    path: str = ""


_SIGNED = {sign: Sense(direction) for sign, direction in _BY_SIGN.items()}
_STATED = {"正向": Sense(Direction.POSITIVE), "反向": Sense(Direction.REVERSE)}
"""What a column 指标方向 says in words."""
_LEVEL, _NOT = tuple("到至为在于"), tuple("不无未零")
"""Behind a word of change, that a level is meant (下降到5%); before it, that there is to be none."""
_WHOLE = Sense(Direction.POSITIVE, "目标值是 100%，只能达到或不足")
_UNKNOWN = Sense(Direction.UNKNOWN, "目标值没有写≥、≤或=，从指标名称也看不出越大越好还是越小越好")


def sense(goal: Quantity, indicator: Indicator, rules: Rules) -> Sense:
    """The direction of a quantitative indicator whose target is `goal`.

    Of a fall or a rise (投诉量 同比下降10%) the more the better, whatever the name says. Words of the name go before
    the block it stands in; 100 % can only be approached from below.
    """
    if goal.comparator is not None:
        return _SIGNED[goal.comparator]
    for path in _BY_CHANGE:
        changes = [_change(rules.listed(path), text) for text in (indicator.target, indicator.actual)]
        if all(changes):
            return Sense(Direction.POSITIVE, f"目标值和完成值写的都是“{changes[0]}”多少，按幅度越大越好", path)
    if indicator.property and (stated := _STATED.get(indicator.property.removesuffix("指标"))):
        return stated
    if _found(rules.listed("direction.unknown_words"), indicator.l3):
        return _UNKNOWN
    whole = goal.kind is Kind.SHARE and goal.base == 1 and goal.upper is None
    if whole and not _found(rules.listed("direction.reverse_shares"), indicator.l3):
        return _WHOLE
    for path, direction, reading in _BY_NAME:
        if word := _found(rules.listed(path), indicator.l3):
            return Sense(direction, f"目标值没有写符号，按指标名称中的“{word}”推断为{reading}", path)
    for path, direction, reading in _BY_BLOCK:
        if word := _found(rules.listed(path), indicator.l2) or _found(rules.listed(path), indicator.l1):
            return Sense(direction, f"目标值没有写符号，按所属“{word}”推断为{reading}", path)
    return _UNKNOWN


def _change(words: tuple[str, ...], text: str | None) -> str | None:
    """The word of change by how much, which a target or result holds."""
    for word in words if text else ():
        before, found, after = (text or "").partition(word)
        if found and not before.endswith(_NOT) and not after.startswith(_LEVEL):
            return word
    return None


def _found(words: tuple[str, ...], name: str | None) -> str | None:
    return next((word for word in words if word in name), None) if name else None
