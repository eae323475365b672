"""What is shown of the paragraphs of a Word document: runs, symbols, fields, formulas, without what is hidden.

Left out: deleted, moved-away and hidden text (of the run or of its style), hints of fields not filled in, phonetic
guides; struck-through text and raised note marks, which are said. Sources: ECMA-376 part 1, 17.3 (text), 17.5.2
(content controls), 17.16 (fields), 22.1 (formulas).
"""

import re
from collections.abc import Iterator, Mapping

import msgspec
from lxml import etree

from jiheng.expression import expression
from jiheng.reading.files.package import Package
from jiheng.reading.formats import docx_formula
from jiheng.reading.formats.docx_fields import Field, choice, without_result
from jiheng.reading.formats.docx_formula import FORMULA
from jiheng.reading.formats.docx_styles import PLAIN, TINY, Manner, coloured, has_ground, of_run, styles
from jiheng.reading.tables.runs import Run, joined
from jiheng.reading.tables.symbol_fonts import in_font, sign

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
P, SDT, TEXT_BOX = f"{W}p", f"{W}sdt", f"{W}txbxContent"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_T, _TAB, _BR, _CR, _SYM, _HYPHEN = f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}sym", f"{W}noBreakHyphen"
_FIELD, _CODE = f"{W}fldChar", f"{W}instrText"
_R, _RPR, _RUBY_TEXT = f"{W}r", f"{W}rPr", f"{W}rt"
_TEXTS = (_T, _TAB, _BR, _CR, _SYM, _HYPHEN, FORMULA, _FIELD, _CODE)
_PLAIN_TEXTS = (_T, _TAB, _BR, _CR, _HYPHEN)
_NOT_HERE = (TEXT_BOX, f"{W}moveFrom", FALLBACK, _RUBY_TEXT)
_OFF = ("0", "false", "off")
_SPECIAL = (
    TEXT_BOX, FALLBACK, SDT, FORMULA, _FIELD, _SYM, _RUBY_TEXT, f"{W}strike", f"{W}dstrike", f"{W}moveFrom",
    f"{W}vanish", f"{W}vertAlign", f"{W}position",
)  # fmt: skip
_WHITE = (b'w:color w:val="FFFFFF"', b'w:color w:val="ffffff"', b'w:themeColor="background1"', b'w:themeColor="light1"')
_MAY_BE_TINY = re.compile(rb':sz w:val="\d"')
_TINY_SIZES = " or ".join(f"@w:val={size}" for size in sorted(TINY))
_TINY_LETTERS = etree.XPath(f"boolean(//w:r[w:rPr/w:sz[{_TINY_SIZES}]][w:t])", namespaces={"w": W.strip("{}")})
"""Whether a document has runs so small that hold text."""
_PROPERTIES = {P: f"{W}pPr", f"{W}tc": f"{W}tcPr", f"{W}tbl": f"{W}tblPr"}
_PRIVATE = expression("[\uf020-\uf0ff]")
_HINT = expression(r"\s*(?:单击|点击|请|选择|输入|填写|Click|Choose|Enter|Tap)")

Numbers = Mapping[etree._Element, str]
"""The automatic number in front of a paragraph."""


class View(msgspec.Struct, frozen=True):
    """What decides how a document is shown beside the runs themselves."""

    numbers: Numbers = msgspec.field(default_factory=dict)
    styles: Mapping[str, Manner] = msgspec.field(default_factory=dict)
    """The styles that hide, strike through, raise or mark a hint, by name."""
    unfilled: frozenset[etree._Element] = msgspec.field(default_factory=frozenset)
    """Content controls that show only a hint of what belongs there."""
    has_fallbacks: bool = True
    """Whether something may stand in the document a second time, for older programs."""
    is_plain: bool = False
    """Whether the document has nothing but text, tabs and breaks."""
    grounds: frozenset[str] | None = None
    """Where some text may be white on white: the table styles that colour the ground of cells; None elsewhere."""
    has_pictures: bool = False


def is_white(properties: etree._Element) -> bool:
    """Whether the properties of a run make its letters white."""
    colour = properties.find(f"{W}color")
    return colour is not None and (
        colour.get(VAL, "").upper() == "FFFFFF" or colour.get(f"{W}themeColor") in ("background1", "light1")
    )


def names_symbols(written: bytes) -> bool:
    """Whether a document names a font that shows signs in place of letters."""
    return b"ingdings" in written or b'"Symbol"' in written


def view_of(package: Package, part: str, root: etree._Element, numbers: Numbers, written: bytes) -> View:
    """How a document, given as written and as parsed, is shown. Raises Unreadable for a damaged part of styles."""
    has_symbols = names_symbols(written)
    telling = styles(package, part)
    grounds = None
    if any(mark in written for mark in _WHITE) and root.find(f"{W}background") is None:
        grounds = coloured(package, part)
    has_pictures = b":object" in written or b":pict" in written or b":drawing" in written
    has_fallbacks = next(root.iter(FALLBACK), None) is not None
    is_telling = telling or has_fallbacks or has_symbols or grounds is not None or _has_tiny(root, written)
    is_plain = not is_telling and next(root.iter(*_SPECIAL), None) is None
    return View(numbers, telling, unfilled(root), has_fallbacks, is_plain, grounds, has_pictures)


def _has_tiny(root: etree._Element, written: bytes) -> bool:
    """Whether letters are set too small to be seen; programs set empty cells so, too."""
    if _MAY_BE_TINY.search(written) is None:
        return False
    return bool(_TINY_LETTERS(root))


def unfilled(root: etree._Element) -> frozenset[etree._Element]:
    """The content controls below an element that nobody has filled in."""
    marks = root.iter(f"{W}showingPlcHdr")
    return frozenset(
        parent
        for mark in marks
        if mark.get(VAL, "1") not in _OFF and (parent := next(mark.iterancestors(SDT), None)) is not None
    )


def paragraph_text(paragraph: etree._Element, view: View) -> tuple[str, str | None]:
    """The text of a paragraph as shown, text boxes left to the caller, and what is to be said of it."""
    number = view.numbers.get(paragraph, "")
    if view.is_plain:
        text = "".join([(e.text or "") if e.tag == _T else _text(e, "") for e in paragraph.iter(*_PLAIN_TEXTS)])
        if not _PRIVATE.search(text):
            return number + text, None
    runs = list(_runs(paragraph, view))
    if not any(run.struck or run.raised or run.pale for run in runs):
        return number + "".join([run.text for run in runs]), None
    text, doubt = joined(runs)
    return number + text, doubt


def _runs(paragraph: etree._Element, view: View) -> Iterator[Run]:
    left_out: set[etree._Element] = set()
    below = _of_paragraph(paragraph, view)
    last: etree._Element | None = None
    manner, fields, pale = below, list[Field](), False
    for element in paragraph.iter(*_TEXTS, *_NOT_HERE, SDT):
        tag = element.tag
        if tag in _NOT_HERE or (tag == SDT and element in view.unfilled):
            left_out.update(element.iter(*_TEXTS))
            continue
        if tag == SDT or element in left_out:
            continue
        parent = element.getparent()
        if parent is not last:
            last, manner = parent, _manner(parent, view, below)
            pale = view.grounds is not None and parent is not None and _is_unseen(parent, view.grounds)
        for run in _shown(element, fields, manner.font):
            if not (manner.hidden or (manner.is_hint and _HINT.match(run.text))):
                yield Run(run.text, bool(manner.struck), run.raised or bool(manner.raised), pale)


def _shown(element: etree._Element, fields: list[Field], font: str) -> Iterator[Run]:
    """What an element shows, seen with the fields that are open around it."""
    tag = element.tag
    if tag == _FIELD:
        yield from _at_field(element, fields)
        return
    inside = next((field for field in fields if not field.has_result), None)
    if inside is not None:
        inside.codes.append(element.text or "" if tag in (_CODE, _T) else "")
    elif tag == FORMULA:
        yield from docx_formula.runs(element)
    elif tag != _CODE:
        yield Run(_text(element, font))


def _at_field(element: etree._Element, fields: list[Field]) -> Iterator[Run]:
    """The beginning, middle or end of a field; a field within the instruction of another shows nothing itself."""
    kind = element.get(f"{W}fldCharType")
    if kind == "begin":
        if all(field.has_result for field in fields):
            yield Run(choice(element))
        fields.append(Field())
    elif kind == "separate" and fields:
        fields[-1].has_result = True
    elif kind == "end" and fields:
        field = fields.pop()
        if not field.has_result and all(outer.has_result for outer in fields):
            yield from without_result("".join(field.codes))


def _of_paragraph(paragraph: etree._Element, view: View) -> Manner:
    style = paragraph.find(f"{W}pPr/{W}pStyle") if view.styles else None
    return view.styles.get(style.get(VAL, ""), PLAIN) if style is not None else PLAIN


def _manner(run: etree._Element | None, view: View, below: Manner) -> Manner:
    """How a run is written."""
    if run is None or run.tag != _R or not len(run):
        return below
    properties = run[0]
    if properties.tag != _RPR or not len(properties):
        return below
    named = properties.find(f"{W}rStyle") if view.styles else None
    style = view.styles.get(named.get(VAL, ""), PLAIN) if named is not None else PLAIN
    return of_run(properties).over(style.over(below))


def _is_unseen(run: etree._Element, grounds: frozenset[str]) -> bool:
    """Whether a run is white and nothing around it has a ground of another colour."""
    properties = run.find(_RPR)
    if properties is None or not is_white(properties):
        return False
    if properties.find(f"{W}highlight") is not None or has_ground(properties):
        return False
    for holder in run.iterancestors(P, f"{W}tc", f"{W}tbl", TEXT_BOX):
        if holder.tag == TEXT_BOX:
            return False
        first = holder.find(_PROPERTIES[str(holder.tag)])
        if first is not None and (has_ground(first) or first.find(f"{W}pStyle") is not None):
            return False
        style = first.find(f"{W}tblStyle") if first is not None else None
        if style is not None and style.get(VAL, "") in grounds:
            return False
    return True


def _text(element: etree._Element, font: str) -> str:
    tag = element.tag
    if tag == _T:
        text = element.text or ""
        return in_font(text, font) if font else _from_symbols(text) if _PRIVATE.search(text) else text
    if tag == _TAB:  # a tab stop of the paragraph's settings has the same tag as a typed tab, but a value
        return "" if element.get(VAL) else "\t"
    if tag == _SYM:
        code = element.get(f"{W}char") or ""
        try:
            return sign(int(code, 16), element.get(f"{W}font") or "") or ""
        except ValueError:
            return ""
    return "-" if tag == _HYPHEN else "\n"


def _from_symbols(text: str) -> str:
    """Characters of the private-use area, which a symbol font that is not named shows as signs."""
    return "".join((sign(ord(char)) or char) if "\uf020" <= char <= "\uf0ff" else char for char in text)
