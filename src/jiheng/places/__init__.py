"""办法: dated, cited parameters of each place; the loader and its schema."""

from jiheng.places.blocks import block_of
from jiheng.places.book import Book, Certainty, Parameter
from jiheng.places.choose import Choice, choose, choose_all, year_of
from jiheng.places.loader import books, load
from jiheng.places.problem import BookError

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
    "year_of",
]
