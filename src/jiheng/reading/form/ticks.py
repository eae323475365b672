"""Boxes to tick: which choice a cell prints as made."""

from jiheng.expression import expression
from jiheng.quantity.boxes import EMPTY, TICKED

_BRACKETS = expression(rf"[（(]\s*([{TICKED}Vv]?)\s*[)）]")
_NUMBER = expression(r"^(?:\d{1,2}[、.．]|[（(]\d{1,2}[)）])")
_MARK = expression(rf"([{TICKED}{EMPTY}])")


def is_tick(text: str) -> bool:
    """Whether a cell holds nothing but a tick."""
    return len(text) == 1 and text in TICKED + "Vv"


def chosen(text: str) -> str | None:
    """The choice made in 1、常年性☑ 2、延续性□; None where there are no boxes or nothing is ticked."""
    marked = _BRACKETS.sub(lambda match: TICKED[0] if match[1] else EMPTY[0], text)
    pieces = _MARK.split(marked)
    if len(pieces) < 3:
        return None
    marks = pieces[1::2]
    leads = not pieces[0].strip()
    words = pieces[2::2] if leads else pieces[0:-1:2]
    found = [_bare(word) for mark, word in zip(marks, words, strict=True) if mark in TICKED]
    return "、".join(word for word in found if word) or None


def _bare(word: str) -> str:
    return _NUMBER.sub("", "".join(word.split())).strip("；;，,、。")
