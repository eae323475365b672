"""Paper → web page, in the ways in which web pages hold tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .paper import Box, Paper

_STYLE = (
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #000;font-size:9pt;padding:1px 3px}"
    "@page{size:A4 landscape;margin:12mm}body{font-family:'Noto Serif CJK SC','Noto Sans CJK SC',serif}"
)


@dataclass(frozen=True)
class Page:
    """A way to write a web page."""

    around: str = "none"
    """What holds the table: none, table (a layout table), div."""
    closed: bool = True
    """Whether cells and rows are closed, as few old pages do."""
    noisy: bool = False
    """Scripts, comments, hidden cells and empty office tags between."""
    inner: str = "{}"
    """What stands around the text of each cell."""
    css: str = ""


def page(papers: Sequence[Paper], way: Page | None = None) -> bytes:
    """The papers as one page."""
    way = way or Page()
    body = "<hr>".join(_paper(paper, way) for paper in papers)
    head = f"<meta charset='utf-8'><style>{_STYLE}{way.css}</style>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


def _paper(paper: Paper, way: Page) -> str:
    above = "".join(f"<p align=center>{escape(line)}</p>" for line in paper.above)
    below = "".join(f"<p>{escape(line)}</p>" for line in paper.below)
    rows: list[list[str]] = [[] for _ in paper.rows]
    for place in paper.placed():
        rows[place.row].append(_cell(place.box, way))
    end = "</tr>\n" if way.closed else "\n"
    body = "".join(f"<tr>{''.join(cells)}{end}" for cells in rows)
    columns = "".join(f"<col style='width:{100 * w / sum(paper.widths):.1f}%'>" for w in paper.widths)
    table = f"<table>{columns}<tbody>{body}</tbody></table>"
    if way.noisy:
        table = f"<!-- 表 --><script>var a = '<td>';</script>{table}<p style='display:none'>项目名称：无</p>"
    if way.around == "table":
        return f"<table><tr><td>{above}{table}{below}</td></tr></table>"
    return f"<div>{above}<div>{table}</div>{below}</div>" if way.around == "div" else above + table + below


def _cell(box: Box, way: Page) -> str:
    tag = "th" if box.is_label else "td"
    spans = (f" colspan={box.wide}" if box.wide > 1 else "") + (f" rowspan='{box.high}'" if box.high > 1 else "")
    inner = way.inner.format(escape(box.text).replace("\n", "<br>"))
    noise = "<o:p></o:p><span style='display: none'>隐</span>" if way.noisy else ""
    return f"<{tag}{spans}>{inner}{noise}" + (f"</{tag}>" if way.closed else "")
