"""办法: dated, cited parameters of each place; the loader and its schema."""

from jiheng.rulebook.blocks import block_of
from jiheng.rulebook.book import Book, Certainty, Parameter
from jiheng.rulebook.choose import Choice, choose, choose_all
from jiheng.rulebook.loader import books, load
from jiheng.rulebook.problem import BookError

__all__ = [
    "Book",
    "BookError",
    "Certainty",
    "Choice",
    "Parameter",
    "block_of",
    "books",
    "choose",
    "choose_all",
    "load",
]
