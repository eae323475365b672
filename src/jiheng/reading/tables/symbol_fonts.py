"""Signs that stand in a document as codes of the Symbol and Wingdings fonts, in the private-use area U+F020–F0FF.

Sources: the encodings of Adobe Symbol (Unicode's VENDORS/ADOBE/symbol.txt) and of Microsoft Wingdings.
"""

from functools import lru_cache

_SYMBOL = {
    0x2A: "*", 0x2B: "+", 0x2D: "－", 0x3C: "<", 0x3D: "=", 0x3E: ">", 0x61: "α", 0x62: "β", 0x67: "γ", 0x6D: "μ",
    0x57: "Ω", 0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠",
    0xBB: "≈", 0xBC: "…", 0xD7: "·", 0xAE: "→", 0xAD: "↑", 0xAF: "↓",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "◆", 0x9F: "•", 0xA1: "○",
    0xA8: "□", 0xA7: "▪", 0xFB: "×", 0xFC: "√", 0xFD: "☒", 0xFE: "☑", 0x78: "☒", 0xD8: "➢", 0xE0: "→",
} | {0x81 + n: chr(0x2460 + n) for n in range(10)}  # fmt: skip
_WINGDINGS2 = {0x50: "√", 0x52: "☑", 0x54: "☒", 0x4F: "×", 0x51: "☒", 0x53: "☒", 0xA3: "□", 0x2A: "□", 0x96: "•"}
_UNKNOWN = {code: _WINGDINGS[code] for code in (0x6F, 0xA8, 0xFB, 0xFC, 0xFD, 0xFE)} | {
    code: _SYMBOL[code] for code in (0xA3, 0xB0, 0xB1, 0xB3, 0xB4, 0xB7, 0xB8, 0xB9, 0xBB, 0x3C, 0x3D, 0x3E, 0x2B)
}


def sign(code: int, font: str = "") -> str | None:
    """The character that a code of a symbol font shows, or None where it is no known one.

    `code` counts within the font (0x20–0xFF) or from U+F000. Without the name of the font, what Symbol means by the
    signs of comparison and Wingdings by its boxes and ticks is taken.
    """
    low = code - 0xF000 if 0xF020 <= code <= 0xF0FF else code
    if not 0x20 <= low <= 0xFF:
        return None
    plain = font.lower().replace(" ", "")
    if "wingdings2" in plain:
        return _WINGDINGS2.get(low)
    if "wingdings" in plain:
        return _WINGDINGS.get(low)
    return (_SYMBOL if "symbol" in plain else _UNKNOWN).get(low)


def in_font(text: str, font: str) -> str:
    """Text as a symbol font shows it, also where plain letters were typed; other fonts change nothing.

    >>> in_font("R", "Wingdings 2"), in_font("³", "Symbol"), in_font("R", "宋体")
    ('☑', '≥', 'R')
    """
    if not is_symbol(font):
        return text
    return "".join(sign(ord(char), font) or char for char in text)


@lru_cache(maxsize=512)
def is_symbol(font: str) -> bool:
    """Whether a font shows signs in place of letters."""
    plain = font.lower().replace(" ", "").strip("\"'")
    return plain in ("symbol", "symbolmt", "symbolps") or plain.startswith("wingdings")


UNNAMED = {0xF000 + code: shown for code, shown in _UNKNOWN.items()}
"""For `str.translate`, where the font is not known."""
