"""A target and an actual value in a unit that nobody listed (炉, mSv): the same on both sides, so that they compare."""

import re

from jiheng.expression import expression
from jiheng.quantity.normalise import normal
from jiheng.quantity.numerals import DECIMALS, arabic
from jiheng.quantity.units import known
from jiheng.quantity.value import Comparator, Kind, Quantity, Value

_SIGNS = (
    *((sign, Comparator.GE) for sign in ("≥", "不少于", "不低于", "不小于", "至少", "以上")),
    *((sign, Comparator.LE) for sign in ("≤", "不超过", "不高于", "不多于", "不大于", "以下", "以内")),
    *((sign, Comparator.GT) for sign in (">", "大于", "超过")),
    *((sign, Comparator.LT) for sign in ("<", "小于", "低于", "少于")),
    *((sign, Comparator.EQ) for sign in ("=", "等于")),
)
_COMPARATORS = dict(_SIGNS)
_WHOLE = expression(
    rf"\s*(?P<sign>{'|'.join(_COMPARATORS)})?\s*(?P<figure>-?\d++{DECIMALS})\s*"
    r"(?P<unit>[A-Za-zμΩ°][A-Za-zμΩ°/·²³]{0,7}|[一-鿿]{1,4}?)\s*(?P<suffix>以上|以下|以内)?\s*[。.;]?\s*"
)
_LABELS = expression(r"[号楼层栋室级代版届期中大时分点等类型星年月日学]|[GTM]$|热线")
"""Words that say which one and not how many: 3级, 2号, 5G."""


def shared_unit(target: Value, actual: Value) -> tuple[Value, Value] | None:
    """Both values as figures in their common unknown unit; None unless each is just a figure with that unit."""
    one, other = _WHOLE.fullmatch(normal(target.text)), _WHOLE.fullmatch(normal(actual.text))
    if one is None or other is None or one["unit"].lower() != other["unit"].lower():
        return None
    name = one["unit"]
    if known(name) or _LABELS.match(name):
        return None
    goal, got = _quantity(one, name), _quantity(other, name)
    return (Value(target.text, (goal,)), Value(actual.text, (got,))) if goal and got else None


def _quantity(match: re.Match[str], name: str) -> Quantity | None:
    figure = arabic(match["figure"])
    if figure is None:
        return None
    comparator = _COMPARATORS.get(match["suffix"] or match["sign"] or "")
    start = match.start("sign") if match["sign"] else match.start("figure")
    end = match.end("suffix") if match["suffix"] else match.end("unit")
    return Quantity(Kind.COUNT, comparator, figure, name, figure, start, end)
