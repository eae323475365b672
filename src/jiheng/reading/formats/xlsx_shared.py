"""What the sheets of a workbook (xlsx) share: the texts of cells, and what of a cell's style decides what is read."""

from lxml import etree

from jiheng.expression import expression
from jiheng.reading.files.package import Package, parse_xml
from jiheng.reading.formats.number_format import BUILTIN, Shown
from jiheng.reading.formats.sheet_table import Style
from jiheng.reading.tables.runs import Run, joined
from jiheng.reading.tables.symbol_fonts import in_font, is_symbol

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORKBOOK = "xl/workbook.xml"
ON = ("1", "true", "on")
_T, _R = f"{S}t", f"{S}r"
_TEXTS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_MANNERS = (b"strike", b"vertalign", b"symbol", b"wingdings")
_ESCAPED = expression(r"_x([0-9A-Fa-f]{4})_")


def shared_texts(package: Package) -> list[Shown]:
    """The texts that cells refer to by number."""
    part = next(iter(package.related(package.main(WORKBOOK), "sharedStrings")), _TEXTS)
    if part not in package:
        return []
    data = package.read(part)
    read = rich_text if _has_manners(data) else _plain_text
    return [read(item) for item in parse_xml(data, part).iter(f"{S}si")]


def _has_manners(data: bytes) -> bool:
    """Whether a run may be struck through, raised or in a font of signs; hardly any workbook has such."""
    low = data.lower()
    return b"\x00" in low or any(mark in low for mark in _MANNERS)


def _plain_text(item: etree._Element) -> Shown:
    """The text of runs that all have one manner; phonetic runs are left out."""
    pieces = []
    for child in item.iterchildren(_T, _R):
        pieces += [child.text] if child.tag == _T else [t.text for t in child.iterchildren(_T)]
    return Shown("".join(map(unescaped, pieces)))


def rich_text(item: etree._Element) -> Shown:
    """The text of a shared or inline string; phonetic runs are left out."""
    runs = []
    for child in item:
        if child.tag == _T:
            runs.append(Run(unescaped(child.text)))
        elif child.tag == _R:
            text = unescaped("".join(t.text or "" for t in child.iterchildren(_T)))
            properties = child.find(f"{S}rPr")
            if properties is None:
                runs.append(Run(text))
            else:
                raised = properties.find(f"{S}vertAlign")
                is_raised = raised is not None and raised.get("val") == "superscript"
                text = in_font(text, _value_of(properties, "rFont"))
                runs.append(Run(text, _is_struck(properties), is_raised))
        elif child.tag == f"{S}is":
            return rich_text(child)
    return Shown(runs[0].text) if len(runs) == 1 and not any(runs[0][1:]) else Shown(*joined(runs))


def _is_struck(properties: etree._Element) -> bool:
    strike = properties.find(f"{S}strike")
    return strike is not None and strike.get("val", "1") in ON


def _value_of(properties: etree._Element, name: str) -> str:
    found = properties.find(f"{S}{name}")
    return "" if found is None else found.get("val", "")


def unescaped(text: str | None) -> str:
    """A text with its escaped characters (_x000D_, _x005F_: ECMA-376 part 1, 22.9.2.19) as they are."""
    text = text or ""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r", "")


def styles_of(package: Package) -> list[Style]:
    """What counts of each cell style, by its number."""
    part = next(iter(package.related(package.main(WORKBOOK), "styles")), _STYLES)
    if part not in package:
        return []
    root = package.xml(part)
    own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iter(f"{S}numFmt")}
    fonts = root.find(f"{S}fonts")
    listed = list(fonts) if fonts is not None else []
    struck = {str(i) for i, font in enumerate(listed) if _is_struck(font)}
    signs = {str(i): name for i, font in enumerate(listed) if is_symbol(name := _value_of(font, "name"))}
    white = {str(i) for i, font in enumerate(listed) if _is_white(font.find(f"{S}color"))}
    clear = {str(i) for i, fill in enumerate(root.iterfind(f"{S}fills/{S}fill")) if _is_clear(fill)} if white else ()
    styles = root.find(f"{S}cellXfs")
    found = []
    for xf in styles if styles is not None else ():
        number = xf.get("numFmtId", "0")
        code = own.get(number) or BUILTIN.get(int(number) if number.isdecimal() else 0, "General")
        font = xf.get("fontId", "0")
        is_white = font in white and xf.get("fillId", "0") in clear
        found.append(Style(code, font in struck, signs.get(font, ""), is_white))
    return found


def _is_white(colour: etree._Element | None) -> bool:
    """Whether a colour is white: as such, or the first of a theme, the ground of its sheets."""
    if colour is None:
        return False
    is_ground = colour.get("theme") == "0" and not colour.get("tint", "").strip("0.")
    return is_ground or colour.get("rgb", "").upper()[-6:] == "FFFFFF" or colour.get("indexed") in ("1", "9")


def _is_clear(fill: etree._Element) -> bool:
    """Whether a fill leaves the ground white."""
    pattern = fill.find(f"{S}patternFill")
    if pattern is None:
        return not len(fill)
    kind = pattern.get("patternType", "none")
    return kind == "none" or (kind == "solid" and _is_white(pattern.find(f"{S}fgColor")))
