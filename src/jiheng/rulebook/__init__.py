"""办法: dated, cited parameters of each place; the loader and its schema."""

from jiheng.rulebook.book import Book, Certainty, Parameter
from jiheng.rulebook.loader import books, load
from jiheng.rulebook.problem import BookError

__all__ = ["Book", "BookError", "Certainty", "Parameter", "books", "load"]
