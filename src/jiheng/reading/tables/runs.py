"""Runs of a cell that are struck through or raised: what of them belongs to the text that counts.

What is struck through does not count. A raised mark behind a figure or a word is the number of a note;
raised digits behind 10 are a power, behind the m of a unit a square or a cube.
"""

from collections.abc import Iterable
from typing import NamedTuple

from jiheng.expression import expression

_SUPERSCRIPT = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_POWER = expression(r"[+\-−]?[0-9]{1,2}")
_BASE = expression(r"(?:^|[×xX*·＊✕≥≤＝=<>＜＞约达于过到]|乘以?)\s*10\s*$")
_UNIT = expression(r"(?:[mM米㎜㎝㎞㎡㎥]|(?<![0-9])[kcd]m|[A-Za-z]/?[a-z])\s*$")
_NOTE = expression(
    r"[\[［【(（〔]?\s*(?:注?\s*[0-9]{1,3}|[①-⑳㈠-㈩⑴-⒇❶-❿*＊※†‡#]{1,3}|[a-zA-Z]|注[一二三四五六七八九十]?)\s*[\]］】)）〕]?"
)
_STRUCK = "此格有划去的文字“{}”，没有计入"
PICTURE = "此格里是一张图片，没有读入"
UNSEEN = "此格有白色的字“{}”，看不见，没有计入"
_MARK = "此格有上标“{}”，当作注号，没有计入"
_BARE = "此格写作 10 的上标“{}”，当作乘方读入，请核对"
_MOST = 40


class Run(NamedTuple):
    """A piece of text in one manner."""

    text: str
    struck: bool = False
    raised: bool = False
    pale: bool = False
    """White on white: it is there, but nobody sees it."""


def joined(runs: Iterable[Run]) -> tuple[str, str | None]:
    """The text that counts, and what was left out of it or is not certain (Chinese)."""
    text = ""
    struck: list[str] = []
    pale: list[str] = []
    doubts: list[str] = []
    for run in _merged(runs):
        if run.struck:
            struck.append(run.text)
        elif run.pale:
            pale.append(run.text)
        elif run.raised and run.text.strip():
            text, doubt = _with_raised(text, run.text)
            if doubt:
                doubts.append(doubt)
        else:
            text += run.text
    for word, left_out in ((UNSEEN, pale), (_STRUCK, struck)):
        if shown := "".join("".join(left_out).split()):
            doubts.insert(0, word.format(shown[:_MOST]))
    return text, "；".join(doubts) or None


def _merged(runs: Iterable[Run]) -> list[Run]:
    """Neighbours in the same manner as one."""
    found: list[Run] = []
    for run in runs:
        if found and found[-1][1:] == run[1:]:
            found[-1] = run._replace(text=found[-1].text + run.text)
        elif run.text:
            found.append(run)
    return found


def _with_raised(before: str, raised: str) -> tuple[str, str | None]:
    mark = raised.strip()
    if _POWER.fullmatch(mark) and (_BASE.search(before) or (mark in "23" and _UNIT.search(before))):
        is_bare = before.strip() == "10"
        return before + mark.translate(_SUPERSCRIPT), _BARE.format(mark) if is_bare else None
    if before.strip() and _NOTE.fullmatch(mark):
        return before, _MARK.format(mark)
    return before + raised, None
