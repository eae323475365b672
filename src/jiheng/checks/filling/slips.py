"""文字有误

是什么
    目标、完成情况、指标名称和指标值里有常见的笔误：“不超5万元”漏了“过”，“较好的完成”应为“较好地完成”，
    “对项目的进行验收”多了“的”，句子停在“相关。”上。每张表合并为一条提示。

为什么
    公开的表代表单位，文字不通让人怀疑内容也没有核过。

举例
    完成情况“较好的完成了年度任务”。

怎么改
    通读一遍，按提示改正。
"""

import re
from functools import lru_cache

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.rare_words import Rare, pieces
from jiheng.compiled import compiled
from jiheng.form import describe, walk
from jiheng.places import Book

CHECK = Check(
    code="F19",
    official="部分文字存在笔误，应予更正。",
    severity=Severity.NOTICE,
    rules=("checks.filling.slips",),
    page=__doc__,
)

_SHOWN = 3
_BEFORE = 6
"""Letters shown before a slip."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for the slips of the rulebook's list in every text."""
    if not case.form.project and not case.form.indicators:
        return not_applicable("表中没有内容")
    if not _rare(case.book).stands_in(case):
        return judged([])
    whole = "\n".join(pieces(case))
    slips = [(pattern, meant) for pattern, meant in _slips(case.book) if pattern.search(whole)]
    found = [
        (str(place), text, *_told(text, match, meant))
        for place, text in walk(case.form)
        for pattern, meant in slips
        if (match := pattern.search(text))
    ]
    if not found:
        return judged([])
    place, text, _, _ = found[0]
    told = "；".join(
        f"{describe(case.form, each)}“{written}”{f'应为“{meant}”' if meant else '句子没有写完'}"
        for each, _, written, meant in found[:_SHOWN]
    )
    more = f"；等 {len(found)} 处" if len(found) > _SHOWN else ""
    places = [each for each, *_ in found]
    return judged([CHECK.finding(place, text, "", f"{told}{more}。", "通读一遍，按提示改正。", places=places)])


@lru_cache(maxsize=16)
def _rare(book: Book) -> Rare:
    return Rare(lambda text: any(pattern.search(text) for pattern, _ in _slips(book)))


def _told(text: str, match: re.Match[str], meant: str) -> tuple[str, str]:
    """The slip as written and as meant, each with what stands before it; "" for a sentence without its end."""
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    return before + match[0], before + match.expand(meant) if meant else ""


@lru_cache(maxsize=16)
def _slips(book: Book) -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = book.rows("checks.filling.slips")
    return tuple((compiled(str(row["written"])), str(row["meant"])) for row in rows)
