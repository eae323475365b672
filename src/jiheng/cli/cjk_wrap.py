"""Chinese text in lines of a given width: figures and words stay whole, no line begins with a stop."""

from jiheng.cli.cell_width import cell_width
from jiheng.expression import expression

_PART = expression(r"[“（《「]*(?:[\x21-\x7e]+|[^\s])[，。；：、！？）》」”…%％]*|\s")


def wrap(text: str, width: int) -> list[str]:
    """The lines of a text, each at most `width` columns wide unless one word is wider."""
    lines, line, used = [], "", 0
    for part in _PART.findall(text):
        size = cell_width(part)
        if line and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
            part = part.lstrip()
            size = cell_width(part)
        line, used = line + part, used + size
    return [*lines, line]
