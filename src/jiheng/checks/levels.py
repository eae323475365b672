"""First- and second-level indicator names by meaning, whatever their spelling."""

from enum import StrEnum
from functools import cache, lru_cache

from jiheng.expression import expression
from jiheng.labelled import LabelledEnum
from jiheng.places.sources import on_change
from jiheng.places.words import words


class First(LabelledEnum):
    """一级指标 by meaning; the values are the block names of rulebooks (`blocks.words`)."""

    OUTPUT = "output", "产出"
    COST = "cost", "成本"
    BENEFIT = "benefit", "效益"
    SATISFACTION = "satisfaction", "满意度"


class Second(StrEnum):
    """二级指标 by meaning."""

    QUANTITY = "数量"
    QUALITY = "质量"
    TIME = "时效"
    COST = "成本"
    BENEFIT = "效益"
    SUSTAINED = "可持续影响"
    SATISFACTION = "满意度"


OUTPUTS = (Second.QUANTITY, Second.QUALITY, Second.TIME)
"""The second levels of output; cost stands under it in some forms and by itself in others."""

_PRINTED_WEIGHT = expression(r"[(（]?(\d+(?:\.\d+)?)分[)）]?")


@lru_cache(maxsize=4096)
def second(name: str | None) -> Second | None:
    """What a 二级指标 is, None when its name does not tell."""
    return next((meaning for word, meaning in _seconds() if word in name), None) if name else None


@cache
def _seconds() -> tuple[tuple[str, Second], ...]:
    """A word of the name → its meaning; the first that occurs wins."""
    return tuple((word, Second(meaning)) for meaning, said in words().indicators.second.items() for word in said)


on_change(_seconds.cache_clear)
on_change(second.cache_clear)


def benefit(name: str) -> str:
    """The benefit that a 二级指标 names: 经济效益, 社会效益, 生态效益; 效益 when it names none or several."""
    found = [kind for kind, said in words().indicators.benefits.items() if any(word in name for word in said)]
    return found[0] if len(found) == 1 else Second.BENEFIT.value


def benefits() -> tuple[str, ...]:
    """The benefits that a 二级指标 may name."""
    return tuple(words().indicators.benefits)


@lru_cache(maxsize=4096)
def printed_weight(name: str | None) -> str | None:
    """The weight that a first-level name prints with it: 产出指标（50分） → "50"."""
    match = _PRINTED_WEIGHT.search(name) if name else None
    return match[1] if match else None
