"""Official forms as a PDF, typeset by Typst; one form a page start, the header row repeats over pages."""

from collections.abc import Iterable

from jiheng.writing.official.paper import Paper, PaperCell

_PREAMBLE = """
#set page(paper: "a4", flipped: {flipped}, margin: 12mm)
#set text(font: ("SimSun", "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "FangSong"), size: 9pt, lang: "zh")
#set par(leading: 0.45em, justify: false)
#set table(stroke: 0.5pt, inset: (x: 2pt, y: 4pt), align: center + horizon)
#let heading-font = ("SimHei", "Noto Sans CJK SC", "Source Han Sans SC", "Heiti SC")
"""


def write(papers: Iterable[Paper]) -> bytes:
    """The forms as the bytes of a PDF."""
    import typst

    every = list(papers)
    wide = bool(every) and every[0].layout.orientation == "landscape"
    source = _PREAMBLE.format(flipped="true" if wide else "false") + "\n#pagebreak()\n".join(map(_form, every))
    return bytes(typst.compile(source.encode("utf-8"), format="pdf"))


def _form(paper: Paper) -> str:
    lines = [f"#align(center, text(font: heading-font, size: 16pt, weight: 700, {_quoted(paper.title)}))"]
    if paper.year_line:
        lines.append(f"#align(center, text(size: 11pt, {_quoted(paper.year_line)}))")
    widths = ", ".join(f"{width}fr" for width in paper.layout.widths)
    lines.append(f"#table(columns: ({widths}),")
    lines.extend(_cell(cell) for row in paper.rows() for cell in row)
    lines.append(")")
    return "\n".join(lines)


def _cell(cell: PaperCell) -> str:
    align = ", align: left + horizon" if cell.left_aligned else ""
    place = f"x: {cell.column}, y: {cell.row}, colspan: {cell.columns}, rowspan: {cell.rows}, breakable: false"
    return f"  table.cell({place}{align})[#{_quoted(cell.text)}],"


def _quoted(text: str) -> str:
    """A Typst string; long runs without a break may be broken anywhere, as Chinese offices do."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else " " for c in escaped) + '"'
