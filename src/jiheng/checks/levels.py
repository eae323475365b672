"""First- and second-level indicator names by meaning, whatever their spelling."""

import re
from enum import StrEnum
from functools import lru_cache


class First(StrEnum):
    """一级指标 by meaning; the values are the block names of rulebooks (`blocks.words`)."""

    OUTPUT = "output"
    COST = "cost"
    BENEFIT = "benefit"
    SATISFACTION = "satisfaction"

    @property
    def label(self) -> str:
        """What users call it."""
        return {"output": "产出", "cost": "成本", "benefit": "效益", "satisfaction": "满意度"}[self.value]


class Second(StrEnum):
    """二级指标 by meaning."""

    QUANTITY = "数量"
    QUALITY = "质量"
    TIME = "时效"
    COST = "成本"
    BENEFIT = "效益"
    SUSTAINED = "可持续影响"
    SATISFACTION = "满意度"


# A word of the name → its meaning; the first that occurs wins.
_SECOND = (
    ("满意", Second.SATISFACTION),
    ("服务对象", Second.SATISFACTION),
    ("成本", Second.COST),
    ("节约", Second.COST),
    ("可持续", Second.SUSTAINED),
    ("影响", Second.SUSTAINED),
    ("数量", Second.QUANTITY),
    ("质量", Second.QUALITY),
    ("时效", Second.TIME),
    ("时限", Second.TIME),
    ("进度", Second.TIME),
    ("及时", Second.TIME),
    ("效益", Second.BENEFIT),
    ("效果", Second.BENEFIT),
)
_BENEFITS = (
    ("经济", "经济效益"),
    ("社会", "社会效益"),
    ("生态", "生态效益"),
    ("环境", "生态效益"),
)
_PRINTED_WEIGHT = re.compile(r"[(（]?(\d+(?:\.\d+)?)分[)）]?")


@lru_cache(maxsize=4096)
def second(name: str | None) -> Second | None:
    """What a 二级指标 is, None when its name does not tell."""
    return next((meaning for word, meaning in _SECOND if word in name), None) if name else None


def benefit(name: str) -> str:
    """The benefit that a 二级指标 names: 经济效益, 社会效益, 生态效益; 效益 when it names none or several."""
    found = {kind for word, kind in _BENEFITS if word in name}
    return found.pop() if len(found) == 1 else Second.BENEFIT.value


BENEFITS = tuple(dict.fromkeys(kind for _, kind in _BENEFITS))
"""The benefits that a 二级指标 may name."""


@lru_cache(maxsize=4096)
def printed_weight(name: str | None) -> str | None:
    """The weight that a first-level name prints with it: 产出指标（50分） → "50"."""
    match = _PRINTED_WEIGHT.search(name) if name else None
    return match[1] if match else None
