"""A file → tables and lines → forms; a module a format, one recogniser for all."""

from jiheng.reading.files.pool import Limits
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.parallel import Document, Read, read_many
from jiheng.reading.read import read_bytes, read_path, read_paths, read_text

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
