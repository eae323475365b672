"""White letters of a web page that have nothing but white under them: they are in the page, but nobody sees them.

Sources: CSS Color Module 4, 4 (colours); CSS 2.2, 14.2 (backgrounds).
"""

import re

from lxml import etree

from jiheng.expression import expression
from jiheng.reading.formats.html_styles import Declared, by_rules, declared

PALE = "data-jiheng-pale"
"""The attribute of elements that have a colour of their own: filled where their letters cannot be seen."""
WHOLE = "此格的字全是白色的，可能看不见，照读，请对照原件"
"""What is said of a cell of which all may be unseen: the rules that lay a ground under it may have been lost."""
_WRITTEN = re.compile(
    rb"color(?<![\w-]color)\s*[:=]\s*[\"']?\s*(?:#fff(?:fff)?\b|white\b|transparent|rgba?\(\s*(?:255\s*,\s*){2}255|rgba\()"
)
_NAMES = ("color", "background", "background-color")
_TELLING = expression(r"color|background", re.IGNORECASE)
_WHITE = expression(r"#fff(?:fff)?|white|rgba?\(\s*255\s*,\s*255\s*,\s*255\s*(?:,[^)]*)?\)")
_CLEAR = expression(r"transparent|rgba\([^)]*,\s*0?\.?0+\s*\)")
_NO_GROUND = frozenset(("none", "transparent", "inherit", "initial", "unset", ""))


def may_have(data: bytes) -> bool:
    """Whether a page says anywhere that letters are white or have no colour."""
    return _WRITTEN.search(data.lower()) is not None


def mark(root: etree._Element) -> bool:
    """Mark the elements with a colour of their own; whether the letters of any cannot be seen.

    A page whose rules stand in another file does not tell what lies under its letters.
    """
    if root.find(".//link[@rel='stylesheet']") is not None:
        return False
    ruled = by_rules(root, _NAMES, _TELLING)
    grounds: dict[etree._Element | None, bool] = {}
    found = False
    for element in root.iter(etree.Element):
        plain, important = ruled.get(element, ({}, {}))
        own, stronger = declared(element.get("style") or "", _NAMES)
        style = plain | own | important | stronger
        grounds[element] = has_ground = _has_ground(element, style, grounds.get(element.getparent(), False))
        colour = style.get("color") or (element.get("color") or "").lower()
        if not colour or colour == "inherit":
            continue
        is_pale = bool(_CLEAR.fullmatch(colour) or (_WHITE.fullmatch(colour) and not has_ground))
        element.set(PALE, "1" if is_pale else "")
        found = found or is_pale
    return found


def is_pale(element: etree._Element, above: bool) -> bool:
    """Whether the letters of an element cannot be seen, given whether those around it can."""
    says = element.get(PALE)
    return above if says is None else bool(says)


def _has_ground(element: etree._Element, style: Declared, below: bool) -> bool:
    """Whether something else than white lies under an element."""
    says = style.get("background-color") or style.get("background") or (element.get("bgcolor") or "").lower()
    if element.get("background"):
        return True
    if says in _NO_GROUND or _CLEAR.fullmatch(says):
        return below
    return _WHITE.match(says) is None or "url(" in says
