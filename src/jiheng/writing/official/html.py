"""Official forms as one web page that prints one form a page start, the header row on every page."""

from collections.abc import Iterable, Sequence
from html import escape

from jiheng.writing.official.paper import Paper, PaperCell

_STYLE = """
body{margin:2em auto;max-width:60em;color:#000;background:#fff;
font-family:"Noto Serif CJK SC","Source Han Serif SC",SimSun,宋体,serif}
h1{font:500 1.4em "Noto Sans CJK SC","Source Han Sans SC",SimHei,黑体,sans-serif;text-align:center;margin:.5em 0}
p{text-align:center;margin:.3em 0 .6em}p.s{text-align:left;font-weight:700;margin:0}
table{border-collapse:collapse;width:100%;table-layout:fixed;font-size:.875em;line-height:1.4}
table+table{margin-top:-1px}
th,td{border:1px solid #000;padding:.25em .3em;text-align:center;font-weight:400;overflow-wrap:anywhere}
.l{text-align:left}.top{border-top:0}.bottom{border-bottom:0}
section+section{margin-top:4em}
@page{size:A4;margin:12mm}@page wide{size:A4 landscape}.wide{page:wide}
@media print{body{margin:0;max-width:none}table{font-size:9pt}th,td{padding:2.5pt 2pt}h1{font-size:16pt}
section+section{break-before:page;margin-top:0}thead{display:table-header-group}
td:not([rowspan]){break-inside:avoid}}
"""


def write(papers: Iterable[Paper]) -> bytes:
    """The forms as the bytes of an HTML file, UTF-8, nothing from outside."""
    parts = [
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>项目支出绩效自评表</title><style>{_STYLE}</style></head><body>"
    ]
    parts.extend(_section(paper) for paper in papers)
    parts.append("</body></html>\n")
    return "\n".join(parts).encode("utf-8")


def _section(paper: Paper) -> str:
    wide = ' class="wide"' if paper.layout.orientation == "landscape" else ""
    secrecy = f'<p class="s">{escape(paper.secrecy)}</p>' if paper.secrecy else ""
    year = f"<p>{escape(paper.year_line)}</p>" if paper.year_line else ""
    rows, heading = paper.rows(), paper.heading_row
    body = heading + paper.heading_rows
    return "\n".join(
        (
            f"<section{wide}>{secrecy}<h1>{escape(paper.title)}</h1>{year}",
            _table(paper, [], rows[:heading]),
            _table(paper, rows[heading:body], rows[body:]),
            "</section>",
        )
    )


def _table(paper: Paper, header: Sequence[Sequence[PaperCell]], body: Sequence[Sequence[PaperCell]]) -> str:
    total = sum(paper.layout.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in paper.layout.widths)
    head = f"<thead>{_rows(header, 'th')}</thead>" if header else ""
    return f"<table><colgroup>{columns}</colgroup>{head}<tbody>{_rows(body, 'td')}</tbody></table>"


def _rows(rows: Sequence[Sequence[PaperCell]], tag: str) -> str:
    return "\n".join(f"<tr>{''.join(_cell(cell, tag) for cell in row)}</tr>" for row in rows)


def _cell(cell: PaperCell, tag: str) -> str:
    look = " ".join(filter(None, ("l" if cell.left_aligned else "", cell.open_side)))
    spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    look = f' class="{look}"' if look else ""
    return f"<{tag}{spans}{look}>{escape(cell.text).replace(chr(10), '<br>')}</{tag}>"
