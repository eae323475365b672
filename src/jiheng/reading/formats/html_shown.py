"""A page made ready for reading: form fields as the text they show, what its styles hide or strike through marked.

Sources: HTML Living Standard 4.10 (forms); CSS 2.2, 9.2.4 (display) and 16.3 (text-decoration); the marks of Word
(MsoCommentReference, mso-element:comment) in pages saved or copied from it.
"""

import re

from lxml import etree

from jiheng.expression import expression

_HIDDEN = expression(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_GONE = expression(r"display\s*:\s*none", re.IGNORECASE)
_STRUCK = expression(r"text-decoration[a-z-]*\s*:[^;]*line-through", re.IGNORECASE)
_RAISED = expression(r"vertical-align\s*:\s*super", re.IGNORECASE)
_MEDIA = expression(r"@[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|/\*.*?\*/|<!--|-->", re.DOTALL)
_RULE = expression(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = expression(r"(?:^|[\s>+~])(?:[a-z0-9]+)?([.#])([\w-]+)$", re.IGNORECASE)
_COMMENT = expression(r"msocomanchor|msocomtxt|msocomoff|MsoCommentReference|MsoCommentText", re.IGNORECASE)
_COMMENT_STYLE = expression(r"mso-element\s*:\s*comment|mso-special-character\s*:\s*comment", re.IGNORECASE)
_NO_TEXT = ("hidden", "button", "submit", "reset", "image", "file", "password", "color", "range")
_TELLING = expression(r"display|visibility|mso-|line-through|super", re.IGNORECASE)
_MOST_STYLE = 2_000_000
STRUCK, RAISED = "data-jiheng-struck", "data-jiheng-raised"
"""Attributes that this module sets on elements that are shown struck through or raised."""
_styled = etree.XPath("//*[@class or @style or @id]")
_MARKED = etree.XPath(f"boolean(//*[@{STRUCK} or @{RAISED}])")


def prepare(root: etree._Element) -> bool:
    """Make a page ready; whether anything in it is struck through or raised."""
    for control in list(root.iter("input", "select", "textarea")):
        _fill_in(control)
    by_name = _styles(root)
    for element in _styled(root):
        _mark(element, by_name)
    for element in root.iter("s", "strike", "del"):
        element.set(STRUCK, "")
    for element in root.iter("sup"):
        element.set(RAISED, "")
    return bool(_MARKED(root))


def _mark(element: etree._Element, by_name: dict[str, str]) -> None:
    """Set on an element what its style and the rules for its class and name say."""
    names, style = element.get("class") or "", element.get("style") or ""
    if by_name:
        style = ";".join([by_name.get(f".{name}", "") for name in names.split()] + [style])
        style = by_name.get(f"#{element.get('id')}", "") + ";" + style
    if (names and _COMMENT.search(names)) or _COMMENT_STYLE.search(style):
        element.set("hidden", "")
    if not _TELLING.search(style):
        return
    if _HIDDEN.search(style):
        element.set("hidden", "none" if _GONE.search(style) else "")
    if _STRUCK.search(style):
        element.set(STRUCK, "")
    if _RAISED.search(style):
        element.set(RAISED, "")


def is_hidden(element: etree._Element) -> bool:
    """Whether nothing of an element is shown."""
    return element.get("hidden") is not None


def is_gone(element: etree._Element) -> bool:
    """Whether an element takes no place at all."""
    return element.get("hidden") == "none"


def _styles(root: etree._Element) -> dict[str, str]:
    """What the page's own rules say of classes (.a) and names (#a), as far as it decides what is shown."""
    text = _MEDIA.sub(" ", "\n".join(style.text or "" for style in root.iter("style"))[:_MOST_STYLE])
    found: dict[str, str] = {}
    for selectors, declarations in _RULE.findall(text):
        if not any(pattern.search(declarations) for pattern in (_HIDDEN, _STRUCK, _RAISED)):
            continue
        for selector in selectors.split(","):
            if match := _SELECTOR.search(selector.strip()):
                name = match[1] + match[2]
                found[name] = f"{found.get(name, '')};{declarations}"
    return found


def _fill_in(control: etree._Element) -> None:
    """Put the text that a form field shows in its place."""
    if control.tag == "textarea":
        return
    text = _chosen(control) if control.tag == "select" else _typed(control)
    del control[:]
    control.text = text


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
