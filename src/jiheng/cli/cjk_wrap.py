"""Chinese text in lines of a given width: figures and words stay whole, no line begins with a stop."""

from unicodedata import category, east_asian_width

from jiheng.expression import expression

_PART = expression(r"[“（《「]*(?:[\x21-\x7e]+|[^\s])[，。；：、！？）》」”…%％]*|\s")


_NO_WIDTH = frozenset(("Cc", "Cf", "Me", "Mn"))


def cell_width(text: str) -> int:
    """How many columns of a screen a text takes: a Chinese character two, a mark over another none.

    rich tells the same, from a table that takes longer to load than most outputs to write.
    """
    return sum(2 if east_asian_width(one) in "WF" else category(one) not in _NO_WIDTH for one in text)


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
