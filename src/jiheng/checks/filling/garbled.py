"""文字中有乱码或代码残留

是什么
    文字里有认不出的字符（�、锟斤拷）、控制字符，或者网页、公式代码的残留（&nbsp;、<br>、\\geq）。每张表合并为一条。

为什么
    多半是复制、转换文件时带进来的；公开后别人读不懂，数字也可能因此缺失。

举例
    年度指标值写作 $\\geq95\\%$；实际完成情况中有“<br>”。

怎么改
    打开原始文件对照，把这些字符改回原来的文字和符号。
"""

import re

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.rare_words import Rare, pieces, rare_words
from jiheng.checks.word_lists import word_pattern
from jiheng.expression import expression
from jiheng.form import cells, describe

CHECK = Check(
    code="F10",
    official="文字中存在乱码或代码残留。",
    severity=Severity.WARNING,
    rules=("checks.filling.readable",),
    page=__doc__,
)

_BROKEN = expression(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff]")
_REPLACED = "\ufffd"
"""The one character of `_BROKEN` that counts as printable."""
_CODE = expression(
    r"</?(?:td|tr|th|br|p|span|div|table|tbody|sup|sub|font|b|i)\b[^<>]*>"
    r"|&(?:nbsp|lt|gt|amp|quot|ge|le|#\d+|#x[0-9a-f]+);"
    r"|\\(?:geq?|leq?|times|text|mathrm|mathbf|frac|pm|sim|approx|quad|circ)(?![a-z])|\\%|\$[^$]*\$",
    re.IGNORECASE,
)
_CODE_SIGNS = "<&\\$"
"""One of these is in every piece of code that `_CODE` finds."""
_MOJIBAKE = "checks.filling.readable"
_SHOWN = 3


def _is_coded(text: str) -> bool:
    """Whether a text has characters that nobody types, or what only programs write."""
    unseen = not text.replace("\n", "").isprintable()
    if (unseen or _REPLACED in text) and _BROKEN.search(text):
        return True
    return any(map(text.__contains__, _CODE_SIGNS)) and _CODE.search(text) is not None


_CODED = Rare(_is_coded)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for characters and code that no one wrote."""
    if not pieces(case):
        return not_applicable("表中没有文字")
    if not _CODED.stands_in(case) and not rare_words(case.book.words(_MOJIBAKE)).stands_in(case):
        return judged([])
    mojibake = word_pattern(case.book, _MOJIBAKE)
    specks = [(place, text, found[0]) for place, text in cells(case.form) if (found := _found(text, mojibake))]
    if not specks:  # seen only across the seam of two cells
        return judged([])
    place, text, _ = specks[0]
    where = "；".join(f"{describe(case.form, at)}中的“{_visible(what)}”" for at, _, what in specks[:_SHOWN])
    more = f"等 {len(specks)} 处" if len(specks) > _SHOWN else ""
    return judged(
        [
            CHECK.finding(
                place,
                text,
                "",
                f"{where}{more}是乱码或代码残留。",
                "打开原始文件对照，把这些字符改回原来的文字和符号。",
            )
        ]
    )


def _found(text: str, mojibake: re.Pattern[str]) -> re.Match[str] | None:
    return _BROKEN.search(text) or _CODE.search(text) or mojibake.search(text)


def _visible(speck: str) -> str:
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in speck[:20])
