"""Official forms as one web page that prints one form a page."""

from collections.abc import Iterable
from html import escape

from jiheng.writing.official.paper import Paper

_STYLE = """
body{margin:2em auto;max-width:60em;font-family:"Noto Serif CJK SC","Source Han Serif SC",SimSun,宋体,serif}
h1{font:700 1.3em "Noto Sans CJK SC",SimHei,黑体,sans-serif;text-align:center;margin:.5em 0}
p{text-align:center;margin:.3em 0 .6em}
table{border-collapse:collapse;width:100%;table-layout:fixed;font-size:.85em}
td{border:1px solid #000;padding:.25em .3em;text-align:center;overflow-wrap:anywhere}td.l{text-align:left}
section+section{margin-top:4em}
@page{size:A4;margin:12mm}
@media print{body{margin:0;max-width:none}section+section{break-before:page;margin-top:0}tr{break-inside:avoid}}
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
    total = sum(paper.layout.widths)
    columns = "".join(f'<col style="width:{100 * width / total:.2f}%">' for width in paper.layout.widths)
    lines = [f"<section><h1>{escape(paper.title)}</h1>"]
    if paper.year_line:
        lines.append(f"<p>{escape(paper.year_line)}</p>")
    lines.append(f"<table><colgroup>{columns}</colgroup>")
    for row in paper.rows():
        lines.append("<tr>")
        for cell in row:
            spans = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            spans += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
            left = ' class="l"' if cell.left_aligned else ""
            lines.append(f"<td{spans}{left}>{escape(cell.text)}</td>")
        lines.append("</tr>")
    lines.append("</table></section>")
    return "\n".join(lines)
