"""Raised marks behind what they stand at: a note's number is no digit of the figure, a power is none either.

148.58¹ is 148.58 with note 1; 1.5×10⁴ is a power; m² is a unit. Formats say which characters are raised, this module
what they mean there.
"""

import re
from collections.abc import Iterable

_POWERS = str.maketrans("0123456789+-−－n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻ⁿ")
_MARK = re.compile(r"[\[［(（〔]?(?:注?\d{1,3}|[①-⑳⑴-⒇㈠-㈩*＊※†‡a-zA-Z])[\]］)）〕]?(?:[,，、](?:\d{1,3}|[①-⑳*＊]))*$")
_DIGITS = re.compile(r"[+\-−－]?[\dn]{1,3}$")
_UNIT = re.compile(r"(?<![A-Za-z])(?:[kcdmhμ]?m|公?里|米)$", re.IGNORECASE)
_TEN = re.compile(r"(?:[×xX*·✕╳]\s*10|^10)$")
_FIGURE = re.compile(r"[\d０-９%％‰]$|^[≥≤＞＜><=＝约±]*[\d,.]+[^\d,.。；]{1,4}$")


def settled(pieces: Iterable[tuple[str, bool]]) -> tuple[str, list[str]]:
    """Pieces of text in order, each with whether it is raised → the text, and the note marks that were taken out.

    Raised digits of a power or a unit become superscript characters (10⁴, m²). A mark behind a figure is taken out
    and handed back; one behind words stays, its digits as superscript characters.
    """
    joined: list[tuple[str, bool]] = []
    for text, raised in pieces:
        if joined and joined[-1][1] == raised:
            joined[-1] = (joined[-1][0] + text, raised)
        elif text:
            joined.append((text, raised))
    shown = ""
    marks: list[str] = []
    for place, (text, raised) in enumerate(joined):
        plain = text.strip()
        if not raised or not shown.strip():
            shown += text
        elif _is_power(shown, plain, place + 1 < len(joined)):
            shown += plain.translate(_POWERS)
        elif _MARK.match(plain) and _FIGURE.search(shown.rstrip()):
            marks.append(plain)
        else:
            shown += text.translate(_POWERS) if _MARK.match(plain) else text
    return shown, marks


def _is_power(before: str, raised: str, goes_on: bool) -> bool:
    if not _DIGITS.match(raised):
        return False
    if _UNIT.search(before):
        return raised in "23" or raised[0] in "-−－"
    ten = _TEN.search(before.rstrip())
    return ten is not None and (len(ten[0]) > 2 or goes_on or raised[0] in "-−－")


def remark(marks: Iterable[str]) -> str:
    """Why a cell whose note marks were taken out wants a look."""
    return f"数字后面的上标“{'、'.join(marks)}”当注码，没有算进数字"
