"""One spelling for each sign, without moving a single character: spans stay those of the text."""

import re

from jiheng.expression import expression

_SPELLINGS = {
    "≥": "≧⩾≮",
    "≤": "≦⩽≯",
    ">": "﹥〉",
    "<": "﹤〈",
    "=": "﹦",
    "%": "﹪",
    "-": "−﹣",
    "~": "—–―∼〜",
    "×": "*＊﹡✕✖╳⨯",
    " ": "\u3000\u00a0\u200b\ufeff\t\r\n",
    ".": "﹒",
}
# Full-width ASCII first; the spellings of the signs after it, so that ＊ becomes × and not *.
_TABLE = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
_TABLE |= {ord(other): sign for sign, others in _SPELLINGS.items() for other in others}

_SPELT = expression(f"[{re.escape(''.join(map(chr, _TABLE)))}]")

_MARKUP = expression(
    r"\\(?:geq(?:slant)?|ge|leq(?:slant)?|le|times|sim|pm|%|gt|lt)(?![a-z])|&(?:ge|le|gt|lt|nbsp|times);"
    r"|</?(?:br|sup|sub|b|i|p|u|span|div|td)\b[^<>]{0,60}>|\$"
)
_MARKS = {"\\ge": "≥", "\\le": "≤", "\\ti": "×", "\\si": "~", "\\pm": "±", "\\%": "%", "\\gt": ">", "\\lt": "<"}
_ENTITIES = {"&ge;": "≥", "&le;": "≤", "&gt;": ">", "&lt;": "<", "&times;": "×"}


def _plain(match: re.Match[str]) -> str:
    mark = match[0]
    sign = _MARKS.get(mark[:3]) or _ENTITIES.get(mark) or " "
    return sign.rjust(len(mark)) if sign == "%" else sign.ljust(len(mark))


def normal(text: str) -> str:
    """The text in half-width characters and plain signs, LaTeX and HTML specks blanked; of the same length."""
    if _SPELT.search(text):
        text = text.translate(_TABLE)
    if "\\" in text or "$" in text or "&" in text or "<" in text:
        text = _MARKUP.sub(_plain, text)
    return text
