"""How a command rounds what it shows and writes: as the rulebooks of its forms say."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiheng.places import Book


def like(books: "Iterable[Book]") -> None:
    """Round as these books say from here on to the end of the command; half up where they do not agree."""
    from jiheng.quantity.words import round_as
    from jiheng.scoring.compiled import rounding_of

    round_as(rounding_of(set(books)))
