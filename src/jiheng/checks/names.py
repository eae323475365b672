"""Names and texts made comparable: an indicator's name without its numbering, a text without punctuation."""

import unicodedata
from functools import lru_cache

from jiheng.expression import expression

_NUMBERING = expression(r"^指标(?:\d{1,2}|[一二三四五六七八九十]{1,2})[:：、.．]?|^指标[:：]|^\d{1,2}[、.．](?!\d)")
_POINTS = expression(r"[（(]\d{1,2}(?:\.\d+)?分[)）]$")
_IN_BRACKETS = expression(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")
_SPECKS = expression(r"[^\w%‰]+")
_USUAL = expression(r"[\x00-\x7f一-鿿。、，；：！？（）“”《》]*+")
"""A text of letters that have no other form, and of signs that are left out in any form."""


@lru_cache(maxsize=8192)
def bare_name(name: str) -> str:
    """An indicator's name without its numbering and its weight: 指标1：项目报告（10分） → 项目报告."""
    return _POINTS.sub("", _NUMBERING.sub("", name, count=1))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A text for comparison: compatibility forms folded, punctuation and white space left out."""
    plain = text if _USUAL.fullmatch(text) else unicodedata.normalize("NFKC", text)
    return (plain if plain.isalnum() else _SPECKS.sub("", plain)).lower()


@lru_cache(maxsize=8192)
def indicator_key(name: str) -> str:
    """An indicator's name for comparison with others': without numbering, brackets and punctuation."""
    return folded(_IN_BRACKETS.sub("", bare_name(name))) or folded(name)
