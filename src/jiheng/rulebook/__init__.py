"""办法: dated, cited parameters of each place; the loader and its schema."""

from jiheng.rulebook.book import Book, Certainty, Parameter

__all__ = ["Book", "Certainty", "Parameter"]
