"""Paper → web page, in the ways in which web pages hold tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from .paper import Box, Paper, Placed

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
    boxes: str = ""
    """The table made of boxes: grid, flow (a grid whose boxes do not say their places), flex, lengths, table."""


def page(papers: Sequence[Paper], way: Page | None = None) -> bytes:
    """The papers as one page."""
    way = way or Page()
    body = "<hr>".join(_paper(paper, way) for paper in papers)
    head = f"<meta charset='utf-8'><style>{_STYLE}{way.css}{_BOXES if way.boxes else ''}</style>"
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


_BOXES = ".grid,.flow{display:grid} .line{display:flex} [class=all]{display:table} .all>div{display:table-row}"


def _boxes(paper: Paper, way: Page) -> str:
    """The table of a paper in boxes; but in a grid the rest of a merged one is a box of its own, and empty."""
    count = len(paper.widths)
    if way.boxes in ("grid", "flow"):
        inner = "".join(f"<div style='{_grid_place(one, way)}'>{_inner(one.box)}</div>" for one in paper.placed())
        return f"<div class={way.boxes} style='grid-template-columns:repeat({count}, 1fr)'>{inner}</div>"
    rows: list[list[tuple[int, int, str]]] = [[] for _ in paper.rows]
    for row, column, box in paper.placed():
        for down in range(box.high):
            text = "" if down else _inner(box)
            if way.boxes == "table":
                rows[row + down] += [(column + n, 1, "" if n else text) for n in range(box.wide)]
            else:
                rows[row + down].append((column, box.wide, text))
    if way.boxes == "table":
        lines = ("".join(f"<p style='display:table-cell'>{text}</p>" for _, _, text in sorted(row)) for row in rows)
        return f"<section class=all>{''.join(f'<div>{line}</div>' for line in lines)}</section>"
    if way.boxes == "lengths":
        style = [[(f"width:{60 * wide}px", text) for _, wide, text in sorted(row)] for row in rows]
    else:
        style = [[(f"width:{100 * wide / count:.3f}%", text) for _, wide, text in sorted(row)] for row in rows]
    lines = ("".join(f"<div style='{said}'>{text}</div>" for said, text in row) for row in style)
    return "".join(f"<div class=line>{line}</div>" for line in lines)


def _grid_place(one: Placed, way: Page) -> str:
    row, column, box = one
    if way.boxes == "flow":
        return f"grid-row:span {box.high};grid-column:span {box.wide}"
    return f"grid-row:{row + 1}/{row + 1 + box.high};grid-column-start:{column + 1};grid-column-end:span {box.wide}"


def _inner(box: Box) -> str:
    return escape(box.text).replace("\n", "<br>")


def _paper(paper: Paper, way: Page) -> str:
    if way.boxes:
        lines = [[f"<p>{escape(line)}</p>" for line in part] for part in (paper.above, paper.below)]
        return "".join([*lines[0], _boxes(paper, way), *lines[1]])
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
