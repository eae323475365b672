"""The styles of a Word document as far as they decide what is read: hidden, struck through, raised, a hint, a font.

Source: ECMA-376 part 1, 17.7 (styles) and 17.3.2 (properties of runs).
"""

from collections.abc import Mapping

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
    names = package.related(part, "styles") or [f"{part.rpartition('/')[0]}/styles.xml".lstrip("/")]
    if names[0] not in package:
        return {}
    data = package.read(names[0])
    if not any(mark in data for mark in _TELLING):
        return {}
    listed = {style.get(f"{_W}styleId", ""): style for style in package.xml(names[0]).iter(f"{_W}style")}
    return {name: manner for name in listed if not (manner := _inherited(listed, name)).is_plain}


def _inherited(listed: Mapping[str, etree._Element], name: str) -> Manner:
    manner = PLAIN
    for _ in range(_MOST):
        style = listed.get(name)
        if style is None:
            break
        run, title = style.find(_RPR), style.find(f"{_W}name")
        manner = manner.over(of_run(run)) if run is not None else manner
        if title is not None and title.get(_VAL, "").lower() == "placeholder text":
            manner = msgspec.structs.replace(manner, is_hint=True)
        based = style.find(f"{_W}basedOn")
        name = based.get(_VAL, "") if based is not None else ""
    return manner


def of_run(properties: etree._Element) -> Manner:
    """What the properties of a run or of a style say themselves."""
    struck = [says for tag in _STRIKES if (says := flag(properties, tag)) is not None]
    raised, lifted = properties.find(f"{_W}vertAlign"), properties.find(f"{_W}position")
    says_raised = None if raised is None else raised.get(_VAL) == "superscript"
    if says_raised is None and lifted is not None:
        height = lifted.get(_VAL, "0")
        says_raised = height.isdecimal() and int(height[:6]) >= _RAISED_BY
    return Manner(flag(properties, f"{_W}vanish"), any(struck) if struck else None, says_raised, _font(properties))


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
