"""Charts made into PNG for Word, which shows no SVG of its own in older versions; Typst draws them."""

from jiheng.writing.report.charts import Picture
from jiheng.writing.report.trouble import ReportError

_DOTS_PER_INCH = 200
NO_TYPST = ReportError("没有装排版组件，画不成图和 PDF", "请安装：pip install 'jiheng[pdf]'。")


def png(picture: Picture) -> bytes:
    """The chart as a PNG on white. Raises ReportError where Typst is not installed."""
    try:
        import typst
    except ImportError:
        raise NO_TYPST from None
    source = f"#set page(width: auto, height: auto, margin: 0pt)\n{embedded(picture)}"
    return bytes(typst.compile(source.encode("utf-8"), format="png", ppi=_DOTS_PER_INCH))


def embedded(picture: Picture) -> str:
    """Typst that shows the chart."""
    return f'#image(bytes({quoted(picture.svg)}), format: "svg", width: {picture.width}pt)'


def quoted(text: str) -> str:
    """A Typst string; control characters become blanks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else " " for c in escaped) + '"'
