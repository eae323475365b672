"""The styles of a Word document as far as they decide what is read: hidden, struck through, raised, a hint, a font.

Source: ECMA-376 part 1, 17.7 (styles) and 17.3.2 (properties of runs).
"""

from collections.abc import Iterator, Mapping

import msgspec
from lxml import etree

from jiheng.reading.files.package import Package
from jiheng.reading.tables.symbol_fonts import is_symbol

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_RPR = f"{_W}rPr"
_OFF = ("0", "false", "off")
_STRIKES = (f"{_W}strike", f"{_W}dstrike")
_TELLING = (b"vanish", b"strike", b"vertAlign", b'val="Placeholder Text"', b"ymbol", b"ingdings", b":position")
TINY = frozenset("1234")
"""Half-points of letters that nobody sees."""
_RAISED_BY = 6
"""Half-points by which a run is lifted that is a raised mark."""
_MOST = 20


class Manner(msgspec.Struct, frozen=True):
    """How text is written; None where nothing is said."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    font: str = ""
    is_hint: bool = False
    """The style that Word gives to what stands in a field that nobody has filled in."""

    def over(self, below: "Manner") -> "Manner":
        """This manner, what it leaves open taken from the one below."""
        return Manner(
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            below.raised if self.raised is None else self.raised,
            self.font or below.font,
            self.is_hint or below.is_hint,
        )

    @property
    def is_plain(self) -> bool:
        """Whether text in it is read as it stands."""
        return not (self.hidden or self.struck or self.raised or self.font or self.is_hint)


PLAIN = Manner()


def styles(package: Package, part: str) -> dict[str, Manner]:
    """The styles that make a difference by name, inherited ones as well. Raises Unreadable for a damaged part."""
    name_of_part = _part(package, part)
    if name_of_part not in package:
        return {}
    data = package.read(name_of_part)
    if not any(mark in data for mark in _TELLING):
        return {}
    listed = {style.get(f"{_W}styleId", ""): style for style in package.xml(name_of_part).iter(f"{_W}style")}
    return {name: manner for name in listed if not (manner := _inherited(listed, name)).is_plain}


def _inherited(listed: Mapping[str, etree._Element], name: str) -> Manner:
    manner = PLAIN
    for style in _line(listed, name):
        run, title = style.find(_RPR), style.find(f"{_W}name")
        manner = manner.over(of_run(run)) if run is not None else manner
        if title is not None and title.get(_VAL, "").lower() == "placeholder text":
            manner = msgspec.structs.replace(manner, is_hint=True)
    return manner


def of_run(properties: etree._Element) -> Manner:
    """What the properties of a run or of a style say themselves."""
    struck = [says for tag in _STRIKES if (says := flag(properties, tag)) is not None]
    raised, lifted = properties.find(f"{_W}vertAlign"), properties.find(f"{_W}position")
    says_raised = None if raised is None else raised.get(_VAL) == "superscript"
    if says_raised is None and lifted is not None:
        height = lifted.get(_VAL, "0")
        says_raised = height.isdecimal() and int(height[:6]) >= _RAISED_BY
    hidden, size = flag(properties, f"{_W}vanish"), properties.find(f"{_W}sz")
    if hidden is None and size is not None and size.get(_VAL) in TINY:
        hidden = True
    return Manner(hidden, any(struck) if struck else None, says_raised, _font(properties))


def _font(properties: etree._Element) -> str:
    fonts = properties.find(f"{_W}rFonts")
    if fonts is None:
        return ""
    named = (fonts.get(f"{_W}{way}") for way in ("hAnsi", "ascii", "cs", "eastAsia"))
    return next((name for name in named if name and is_symbol(name)), "")


def flag(properties: etree._Element, tag: str) -> bool | None:
    """Whether a switch is on, None where nothing is said."""
    found = properties.find(tag)
    return None if found is None else found.get(_VAL, "1") not in _OFF


def has_ground(properties: etree._Element) -> bool:
    """Whether properties of a run, paragraph, cell or table lay a colour other than white under the text."""
    shading = properties.find(f"{_W}shd")
    if shading is None:
        return False
    fill = shading.get(f"{_W}fill", "auto").lower()
    return fill not in ("auto", "ffffff") or shading.get(_VAL, "clear") not in ("clear", "nil")


def coloured(package: Package, part: str) -> frozenset[str]:
    """The table styles that lay a colour under some of their cells. Raises Unreadable for a damaged part."""
    names = _part(package, part)
    if names not in package:
        return frozenset()
    listed = {style.get(f"{_W}styleId", ""): style for style in package.xml(names).iter(f"{_W}style")}
    return frozenset(name for name in listed if any(_lays_ground(style) for style in _line(listed, name)))


def _lays_ground(style: etree._Element) -> bool:
    return any(has_ground(properties) for properties in style.iter(f"{_W}tcPr", f"{_W}tblPr", f"{_W}trPr", f"{_W}pPr"))


def _line(listed: Mapping[str, etree._Element], name: str) -> Iterator[etree._Element]:
    """A style and those that it builds on."""
    for _ in range(_MOST):
        style = listed.get(name)
        if style is None:
            return
        yield style
        based = style.find(f"{_W}basedOn")
        name = based.get(_VAL, "") if based is not None else ""


def _part(package: Package, part: str) -> str:
    named = package.related(part, "styles") or [f"{part.rpartition('/')[0]}/styles.xml".lstrip("/")]
    return named[0]
