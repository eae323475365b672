"""What is shown of the paragraphs of a Word document: runs, symbols, fields, formulas, without what is hidden.

Left out: deleted, moved-away and hidden text (of the run or of its style), hints of fields not filled in, phonetic
guides; struck-through text and raised note marks, which are said. Sources: ECMA-376 part 1, 17.3 (text), 17.5.2
(content controls), 17.16 (fields), 22.1 (formulas).
"""

import re
from collections.abc import Callable, Iterator, Mapping

import msgspec
from lxml import etree

from jiheng.expression import expression
from jiheng.reading.files.package import Package
from jiheng.reading.tables.runs import Run, joined
from jiheng.reading.tables.symbol_fonts import sign

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
VAL = f"{W}val"
P, SDT, TEXT_BOX = f"{W}p", f"{W}sdt", f"{W}txbxContent"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_T, _TAB, _BR, _CR, _SYM, _HYPHEN = f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}sym", f"{W}noBreakHyphen"
_FORMULA, _FIELD, _CODE = f"{_M}t", f"{W}fldChar", f"{W}instrText"
_R, _RPR, _RUBY_TEXT = f"{W}r", f"{W}rPr", f"{W}rt"
_TEXTS = (_T, _TAB, _BR, _CR, _SYM, _HYPHEN, _FORMULA, _FIELD, _CODE)
_PLAIN_TEXTS = (_T, _TAB, _BR, _CR, _HYPHEN)
_NOT_HERE = (TEXT_BOX, f"{W}moveFrom", FALLBACK, _RUBY_TEXT)
_OFF = ("0", "false", "off")
_STRIKES = (f"{W}strike", f"{W}dstrike")
_SPECIAL = (
    TEXT_BOX, FALLBACK, SDT, _FORMULA, _FIELD, _SYM, _RUBY_TEXT, *_STRIKES, f"{W}moveFrom", f"{W}vanish",
    f"{W}vertAlign",
)  # fmt: skip
_RAISED_FORMULA = f"{_M}sup"
_COMBINED = expression(r"\\o(?:\\a[clr])?\s*\(([^,，()]*)[,，]([^()]*)\)", re.IGNORECASE)
_BOX, _CIRCLE = "□☐", "○〇◯"
_PRIVATE = expression("[\uf020-\uf0ff]")
_TICKS = {**dict.fromkeys("√✓✔Vv", "☑"), **dict.fromkeys("×✕✗Xx", "☒")}

Numbers = Mapping[etree._Element, str]
"""The automatic number in front of a paragraph."""


class View(msgspec.Struct, frozen=True):
    """What decides how a document is shown beside the runs themselves."""

    numbers: Numbers = msgspec.field(default_factory=dict)
    hidden_styles: frozenset[str] = frozenset()
    struck_styles: frozenset[str] = frozenset()
    unfilled: frozenset[etree._Element] = msgspec.field(default_factory=frozenset)
    """Content controls that show only a hint of what belongs there."""
    has_fallbacks: bool = True
    """Whether something may stand in the document a second time, for older programs."""
    is_plain: bool = False
    """Whether the document has nothing but text, tabs and breaks."""


def view_of(package: Package, part: str, root: etree._Element, numbers: Numbers) -> View:
    """How a document is shown. Raises Unreadable for a damaged part of styles."""
    hidden, struck = _styles(package, part)
    has_fallbacks = next(root.iter(FALLBACK), None) is not None
    is_plain = not hidden and not struck and not has_fallbacks and next(root.iter(*_SPECIAL), None) is None
    return View(numbers, hidden, struck, unfilled(root), has_fallbacks, is_plain)


def unfilled(root: etree._Element) -> frozenset[etree._Element]:
    """The content controls below an element that nobody has filled in."""
    marks = root.iter(f"{W}showingPlcHdr")
    return frozenset(
        parent
        for mark in marks
        if mark.get(VAL, "1") not in _OFF and (parent := next(mark.iterancestors(SDT), None)) is not None
    )


def _styles(package: Package, part: str) -> tuple[frozenset[str], frozenset[str]]:
    """The styles whose text is hidden, and those whose text is struck through, inherited ones as well."""
    names = package.related(part, "styles") or [f"{part.rpartition('/')[0]}/styles.xml".lstrip("/")]
    if names[0] not in package:
        return frozenset(), frozenset()
    data = package.read(names[0])
    if b"vanish" not in data and b"strike" not in data:
        return frozenset(), frozenset()
    styles = {style.get(f"{W}styleId", ""): style for style in package.xml(names[0]).iter(f"{W}style")}

    def having(is_so: Callable[[etree._Element], bool | None]) -> frozenset[str]:
        return frozenset(name for name in styles if _inherited(styles, name, is_so))

    return having(lambda run: _flag(run, f"{W}vanish")), having(_is_struck)


def _inherited(styles: Mapping[str, etree._Element], name: str, is_so: Callable[[etree._Element], bool | None]) -> bool:
    for _ in range(20):
        style = styles.get(name)
        if style is None:
            return False
        run = style.find(_RPR)
        if run is not None and (says := is_so(run)) is not None:
            return says
        based = style.find(f"{W}basedOn")
        name = based.get(VAL, "") if based is not None else ""
    return False


def _flag(properties: etree._Element, tag: str) -> bool | None:
    """Whether a switch is on, None where nothing is said."""
    found = properties.find(tag)
    return None if found is None else found.get(VAL, "1") not in _OFF


def _is_struck(properties: etree._Element) -> bool | None:
    said = [says for tag in _STRIKES if (says := _flag(properties, tag)) is not None]
    return any(said) if said else None


def paragraph_text(paragraph: etree._Element, view: View) -> tuple[str, str | None]:
    """The text of a paragraph as shown, text boxes left to the caller, and what is to be said of it."""
    number = view.numbers.get(paragraph, "")
    if view.is_plain:
        text = "".join([(e.text or "") if e.tag == _T else _text(e, None) for e in paragraph.iter(*_PLAIN_TEXTS)])
        if not _PRIVATE.search(text):
            return number + text, None
    runs = list(_runs(paragraph, view))
    if not any(run.struck or run.raised for run in runs):
        return number + "".join([run.text for run in runs]), None
    text, doubt = joined(runs)
    return number + text, doubt


def _runs(paragraph: etree._Element, view: View) -> Iterator[Run]:
    left_out: set[etree._Element] = set()
    last: etree._Element | None = None
    manner: Run | None = Run("")
    codes: list[str] | None = None
    for element in paragraph.iter(*_TEXTS, *_NOT_HERE, SDT):
        tag = element.tag
        if tag in _NOT_HERE or (tag == SDT and element in view.unfilled):
            left_out.update(element.iter(*_TEXTS))
            continue
        if tag == SDT or element in left_out:
            continue
        parent = element.getparent()
        if parent is not last:
            last, manner = parent, _manner(parent, view)
        if manner is None:
            continue
        if tag == _CODE:
            if codes is not None:
                codes.append(element.text or "")
            continue
        if tag == _FIELD:
            kind = element.get(f"{W}fldCharType")
            text = _choice(element) if kind == "begin" else _combined(codes) if kind == "end" and codes else ""
            codes = [] if kind == "begin" else None
        else:
            text = _text(element, parent)
        yield manner._replace(text=text) if manner.struck or manner.raised else Run(text)


_PLAIN = Run("")


def _manner(run: etree._Element | None, view: View) -> Run | None:
    """How a run is written; None where it is hidden."""
    if run is None or run.tag != _R or not len(run):
        is_raised = run is not None and next(run.iterancestors(_RAISED_FORMULA), None) is not None
        return Run("", raised=is_raised)
    properties = run[0]
    if properties.tag != _RPR or not len(properties):
        return _PLAIN
    named = properties.find(f"{W}rStyle")
    style = named.get(VAL, "") if named is not None else ""
    hidden, struck = _flag(properties, f"{W}vanish"), _is_struck(properties)
    if hidden or (hidden is None and style in view.hidden_styles):
        return None
    raised = properties.find(f"{W}vertAlign")
    return Run(
        "",
        struck if struck is not None else style in view.struck_styles,
        raised is not None and raised.get(VAL) == "superscript",
    )


def _text(element: etree._Element, run: etree._Element | None) -> str:
    tag = element.tag
    if tag == _T:
        text = element.text or ""
        return _from_symbols(text, run) if _PRIVATE.search(text) else text
    if tag == _FORMULA:
        return element.text or ""
    if tag == _TAB:  # a tab stop of the paragraph's settings has the same tag as a typed tab, but a value
        return "" if element.get(VAL) else "\t"
    if tag == _SYM:
        code = element.get(f"{W}char") or ""
        try:
            return sign(int(code, 16), element.get(f"{W}font") or "") or ""
        except ValueError:
            return ""
    return "-" if tag == _HYPHEN else "\n"


def _from_symbols(text: str, run: etree._Element | None) -> str:
    """Characters of the private-use area, which symbol fonts show as signs."""
    fonts = run.find(f"{_RPR}/{W}rFonts") if run is not None else None
    named = (fonts.get(f"{W}{way}") for way in ("hAnsi", "ascii", "cs", "eastAsia")) if fonts is not None else ()
    font = next((name for name in named if name), "")
    return "".join((sign(ord(char), font) or char) if "\uf020" <= char <= "\uf0ff" else char for char in text)


def _choice(begin: etree._Element) -> str:
    """What an old form field shows that is no text: the entry chosen from a list, a box."""
    data = begin.find(f"{W}ffData")
    if data is None:
        return ""
    entries = data.find(f"{W}ddList")
    if entries is not None:
        texts = [entry.get(VAL, "") for entry in entries.iterchildren(f"{W}listEntry")]
        chosen = entries.find(f"{W}result")
        chosen = chosen if chosen is not None else entries.find(f"{W}default")
        number = chosen.get(VAL, "0") if chosen is not None else "0"
        return texts[int(number)] if number.isdecimal() and int(number) < len(texts) else ""
    box = data.find(f"{W}checkBox")
    if box is None:
        return ""
    ticked = _flag(box, f"{W}checked")
    return "☑" if ticked or (ticked is None and _flag(box, f"{W}default")) else "□"


def _combined(codes: list[str]) -> str:
    """What a field shows that lays one sign over another: eq \\o\\ac(□,√) is a ticked box, eq \\o\\ac(○,1) is ①."""
    match = _COMBINED.search("".join(codes))
    if match is None:
        return ""
    under, over = match[1].strip(), match[2].strip()
    if under in _BOX and under:
        return _TICKS.get(over, under + over)
    if under in _CIRCLE and over.isdecimal() and 1 <= int(over) <= 20:
        return chr(ord("①") + int(over) - 1)
    return under + over
