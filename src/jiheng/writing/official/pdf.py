"""Official forms as a PDF, typeset by Typst; one form a page start, the header row repeats over pages."""

from collections.abc import Iterable
from functools import cache

from jiheng.extras import install
from jiheng.trouble import Trouble
from jiheng.writing import fonts
from jiheng.writing.charts.png import quoted
from jiheng.writing.official.measure import (
    FONT_SIZE,
    PADDING,
    TALLEST_WHOLE_ROW,
    breakable,
    room,
    row_heights,
    text_height,
    type_size,
)
from jiheng.writing.official.paper import Paper, PaperCell

_BODY = (
    "SimSun",
    "NSimSun",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    "FangSong",
    fonts.SERIF,
)
_HEADING = (
    "SimHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Heiti SC",
    "WenQuanYi Zen Hei",
    fonts.SANS,
)
_NO_FONT = Trouble(
    "这台机器上没有可用的中文字体，写不成 PDF",
    "请安装宋体、思源宋体或 Noto CJK 字体（如 apt install fonts-noto-cjk），或先写成 .docx 再另存为 PDF。",
)
_NO_TYPST = Trouble("没有装排版组件，写不成 PDF", f"请运行 {install('pdf')} ；或先写成 .docx 再另存为 PDF。")
_ABOVE_TEXT = 4.5
_PREAMBLE = f"""
#set text(font: {{body}}, size: {FONT_SIZE}pt, lang: "zh", top-edge: "cap-height", bottom-edge: "baseline")
#set par(leading: 0.6em, justify: false)
#set table(stroke: 0.5pt, inset: (x: {PADDING}pt, y: {_ABOVE_TEXT}pt), align: center + horizon)
#set page(paper: "a4", margin: (x: 12mm, top: 12mm, bottom: 14mm), footer: context align(center,
  text(size: 8pt, counter(page).display())))
#let titled(body) = align(center, text(font: {{heading}}, size: 16pt, body))
"""


def write(papers: Iterable[Paper]) -> bytes:
    """The forms as the bytes of a PDF. Raises Trouble where the typesetter or Chinese fonts are missing."""
    try:
        body, heading = _fonts()
    except ImportError:
        raise _NO_TYPST from None
    preamble = _PREAMBLE.format(body=_array(body), heading=_array(heading))
    source = preamble + "\n".join(map(_form, papers))
    return fonts.compiled(source)


@cache
def _fonts() -> tuple[list[str], list[str]]:
    """The families of this machine for text and for titles, the most wanted first."""
    families = fonts.families()
    body = [name for name in _BODY if name in families]
    heading = [name for name in _HEADING if name in families]
    if not body and not heading:
        raise _NO_FONT
    return body or heading, heading or body


def _array(names: list[str]) -> str:
    return "(" + ", ".join(f'"{name}"' for name in names) + ",)"


def _form(paper: Paper) -> str:
    flipped = "true" if paper.layout.orientation == "landscape" else "false"
    lines = [f"#page(flipped: {flipped})["]
    if paper.secrecy:
        lines.append(f"#text(size: 12pt, {quoted(paper.secrecy)})\n")
    lines.append(f"#titled({quoted(paper.title)})")
    if paper.year_line:
        lines.append(f"#align(center, text(size: 11pt, {quoted(paper.year_line)}))")
    widths = ", ".join(f"{width}fr" for width in paper.layout.widths)
    heights = row_heights(paper)
    lines.append(f"#table(columns: ({widths}),")
    last = paper.heading_row + paper.heading_rows - 1
    for number, row in enumerate(paper.rows()):
        cells = ",\n".join(_cell(paper, cell, heights[number], _lift(paper, cell, row)) for cell in row)
        opens = "table.header(repeat: true, " if number == paper.heading_row else ""
        lines.append(f"{opens}{cells})," if number == last else f"{opens}{cells},")
    lines.append(")]")
    return "\n".join(lines)


def _lift(paper: Paper, cell: PaperCell, row: list[PaperCell]) -> float:
    """Points to add above and below a text, so that its row alone holds the name of the level that begins there.

    Otherwise a page break below the row would carry the name over to the next page.
    """
    if cell.rows > 1:
        return 0.0
    names = [text_height(paper, each) for each in row if each.rows > 1 and each.place]
    return max(0.0, max(names, default=0.0) - text_height(paper, cell)) / 2


def _cell(paper: Paper, cell: PaperCell, height: float, lift: float) -> str:
    place = f"x: {cell.column}, y: {cell.row}, colspan: {cell.columns}, rowspan: {cell.rows}"
    whole = cell.rows == 1 and height <= TALLEST_WHOLE_ROW
    place += f", breakable: {'false' if whole else 'true'}"
    if lift:
        place += f", inset: (x: {PADDING}pt, y: {_ABOVE_TEXT + lift}pt)"
    if cell.left_aligned:
        place += ", align: left + horizon"
    if cell.open_side:
        place += f", stroke: (rest: 0.5pt, {cell.open_side}: none)"
    available = room(paper, cell.column, cell.columns)
    size = type_size(cell.text, available)
    text = breakable(cell.text, available * FONT_SIZE / size)
    content = "#linebreak()".join(f"#{quoted(line)}" for line in text.split("\n"))
    if size < FONT_SIZE:
        content = f"#text(size: {size}pt)[{content}]"
    return f"  table.cell({place})[{content}]"
