"""A chart as PNG on white, drawn by Typst."""

from functools import lru_cache

from jiheng.writing import fonts
from jiheng.writing.charts.shapes import Picture
from jiheng.writing.charts.svg import svg

DOTS = 200
"""To the inch; the file itself does not say."""


def png(picture: Picture) -> bytes:
    """The chart. Raises ImportError where Typst is not installed."""
    import typst  # noqa: F401 - asked for each time, so that a kept picture does not hide that it is missing

    return _compiled(picture)


@lru_cache(maxsize=32)
def _compiled(picture: Picture) -> bytes:
    """Drawn once for all the files of one command that show it."""
    source = f"#set page(width: auto, height: auto, margin: 0pt)\n{embedded(picture)}"
    return fonts.compiled(source, "png", DOTS)


def embedded(picture: Picture) -> str:
    """Typst that shows the chart."""
    return f'#image(bytes({quoted(svg(picture))}), format: "svg", width: {picture.width}pt)'


def quoted(text: str) -> str:
    """A Typst string; control characters become blanks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else " " for c in escaped) + '"'
