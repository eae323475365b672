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

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.wording import bare_name, short, word_pattern
from jiheng.rulebook import Book

_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "【": "】", "「": "」"}
_LOOSE_ENDS = "、，,：:的和与及或"


def examine(case: Case) -> Outcome:
    """Find names that break off."""
    named = [row for row in case.rows if row.indicator.l3]
    if not named:
        return not_applicable("没有三级指标名称")
    broken = [(row, _broken(case.book, bare_name(row.indicator.l3 or ""))) for row in named]
    return judged([_finding(row, why) for row, why in broken if why])


def _broken(book: Book, name: str) -> str | None:
    for opening, closing in _PAIRS.items():
        if name.count(opening) > name.count(closing):
            return f"“{opening}”没有配对的“{closing}”"
    whole = word_pattern(book, "checks.targets.whole_endings")
    if name[-1:] in _LOOSE_ENDS and not any(match.end() == len(name) for match in whole.finditer(name)):
        return f"停在“{name[-1]}”上"
    cut = word_pattern(book, "checks.targets.cut_endings")
    if found := next((match[0] for match in cut.finditer(name) if match.end() == len(name)), None):
        return f"末尾“{found}”不成词"
    return None


def _finding(row: Row, why: str) -> Finding:
    return CHECK.finding(
        row.place("l3"),
        row.indicator.l3,
        "",
        f"指标名称“{short(bare_name(row.indicator.l3 or ''))}”不完整：{why}。",
        "对照批复的绩效目标补全名称。",
    )


CHECK = Check(
    code="T12",
    title="指标名称被截断",
    severity=Severity.WARNING,
    rules=("checks.targets.cut_endings",),
    page=__doc__,
    examine=examine,
)
