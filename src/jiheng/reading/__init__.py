"""A file → tables and lines → forms; a module a format, one recogniser for all."""

from jiheng.reading.problem import Unreadable

__all__ = ["Unreadable"]
