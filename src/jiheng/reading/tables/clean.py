"""The text of a cell as a record keeps it: without white space, markup specks and control characters."""

import re
from functools import lru_cache

from jiheng.expression import expression
from jiheng.reading.tables.radicals import common
from jiheng.reading.tables.symbol_fonts import UNNAMED

_TAGS = expression(
    r"</?(?:p|br|div|span|ol|ul|li|b|i|u|em|strong|sub|sup|font|table|tbody|thead|tr|td|th|a|img|input|label|h[1-6]|o:p)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_ENTITY = expression(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_INVISIBLE = dict.fromkeys(
    [*range(0x20), 0x7F, 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF, 0xFFFC]
)


def printed(text: str) -> str:
    """The text as printed: white space, HTML tags and entities' code, control and zero-width characters removed.

    Radicals and private-use codes of the Symbol font become the common characters that a reader sees.
    """
    return _short(text) if len(text) <= _SHORT else _printed(text)


_SHORT = 40
"""Texts of so many characters (labels, figures) come back form after form and are kept."""


def _printed(text: str) -> str:
    if "<" in text:
        text = _TAGS.sub("", text)
    if "&" in text:
        import html  # its table of names, which hardly any cell needs

        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    text = common("".join(text.split()))
    return text if text.isprintable() else text.translate(_INVISIBLE).translate(UNNAMED)


_short = lru_cache(maxsize=8192)(_printed)
