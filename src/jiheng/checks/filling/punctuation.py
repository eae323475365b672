"""标点重复，括号不成对

是什么
    同一格里标点重复（“。。”“，。”），或者括号、引号、书名号只有一半。每张表合并为一条提示。

为什么
    多半是复制时漏了一截或多了一截，内容可能不完整；公开的材料也应当整齐。

举例
    实际完成值“优（全年运行平稳”，少了右括号。

怎么改
    对照原始材料，补全缺少的文字或删去多余的标点。
"""

import re
from functools import lru_cache

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.rare_words import Rare, pieces, rare_words
from jiheng.checks.word_lists import word_pattern
from jiheng.expression import expression
from jiheng.form import cells, describe

CHECK = Check(
    code="F11",
    official="标点符号使用不规范。",
    severity=Severity.NOTICE,
    rules=("checks.filling.punctuated",),
    page=__doc__,
)

_ENUMERATION = expression(r"(?:^|[^(（\d])\d{1,2}[)）]|[a-zA-Z][)）]")
_PAIRS = (("（(", "）)"), ("《", "》"), ("“", "”"), ("【", "】"))
_BRACKET_OR_LINE = expression("[（()）《》“”【】\n]")
_DOUBLED = "checks.filling.punctuated"
_SHOWN = 3


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for doubled punctuation and brackets without their other half."""
    if not pieces(case):
        return not_applicable("表中没有文字")
    if not rare_words(case.book.words(_DOUBLED)).stands_in(case) and not _UNPAIRED.stands_in(case):
        return judged([])
    doubled = word_pattern(case.book, _DOUBLED)
    faults = [(place, text, what) for place, text in cells(case.form) if (what := _fault(text, doubled))]
    place, text, _ = faults[0]
    where = "；".join(f"{describe(case.form, at)}{what}" for at, _, what in faults[:_SHOWN])
    more = f"等 {len(faults)} 处" if len(faults) > _SHOWN else ""
    advice = "对照原始材料，补全缺少的文字或删去多余的标点。"
    return judged([CHECK.finding(place, text, "", f"{where}{more}。", advice)])


def _fault(text: str, doubled: re.Pattern[str]) -> str | None:
    if found := doubled.search(text):
        return f"有重复的标点“{found[0]}”"
    unpaired = _unpaired(text)
    return f"的“{unpaired}”不成对" if unpaired else None


def _unpaired(text: str) -> str | None:
    """The pair of brackets of which a text has one more than the other; 1） numbers an item."""
    for opening, closing in _PAIRS:
        missing = _missing(opening, closing, text)
        if missing < 0 and opening[0] == "（":
            missing = min(0, missing + len(_ENUMERATION.findall(text)))
        if missing:
            return f"{opening[0]}{closing[0]}"
    return None


def _missing(opening: str, closing: str, text: str) -> int:
    """By how much a text has more of the opening signs than of the closing ones."""
    return sum(map(text.count, opening)) - sum(map(text.count, closing))


def _has_unpaired(whole: str) -> bool:
    """Whether a line has half a pair of brackets."""
    brackets = "".join(_BRACKET_OR_LINE.findall(whole)).split("\n")
    return not all(map(_is_paired, set(brackets))) and any(map(_unpaired, whole.split("\n")))


@lru_cache(maxsize=1024)
def _is_paired(brackets: str) -> bool:
    return not any(_missing(opening, closing, brackets) for opening, closing in _PAIRS)


_UNPAIRED = Rare(_has_unpaired)
