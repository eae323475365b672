"""A text → how wide a screen shows it; by itself, for the page of help needs no more."""

from unicodedata import category, east_asian_width

_NO_WIDTH = frozenset(("Cc", "Cf", "Me", "Mn"))


def cell_width(text: str) -> int:
    """How many columns of a screen a text takes: a Chinese character two, a mark over another none.

    rich tells the same, from a table that takes longer to load than most outputs to write.
    """
    return sum(2 if east_asian_width(character) in "WF" else category(character) not in _NO_WIDTH for character in text)
