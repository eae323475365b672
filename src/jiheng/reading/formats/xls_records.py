"""The records of an old workbook (xls): what xlrd leaves out is read from its stream.

Source: [MS-XLS] 2.1.4 (records), 2.4.21 BOF, 2.4.28 BoundSheet8, 2.4.103 EOF.
"""

from collections.abc import Iterator
from struct import unpack_from

import xlrd

_BOUND_SHEET, _BEGINS, _ENDS = 0x0085, 0x0809, 0x000A
_OLDEST = 50
"""Versions of BIFF before have other records; no program writes them any more."""


def stream_of(book: xlrd.Book) -> bytes:
    """The stream of a workbook opened on demand; empty where its records are of an old kind."""
    if book.biff_version < _OLDEST:
        return b""
    return bytes((book.mem or b"")[book.base : book.base + book.stream_len])


def records(stream: bytes, begin: int) -> Iterator[tuple[int, int, int]]:
    """Code, place and length of the records from one on to the end of its part of the stream."""
    depth = 0
    while begin + 4 <= len(stream):
        code, length = unpack_from("<HH", stream, begin)
        yield code, begin + 4, length
        depth += (code == _BEGINS) - (code == _ENDS)
        if not depth:
            return
        begin += 4 + length


def sheets(stream: bytes) -> list[int]:
    """Where each sheet begins."""
    return [unpack_from("<I", stream, at)[0] for code, at, _ in records(stream, 0) if code == _BOUND_SHEET]
