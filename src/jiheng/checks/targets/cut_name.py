"""指标名称被截断

是什么
    三级指标的名称不完整：括号、书名号、引号只有一半，停在顿号、逗号或“的、和、与、及”上，
    或者停在一个词的中间（“技术支持服”“满意度标”）。

为什么
    名称不全，看不出评的是什么，与批复的指标也对不上；多半是复制或系统导出时截断的。

举例
    三级指标“提供技术支持服”，应为“提供技术支持服务”。

怎么改
    对照批复的绩效目标补全名称。
"""

import re

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.names import bare_name
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.expression import expression
from jiheng.quantity.words import short

CHECK = Check(
    code="T12",
    official="三级指标名称[“{printed}”]不完整。",
    severity=Severity.WARNING,
    rules=("checks.targets.cut_endings",),
    page=__doc__,
)

_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "【": "】", "「": "」"}
_OPENING = expression(f"[{re.escape(''.join(_PAIRS))}]")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find names that break off."""
    if not any(row.indicator.l3 for row in case.rows):
        return not_applicable("没有三级指标名称")
    return judged([_finding(row, why) for row, why in case.said(_broken)])


@CHECK.on_row
def _broken(row: Row) -> str | None:
    """Why a name is not whole, None when it may be."""
    name = bare_name(row.indicator.l3 or "")
    words = row.book.words
    if _OPENING.search(name):
        for opening, closing in _PAIRS.items():
            if name.count(opening) > name.count(closing):
                return f"“{opening}”没有配对的“{closing}”"
    if name.endswith(words("checks.targets.loose_endings")) and not name.endswith(
        words("checks.targets.whole_endings")
    ):
        return f"停在“{name[-1]}”上"
    if name.endswith(cut := words("checks.targets.cut_endings")):
        return f"末尾“{next(ending for ending in cut if name.endswith(ending))}”不成词"
    return None


def _finding(row: Row, why: str) -> Finding:
    return CHECK.at(
        row,
        "l3",
        f"指标名称“{short(bare_name(row.indicator.l3 or ''))}”不完整：{why}。",
        "对照批复的绩效目标补全名称。",
    )
