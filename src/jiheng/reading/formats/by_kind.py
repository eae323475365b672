"""Which module reads which kind of file: kind and bytes → tables. Readers are loaded when first needed."""

from collections.abc import Iterator
from importlib import import_module

from jiheng.reading.files.sniff import FileKind
from jiheng.reading.tables.table import Table

READERS = {
    FileKind.DOCX: "jiheng.reading.formats.docx",
    FileKind.XLSX: "jiheng.reading.formats.xlsx",
    FileKind.DOC: "jiheng.reading.formats.doc",
    FileKind.XLS: "jiheng.reading.formats.xls",
    FileKind.PDF: "jiheng.reading.formats.pdf",
    FileKind.OFD: "jiheng.reading.formats.ofd",
    FileKind.PICTURE: "jiheng.reading.scan.pages",
    FileKind.FLAT_OPC: "jiheng.reading.formats.flat_opc",
    FileKind.WORD_2003: "jiheng.reading.formats.word_2003",
    FileKind.HTML: "jiheng.reading.formats.html",
}
"""Kinds of files that hold tables, and the module whose `tables(data, name)` reads them."""


def tables(what: FileKind, data: bytes, name: str) -> Iterator[Table]:
    """The tables of a file of a kind in `READERS`, in order.

    Raises Unreadable where the file is damaged or too large, KeyError for a kind without a reader.
    """
    read: Iterator[Table] = import_module(READERS[what]).tables(data, name)
    return read
