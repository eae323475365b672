"""A page made ready for reading: form fields as the text they show, what its styles hide or strike through marked.

Sources: HTML Living Standard 4.10 (forms); CSS 2.2, 9.2.4 (display) and 16.3 (text-decoration); the marks of Word
(MsoCommentReference, mso-element:comment) in pages saved or copied from it.
"""

import re

from lxml import etree

from jiheng.expression import expression
from jiheng.reading.formats import html_styles
from jiheng.reading.formats.html_styles import Declared, declared, tells
from jiheng.reading.tables.symbol_fonts import in_font, is_symbol

_COMMENT = expression(r"msocomanchor|msocomtxt|msocomoff|MsoCommentReference|MsoCommentText", re.IGNORECASE)
_CLONE = expression(
    r"(?<![\w-])(?:el-table__fixed(?:-right)?|ant-table-fixed-(?:left|right)|layui-table-fixed"
    r"|vxe-table--fixed-(?:left|right)-wrapper)(?![\w-])"
)
"""Copies of a table that programs of pages lay over it, so that its first or last columns stay where they are."""
_CONTROL = expression(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_TEXT = ("hidden", "button", "submit", "reset", "image", "file", "password", "color", "range")
STRUCK, RAISED = "data-jiheng-struck", "data-jiheng-raised"
"""Attributes that this module sets on elements that are shown struck through or raised."""
_styled = etree.XPath("//*[@class or @style]")
_MARKED = etree.XPath(f"boolean(//*[@{STRUCK} or @{RAISED}])")
GONE = "none"
"""What the attribute `hidden` says of an element that takes no place at all."""
_BOXES = ("div", "p", "section", "ul", "ol", "li")
"""Elements whose size cuts off what they hold; rows and cells of tables grow with it, words in a line have none."""
_NONE: tuple[Declared, Declared] = {}, {}


def prepare(root: etree._Element) -> bool:
    """Make a page ready; whether anything in it is struck through or raised."""
    for control in list(root.iter("input", "select", "textarea")):
        _fill_in(control)
    for button in root.iter("button"):
        if _is_beside_text(button):
            button.set("hidden", "")
    _close(root)
    ruled = html_styles.by_rules(root)
    for element in [
        *_styled(root),
        *(element for element in ruled if not (element.get("class") or element.get("style"))),
    ]:
        _mark(element, ruled.get(element, _NONE))
    for element in root.iter("s", "strike", "del"):
        element.set(STRUCK, "")
    for element in root.iter("sup"):
        element.set(RAISED, "")
    for element in root.iter("font"):
        _resign(element, (element.get("face") or "").partition(",")[0])
    return bool(_MARKED(root))


def _mark(element: etree._Element, ruled: tuple[Declared, Declared]) -> None:
    """Set on an element what the rules of the page and its own style say of it."""
    names, own = element.get("class") or "", element.get("style") or ""
    if names and (_COMMENT.search(names) or _CLONE.search(names)):
        element.set("hidden", "")
    if ruled is _NONE and not (own and tells(own)):
        return
    plain, important = declared(own)
    style = ruled[0] | plain | ruled[1] | important
    if html_styles.is_comment(style):
        element.set("hidden", "")
    is_box = element.tag in _BOXES or "block" in style.get("display", "")
    if html_styles.is_hidden(style) or (is_box and html_styles.is_cut_off(style)):
        element.set("hidden", GONE if html_styles.is_gone(style) else "")
    elif html_styles.is_tiny(style) and not len(element):
        element.text = None
    if html_styles.is_struck(style):
        element.set(STRUCK, "")
    if html_styles.is_raised(style):
        element.set(RAISED, "")
    _resign(element, html_styles.symbol_font(style))


def _resign(element: etree._Element, font: str) -> None:
    """Put the signs that a symbol font shows in place of the letters of an element and of what it holds."""
    if not is_symbol(font):
        return
    for inner in element.iter():
        if isinstance(inner.tag, str) and inner.text:
            inner.text = _clean(in_font(inner.text, font))
        if inner is not element and inner.tail:
            inner.tail = _clean(in_font(inner.tail, font))


def _clean(text: str) -> str:
    """Text without the control characters that a page may hold but that no element takes."""
    return _CONTROL.sub("", text)


def is_hidden(element: etree._Element) -> bool:
    """Whether nothing of an element is shown."""
    return element.get("hidden") is not None


def _close(root: etree._Element) -> None:
    """Hide what stands in dialogs, and in the folded details of a cell, that are not open."""
    for dialog in root.iter("dialog"):
        if dialog.get("open") is None:
            dialog.set("hidden", "")
    for details in root.iter("details"):
        if details.get("open") is None and next(details.iterancestors("td", "th"), None) is not None:
            details.text = None
            for child in details:
                child.tail = None
                if child.tag != "summary":
                    child.set("hidden", "")


def _is_beside_text(button: etree._Element) -> bool:
    """Whether a button stands in a cell that shows something else, so that it is no value: 社区图书室 [选择]."""
    cell = next(button.iterancestors("td", "th"), None)
    return cell is not None and any(text.strip() for text in cell.xpath(".//text()[not(ancestor::button)]"))


def _fill_in(control: etree._Element) -> None:
    """Put the text that a form field shows in its place."""
    if control.tag == "textarea":
        return
    text = _chosen(control) if control.tag == "select" else _typed(control)
    del control[:]
    control.text = _clean(text)


def _typed(field: etree._Element) -> str:
    kind = (field.get("type") or "text").strip().lower()
    if kind in ("checkbox", "radio"):
        return "☑" if field.get("checked") is not None else "□"
    return "" if kind in _NO_TEXT else field.get("value") or ""


def _chosen(field: etree._Element) -> str:
    """The options that are chosen; a list from which nobody chose shows its first, unless that stands for nothing."""
    options = list(field.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and options and field.get("multiple") is None and options[0].get("value") != "":
        chosen = options[:1]
    return "、".join("".join(option.itertext()).strip() for option in chosen)
