"""Runs of a cell that are struck through or raised: what of them belongs to the text that counts."""

from collections.abc import Iterable
from typing import NamedTuple

from jiheng.reading.tables.raised import settled

_STRUCK = "此格有划去的文字“{}”，没有计入"
_MARK = "数后的上标“{}”当作注号，没有计入"
_BARE = "此格写作 10 的上标，当作乘方读入，请核对"
_MOST = 40


class Run(NamedTuple):
    """A piece of text in one manner."""

    text: str
    struck: bool = False
    raised: bool = False


def joined(runs: Iterable[Run]) -> tuple[str, str | None]:
    """The text that counts, and what was left out of it or is not certain (Chinese)."""
    listed = list(runs)
    text, marks = settled((run.text, run.raised) for run in listed if not run.struck)
    said = []
    if struck := "".join("".join(run.text for run in listed if run.struck).split()):
        said.append(_STRUCK.format(struck[:_MOST]))
    said += [_MARK.format(mark) for mark in marks]
    if text.startswith("10") and text[2:3] in "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺" and text[2:]:
        said.append(_BARE)
    return text, "；".join(said) or None
