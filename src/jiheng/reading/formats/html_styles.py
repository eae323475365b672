"""What a page's own rules (style elements) say of its elements, as far as it decides what is read.

Sources: CSS 2.2, chapters 5 (selectors) and 6 (cascade); rules for paper only are left out.
"""

import re
from collections.abc import Container, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from jiheng.expression import expression
from jiheng.reading.tables.symbol_fonts import is_symbol

if TYPE_CHECKING:
    from cssselect import Selector

_SIZES = ("height", "max-height", "width", "max-width")
TELLING = expression(
    r"display\s*:|visibility\s*:|line-through|decoration\s*:\s*none|:\s*super|opacity\s*:\s*0|font-size\s*:\s*0|mso-hide"
    r"|mso-element|mso-special|symbol|wingdings|clip|-align\s*:\s*[1-9.]|overflow\s*:\s*hidden|indent\s*:\s*-"
    r"|position\s*:\s*(?:absolute|fixed|relative[^{}]{0,200}?top\s*:\s*-)",
    re.IGNORECASE,
)
"""What stands in every declaration that matters here."""
NAMES = ("display", "visibility", "text-decoration", "text-decoration-line", "vertical-align", "opacity", "font-size",
          "font-family", "mso-hide", "mso-element", "mso-special-character",
          "position", "clip", "clip-path", "left", "top", "overflow", "text-indent", *_SIZES)  # fmt: skip
_NOTE = expression(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_SCREEN = expression(r"@media\s+(?:only\s+)?(?:screen|all)\s*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}", re.IGNORECASE)
_AT = expression(r"@[^{;]*(?:\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|;)")
_RULE = expression(r"([^{}]+)\{([^{}]*)\}")
_NOTHING = expression(r"0(?:\.0+)?(?:p[xt]|r?em|%)?")
_NO_CLIP = expression(r"rect\((?:[01](?:px)?[,\s]*){4}\)|inset\((?:50|100)%\)")
_FAR_OUT = expression(r"-(?:[0-9]{4,}(?:\.[0-9]+)?p[xt]|[0-9]{3,}(?:\.[0-9]+)?r?em)")
_RISE = expression(r"([0-9]*\.?[0-9]+)(px|pt|r?em|%)")
_RAISED_BY = {"px": 3.0, "pt": 2.0, "em": 0.2, "rem": 0.2, "%": 20.0}
"""How much at the least a raised mark stands above its line."""
_SHARED = 1000
"""Letters of a style at the most that the cells of a page share."""
_MOST_STYLE, _MOST_RULES = 2_000_000, 500

Declared = dict[str, str]
"""Property → value, in small letters."""


class _Rule(NamedTuple):
    selector: "Selector"
    is_important: bool
    order: int
    declared: Declared


def tells(style: str) -> bool:
    """Whether a style attribute declares anything that matters here."""
    return _tells(style) if len(style) <= _SHARED else TELLING.search(style) is not None


@lru_cache(maxsize=512)
def _tells(style: str) -> bool:
    return TELLING.search(style) is not None


def declared(text: str, names: Container[str] = NAMES) -> tuple[Declared, Declared]:
    """The declarations of those names in a rule or a style attribute, and those of them that are !important."""
    plain, important = Declared(), Declared()
    for piece in text.split(";"):
        name, _, value = piece.partition(":")
        name, value = name.strip().lower(), value.strip().lower()
        if name in names:
            bare = value.removesuffix("!important").rstrip()
            (plain if bare == value else important)[name] = bare
    return plain, important


def by_rules(
    root: etree._Element, names: Container[str] = NAMES, telling: re.Pattern[str] = TELLING
) -> dict[etree._Element, tuple[Declared, Declared]]:
    """What the rules of the page declare of each element, the stronger over the weaker; plain and important ones.

    `names` are the properties that matter, `telling` what stands in every declaration of one of them.
    """
    found: dict[etree._Element, tuple[Declared, Declared]] = {}
    rules = sorted(_rules(root, names, telling), key=lambda rule: (rule.selector.specificity(), rule.order))
    if not rules:
        return found
    from cssselect import HTMLTranslator, SelectorError

    translator = HTMLTranslator()
    for rule in rules[:_MOST_RULES]:
        try:
            matched = root.xpath(translator.selector_to_xpath(rule.selector))
        except (SelectorError, etree.XPathError):
            continue
        for element in matched:
            found.setdefault(element, (Declared(), Declared()))[rule.is_important].update(rule.declared)
    return found


def _rules(root: etree._Element, names: Container[str], telling: re.Pattern[str]) -> Iterator[_Rule]:
    text = _NOTE.sub(" ", "\n".join(style.text or "" for style in root.iter("style"))[:_MOST_STYLE])
    if not telling.search(text):
        return
    text = _AT.sub(" ", _SCREEN.sub(r"\1", text))
    for order, (selectors, declarations) in enumerate(_RULE.findall(text)):
        if not telling.search(declarations):
            continue
        for is_important, chosen in enumerate(declared(declarations, names)):
            if chosen:
                for selector in _parsed(selectors):
                    yield _Rule(selector, bool(is_important), order, chosen)


def _parsed(selectors: str) -> list["Selector"]:
    from cssselect import SelectorError, parse  # most pages have no rule that tells

    try:
        return [selector for selector in parse(selectors.strip()) if selector.pseudo_element is None]
    except SelectorError:
        return []


def is_gone(style: Declared) -> bool:
    """Whether an element takes no place at all."""
    return style.get("display") == "none"


def is_hidden(style: Declared) -> bool:
    """Whether nothing of an element is seen."""
    if is_gone(style) or _is_out_of_sight(style) or style.get("mso-hide") == "all":
        return True
    if style.get("visibility") in ("hidden", "collapse"):
        return True
    return _NOTHING.fullmatch(style.get("opacity", "")) is not None


def _is_out_of_sight(style: Declared) -> bool:
    """Whether an element is there for screen readers only: cut down to nothing, or far beyond the edge of the page."""
    if _FAR_OUT.fullmatch(style.get("text-indent", "")):
        return True
    if style.get("position") not in ("absolute", "fixed"):
        return False
    clip = style.get("clip-path") or style.get("clip", "")
    return bool(_NO_CLIP.fullmatch(clip) or any(_FAR_OUT.fullmatch(style.get(side, "")) for side in ("left", "top")))


def is_cut_off(style: Declared) -> bool:
    """Whether a box that has this style shows nothing of what it holds."""
    return style.get("overflow") == "hidden" and any(_NOTHING.fullmatch(style.get(size, "")) for size in _SIZES)


def is_tiny(style: Declared) -> bool:
    """Whether the letters of an element have no size; those of elements within may have one again."""
    return _NOTHING.fullmatch(style.get("font-size", "")) is not None


def is_raised(style: Declared) -> bool:
    """Whether the text of an element stands above its line."""
    align, top = style.get("vertical-align", ""), style.get("top", "")
    if align == "super":
        return True
    is_moved = style.get("position") == "relative" and top.startswith("-")
    rise = _RISE.fullmatch(top[1:] if is_moved else align)
    return rise is not None and float(rise[1]) >= _RAISED_BY[rise[2]]


def is_struck(style: Declared) -> bool:
    """Whether the text of an element is struck through."""
    return "line-through" in style.get("text-decoration-line", style.get("text-decoration", ""))


def is_comment(style: Declared) -> bool:
    """Whether an element is a remark that Word keeps beside the text."""
    return style.get("mso-element", "").startswith("comment") or style.get("mso-special-character") == "comment"


def symbol_font(style: Declared) -> str:
    """The first of the fonts of an element where that shows signs in place of letters."""
    first = style.get("font-family", "").partition(",")[0].strip("'\" ")
    return first if is_symbol(first) else ""
