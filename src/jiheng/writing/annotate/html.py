"""Remarks in a web page: marked cells, notes that open without network, a list at the end.

What is added is put in by position; every other byte of the page stays as it was. Additions are pure
ASCII (Chinese as character references), so that they are right in whatever encoding the page has.
"""

import codecs
import re
from collections.abc import Iterable
from html import escape

from jiheng.checks.outcome import Severity
from jiheng.reading.formats.html import cell_marks, from_archive
from jiheng.writing.annotate.parts import readable
from jiheng.writing.annotate.remark import CellRemark, worst

_CELL_TAG = re.compile(
    r"<!--.*?-->"
    r"|<(?P<raw>script|style|textarea|title|xmp|noscript|template)(?=[\s/>]).*?</(?P=raw)\s*>"
    r"|<t[dh](?=[\s/>])(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^'\">])*)>",
    re.IGNORECASE | re.DOTALL,
)
_MARK = "data-jiheng-cell"
_STYLE = (
    "<style>[data-jiheng]{outline:2px solid}[data-jiheng=error]{background:#ffc7ce;outline-color:#c00}"
    "[data-jiheng=warning]{background:#ffeb9c;outline-color:#b80}"
    "[data-jiheng=notice]{background:#ddebf7;outline-color:#37c}"
    "details.jiheng-remark{display:inline-block;position:relative;font-size:12px}"
    "details.jiheng-remark summary{cursor:pointer;color:#c00;font-weight:bold;list-style:none}"
    "details.jiheng-remark div{position:absolute;z-index:9;left:0;width:22em;padding:8px;text-align:left;"
    "background:#fffbe6;color:#222;border:1px solid #b80;white-space:pre-wrap;font-weight:normal}"
    "section.jiheng-remark{margin:2em 0;padding:1em;border-top:3px solid #c00;font-size:14px;text-align:left}"
    "section.jiheng-remark li{margin:.6em 0;white-space:pre-wrap}"
    "@media print{details.jiheng-remark div{display:none}}</style>"
)


def annotate(data: bytes, remarks: Iterable[CellRemark]) -> bytes:
    """The page with a mark and a note at every cell with remarks, and all of them at its end. Raises Unreadable.

    Those of a page whose cells are no cells of a table stand at its end only.

    A web archive (mht) comes back as the page inside it.
    """
    page, encoding = from_archive(data)
    text, codec = _decoded(page)
    tags = [match for match in _CELL_TAG.finditer(text) if match["rest"] is not None]
    marked = _inserted(text, {_inside(tag): f' {_MARK}="{number}"' for number, tag in enumerate(tags)})
    places = cell_marks(marked.encode(codec), _MARK, encoding)
    by_cell: dict[int, list[CellRemark]] = {}
    loose: list[str] = []
    for remark in remarks:
        where = remark.origin
        place = places.get((where.table or 0, where.row or 0, where.column or 0))
        if place is not None:
            by_cell.setdefault(place, []).append(remark)
        else:  # a page whose table is made of boxes, or that has none
            loose.append(remark.text)
    additions: dict[int, str] = {}
    listed = []
    first = text.count('<details class="jiheng-remark"') + 1
    for number, (place, items) in enumerate(sorted(by_cell.items()), first):
        tag, said = tags[place], "\n\n".join(item.text for item in items)
        additions[_inside(tag)] = f' data-jiheng="{worst(items).value}"'
        additions[tag.end()] = _note(number, worst(items), said)
        listed.append(f'<li><a href="#jiheng-{number}">{_ascii("回到表中")}</a> {_ascii(said)}</li>')
    listed += [f"<li>{_ascii(said)}</li>" for said in dict.fromkeys(loose)]
    if listed:
        heading = _ascii(f"绩衡批注（{len(listed)} 处）")
        items_html = f'<ol start="{first}">{"".join(listed)}</ol>'
        additions[_end(text)] = f'{_STYLE}<section class="jiheng-remark"><h2>{heading}</h2>{items_html}</section>'
    return _inserted(text, additions).encode(codec)


def _decoded(page: bytes) -> tuple[str, str]:
    """The page as a text that encodes back to the same bytes, and the codec. Only ASCII in it matters."""
    if page.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf-16-le" if page.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
        try:
            return page.decode(codec), codec
        except UnicodeDecodeError:
            pass
    return page.decode("latin-1"), "latin-1"


def _inside(tag: re.Match[str]) -> int:
    """Where an attribute can be added to a tag: behind its name."""
    return tag.start() + len("<td")


def _end(text: str) -> int:
    """Where the body ends."""
    found = text.lower().rfind("</body")
    return found if found >= 0 else len(text)


def _inserted(text: str, additions: dict[int, str]) -> str:
    pieces, last = [], 0
    for position, addition in sorted(additions.items()):
        pieces += [text[last:position], addition]
        last = position
    return "".join([*pieces, text[last:]])


def _note(number: int, severity: Severity, said: str) -> str:
    summary = _ascii(f"〔{severity.label}{number}〕")
    opening = f'<details class="jiheng-remark" id="jiheng-{number}"><summary>{summary}</summary>'
    return f"{opening}<div>{_ascii(said)}</div></details>"


def _ascii(text: str) -> str:
    return escape(readable(text)).encode("ascii", "xmlcharrefreplace").decode("ascii")
