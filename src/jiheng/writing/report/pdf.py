"""The report as a PDF, typeset by Typst in the form of an official document."""

from functools import cache

from jiheng.extras import install
from jiheng.trouble import Trouble
from jiheng.writing import fonts
from jiheng.writing.charts import Picture
from jiheng.writing.charts.png import embedded, quoted
from jiheng.writing.report import paper
from jiheng.writing.report.compose import Block, Gap, Heading, LetterLine, Numbered, Paragraph, Passage, Report
from jiheng.writing.report.grids import Grid

_FACES = {
    paper.TITLE: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", "SimSun", "Songti SC"),
    paper.BODY: ("FangSong_GB2312", "FangSong", "STFangsong", "FZFangSong-Z02S"),
    paper.SANS: ("SimHei", "STHeiti", "Heiti SC"),
    paper.SCRIPT: ("KaiTi_GB2312", "KaiTi", "STKaiti", "FZKai-Z03S", "AR PL UKai CN"),
    paper.SONG: ("SimSun", "NSimSun", "Songti SC"),
}
"""The families each face goes by, the most wanted first."""
_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "SimSun", fonts.SERIF)
_GOTHIC = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Zen Hei", fonts.SANS)
_LEADING = paper.LINE - paper.BODY_SIZE
_PREAMBLE = """
#set page(width: {width}mm, height: {height}mm,
  margin: (top: {top}mm, bottom: {bottom}mm, left: {left}mm, right: {right}mm), footer-descent: 7mm,
  footer: context {{
    let n = counter(page).get().first()
    align(if calc.odd(n) {{ right }} else {{ left }}, pad(x: 14pt, text(font: {song}, size: {page}pt)[— #n —]))
  }})
#set document(title: {title})
#set text(font: {body}, size: {size}pt, lang: "zh", region: "cn", top-edge: "ascender", bottom-edge: "descender",
  cjk-latin-spacing: none)
#set text(top-edge: 0.88em, bottom-edge: -0.12em)
#set par(leading: {leading}pt, spacing: {leading}pt, justify: true, first-line-indent: (amount: 2em, all: true))
#set table(stroke: 0.5pt, inset: 4pt)
#show heading: set block(above: {leading}pt, below: {leading}pt, sticky: true)
#show heading: it => block(sticky: true, pad(left: 2em, it.body))
#show heading: set text(size: {size}pt)
#show heading.where(level: 1): set text(font: {sans}, weight: "regular")
#show heading.where(level: 2): set text(font: {script}, weight: "regular")
#show heading.where(level: 3): set text(font: {body}, weight: "bold")
#let gap(it) = highlight(fill: rgb("#fff59d"), it)
#let caption(it) = block(width: 100%, above: 8pt, below: 8pt, align(center, {{
  set par(first-line-indent: 0em)
  text(font: {sans}, size: {caption}pt, it)
}}))
"""


def write(report: Report) -> bytes:
    """The report as the bytes of a PDF. Raises Trouble without typesetter or Chinese fonts."""
    try:
        return fonts.compiled("\n".join((_preamble(report), _title(report), *map(_block, report.blocks))))
    except ImportError:
        raise Trouble("没有装排版组件，做不成 PDF", f"请运行 {install('pdf')}") from None


def _preamble(report: Report) -> str:
    faces = _fonts()
    return _PREAMBLE.format(
        width=paper.PAPER[0],
        height=paper.PAPER[1],
        top=paper.TOP,
        bottom=paper.BOTTOM,
        left=paper.LEFT,
        right=paper.RIGHT,
        title=quoted(report.title.text.replace("\n", "")),
        size=paper.BODY_SIZE,
        page=paper.PAGE_SIZE,
        caption=paper.CAPTION_SIZE,
        leading=_LEADING,
        body=faces[paper.BODY],
        sans=faces[paper.SANS],
        script=faces[paper.SCRIPT],
        song=faces[paper.SONG],
    )


@cache
def _fonts() -> dict[str, str]:
    """The families of this machine for each face, as Typst arrays; figures and letters come from the same."""
    families = fonts.families()
    found = {}
    for face, wanted in _FACES.items():
        fallback = (*_GOTHIC, *_SERIF) if face == paper.SANS else (*_SERIF, *_GOTHIC)
        names = [name for name in (*wanted, *fallback) if name in families]
        if not names:
            raise Trouble(
                "这台机器上没有可用的中文字体，写不成 PDF",
                "请安装仿宋、宋体或 Noto CJK 字体（如 apt install fonts-noto-cjk），或先写成 .docx。",
            )
        found[face] = "(" + ", ".join(map(quoted, dict.fromkeys(names))) + ",)"
    return found


def _title(report: Report) -> str:
    face = _fonts()[paper.TITLE]
    style = f'font: {face}, size: {paper.TITLE_SIZE}pt, weight: "bold"'
    line = f"par(first-line-indent: 0em, text({style})[{_text(report.title.text)}])"
    return f"#block(width: 100%, below: {paper.LINE}pt, align(center, {line}))"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"#heading(level: {block.level}, {quoted(block.text)})"
    if isinstance(block, Gap):
        return f"\n{_text(block.text)}\n"
    if isinstance(block, Paragraph):
        return f"\n{''.join(_text(sentence.text) for sentence in block.sentences)}\n"
    if isinstance(block, LetterLine):
        return f"\n#align({block.side}, par(first-line-indent: 0em)[{_text(block.text)}])\n"
    if isinstance(block, Passage):
        return "\n\n".join(map(_text, ("", *block.paragraphs, "")))
    return _numbered(block)


def _numbered(block: Numbered) -> str:
    caption = f"#caption[{_text(block.caption)}]"
    if isinstance(block.body, Picture):
        return f"#block(breakable: false, width: 100%)[#align(center)[{embedded(block.body)}]{caption}]"
    return f"#block(sticky: true, width: 100%, below: 6pt)[{caption}]\n{_table(block.body)}"


def _table(grid: Grid) -> str:
    widths = ", ".join(f"{column.width}fr" for column in grid.columns)
    sides = ", ".join("left + horizon" if column.text else "center + horizon" for column in grid.columns)
    heads = ", ".join(f"table.cell(align: center + horizon)[{_text(column.title)}]" for column in grid.columns)
    rows = "\n".join(", ".join(f"[{_text(text)}]" for text in row) + "," for row in grid.rows)
    return (
        "#block(width: 100%, above: 6pt, below: 14pt)["
        f"#set text(size: {paper.TABLE_SIZE}pt)\n#set par(first-line-indent: 0em, leading: 4pt, justify: false)\n"
        f"#table(columns: ({widths}), align: ({sides}), fill: (_, y) => if y == 0 {{ luma(230) }},"
        f"table.header(repeat: true, {heads}),\n{rows})]"
    )


def _text(text: str) -> str:
    """Typst for a text, its gaps marked, its line breaks kept."""
    made = []
    for part, is_gap in paper.marked(text):
        lines = "#linebreak()".join(f"#{quoted(line)};" for line in part.split("\n"))
        made.append(f"#gap[{lines}]" if is_gap else lines)
    return "".join(made)
