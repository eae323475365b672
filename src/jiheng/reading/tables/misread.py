"""Glyphs of a page → those that are not the characters that their font says.

Programs that rewrite a PDF to make it smaller can lose which character a glyph of a Type 3 font is, and give the number
of the glyph for one: 三 becomes O, 责 becomes °. Such a Latin letter is as wide as the Chinese characters beside it.
"""

from collections.abc import Sequence

from jiheng.reading.tables.page import Glyph

WORD = "文件里说这个字是“{}”，可它有一个汉字那么宽，多半不对，请对照原件"
NOTE = "文件的字体说错了一些字（多是压缩、转换造成的），≥、≤ 也可能说错，请对照原件"
SEEN = "文件的字体说错了一些字（多是压缩、转换造成的），改按图片识别，请对照原件"
_ALIKE = 0.97, 1.03
_BROAD = frozenset("MWmwÆŒæœ")
"""Letters that a font may make nearly as wide as a Chinese character; Chinese fonts also the letters of pinyin."""


def _is_pinyin(letter: str) -> bool:
    return not letter.isascii() and bool(letter.encode("gbk", "ignore"))


_LETTERS = frozenset(c for c in map(chr, range(0x41, 0x250)) if c.isalpha() and not _is_pinyin(c)) - _BROAD
_SQUARE = 0.75
"""A digit wider than this share of its height is as wide as a Chinese character."""


def letters(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs that cannot be what the file says; none where the font gives digits the width of a character too."""
    found = [glyph for place, glyph in enumerate(glyphs) if glyph.text in _LETTERS and _is_wide(glyphs, place)]
    if found and any("0" <= g.text <= "9" and g.right - g.left > _SQUARE * (g.bottom - g.top) for g in glyphs):
        return []
    return found


def _is_wide(glyphs: Sequence[Glyph], place: int) -> bool:
    """Whether a glyph is as wide as the Chinese character before or behind it on its line."""
    glyph = glyphs[place]
    for other in glyphs[max(0, place - 1) : place + 2]:
        if "\u4e00" <= other.text < "\ua000" and abs(glyph.middle[1] - other.middle[1]) < 1.0:
            share = (glyph.right - glyph.left) / max(0.1, other.right - other.left)
            if _ALIKE[0] < share < _ALIKE[1] and not glyph.turn and not other.turn:
                return True
    return False
