"""A file → tables and lines → forms; a module a format, one recogniser for all."""

from jiheng.reading.files import read_bytes, read_path, read_paths, read_text
from jiheng.reading.problem import Unreadable

__all__ = ["Unreadable", "read_bytes", "read_path", "read_paths", "read_text"]
