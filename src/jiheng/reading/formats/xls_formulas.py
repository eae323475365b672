"""The formulas of an old workbook (xls) that nobody computed: sheet, row and column, from the records of its stream.

Source: [MS-XLS] 2.4.127 Formula, 2.5.133 FormulaValue; records of BIFF5 are alike in what is read.
"""

import re
from collections.abc import Set
from struct import unpack_from

import xlrd

from jiheng.reading.formats import xls_records
from jiheng.reading.formats.uncomputed import Formulas, Place

_FORMULA = 0x0006
_ZERO, _EMPTY, _OF_KIND = bytes(8), 3, b"\xff\xff"
"""A result of 0; the kind of one that is no text; how results that are no figures end."""
_OPEN = 0x0002
"""Set by programs that have Excel compute a formula when it opens the workbook; Excel leaves it unset."""
_NOTHING = re.compile(rb"\x06\x00[^\x00]\x00.{6}(?:\x00{8}|\x03.{5}\xff\xff)", re.DOTALL)
"""A formula record, by its looks, with 0 or nothing as its result."""


def suspected(book: xlrd.Book) -> Set[Place]:
    """The formulas of a workbook opened on demand that were not, or may not have been, computed."""
    stream = xls_records.stream_of(book)
    if not _NOTHING.search(stream):
        return frozenset()
    formulas = Formulas()
    for name, begin in zip(book.sheet_names(), xls_records.sheets(stream), strict=False):
        _take_down(stream, begin, name, formulas)
    return formulas.suspected()


def _take_down(stream: bytes, begin: int, name: str, formulas: Formulas) -> None:
    for code, at, length in xls_records.records(stream, begin):
        if code != _FORMULA or length < 16 or at + 16 > len(stream):
            continue
        row, column, _, result, flags = unpack_from("<HHH8sH", stream, at)
        if result == _ZERO or (result[0] == _EMPTY and result.endswith(_OF_KIND)):
            formulas.nothing((name, row + 1, column + 1), bool(flags & _OPEN))
        else:
            formulas.result()
