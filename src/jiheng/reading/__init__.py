"""A file → tables and lines → forms; a module a format, one recogniser for all."""

from jiheng.reading.files import read_bytes, read_path, read_paths, read_text
from jiheng.reading.many import Document, Read, read_many
from jiheng.reading.pool import Limits
from jiheng.reading.problem import Unreadable

__all__ = [
    "Document",
    "Limits",
    "Read",
    "Unreadable",
    "read_bytes",
    "read_many",
    "read_path",
    "read_paths",
    "read_text",
]
