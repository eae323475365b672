"""Formulas in workbooks that programs wrote: what was never computed is no silent 0."""

import io
import struct
import zipfile
from collections.abc import Callable, Sequence

import pytest
import xlsxwriter

from jiheng.reading.formats import formulas_in_xml, office, xls, xlsx
from jiheng.reading.tables.table import Cell, Table

_NOT_SURE, _WORKED_OUT = "公式像是没有算过", "LibreOffice 算出"
_ZERO, _EMPTY = bytes(8), b"\x03\0\0\0\0\0\xff\xff"


@pytest.fixture
def without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: None)


with_libreoffice = pytest.mark.skipif(office.program() is None, reason="没有安装 LibreOffice，跳过")


def written(results: Sequence[float | str], formula: str = "=A1+A2") -> bytes:
    """A workbook by XlsxWriter with formulas beside 3 and 4, each with the result that the program gave it."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("表")
    sheet.write_column(0, 0, [3, 4])
    for column, result in enumerate(results, 1):
        sheet.write_formula(0, column, formula, None, result)
    book.close()
    return buffer.getvalue()


def without_wish(data: bytes) -> bytes:
    """The workbook without its wish to be computed when it is opened, as Apache POI writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(b' fullCalcOnLoad="1"', b"").replace(b"<v>0<", b"<v>0.0<"))
    return out.getvalue()


def cells(table: Table) -> list[Cell]:
    return [cell for cell in table.rows[0] if cell.column]


def doubts(found: list[Cell]) -> list[str]:
    return [(cell.doubt or "").split("（")[0] for cell in found]


def of_workbook(data: bytes) -> list[Cell]:
    (table,) = xlsx.tables(data, "甲.xlsx")
    return cells(table)


@pytest.mark.usefixtures("without_libreoffice")
@pytest.mark.parametrize("change", [bytes, without_wish], ids=["asks", "does not ask"])
def test_a_zero_in_place_of_a_result_is_said(change: Callable[[bytes], bytes]) -> None:
    found = of_workbook(change(written([0, 0])))
    assert [cell.text for cell in found] == ["0", "0"] and doubts(found) == [_NOT_SURE] * 2


@pytest.mark.usefixtures("without_libreoffice")
def test_a_zero_beside_results_is_a_zero_unless_the_workbook_asks_to_be_computed() -> None:
    assert doubts(of_workbook(without_wish(written([7, 0])))) == ["", ""]
    assert doubts(of_workbook(written([7, 0]))) == ["", _NOT_SURE]


@pytest.mark.usefixtures("without_libreoffice")
def test_a_zero_that_the_sheet_would_hide_is_said_all_the_same() -> None:
    data = written([0])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(b"<sheetView ", b'<sheetView showZeros="0" '))
    assert doubts(of_workbook(out.getvalue())) == [_NOT_SURE]


@pytest.mark.slow
@with_libreoffice
def test_a_zero_in_place_of_a_result_is_worked_out_and_a_true_one_stands() -> None:
    (cell,) = of_workbook(written([0]))
    assert cell.text == "7" and _WORKED_OUT in (cell.doubt or "")
    (cell,) = of_workbook(written([0], "=A1-3"))
    assert (cell.text, cell.doubt) == ("0", None)


def record(code: int, content: bytes) -> bytes:
    return struct.pack("<HH", code, len(content)) + content


def old_workbook(formulas: Sequence[tuple[bytes, int]]) -> bytes:
    """The stream of an old workbook (BIFF8): 3, 4, then formulas (=A1+B1) with the result and the flags stored."""
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0))
    font = record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    style = record(0x00E0, bytes(20))
    end = record(0x000A, b"")
    globals_ = begin + font + style
    place = len(globals_) + len(record(0x0085, bytes(6) + b"\x01\x00A")) + len(end)
    stream = globals_ + record(0x0085, struct.pack("<IBB", place, 0, 0) + b"\x01\x00A") + end
    stream += record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    stream += b"".join(record(0x0203, struct.pack("<HHHd", 0, column, 0, value)) for column, value in ((0, 3), (1, 4)))
    parsed = b"\x44\0\0\0\xc0\x44\0\0\x01\xc0\x03"
    for column, (result, flags) in enumerate(formulas, 2):
        content = struct.pack("<HHH", 0, column, 0) + result + struct.pack("<HIH", flags, 0, len(parsed)) + parsed
        stream += record(0x0006, content)
    return stream + end


def of_old_workbook(formulas: Sequence[tuple[bytes, int]]) -> list[Cell]:
    (table,) = xls.tables(old_workbook(formulas), "甲.xls")
    return [cell for cell in table.rows[0] if cell.column > 1]


@pytest.mark.usefixtures("without_libreoffice")
@pytest.mark.parametrize(("result", "shown"), [(_ZERO, "0"), (_EMPTY, "")], ids=["zero", "empty"])
def test_nothing_in_place_of_a_result_is_said_of_old_workbooks(result: bytes, shown: str) -> None:
    found = of_old_workbook([(result, 0), (result, 0)])
    assert [cell.text for cell in found] == [shown] * 2 and doubts(found) == [_NOT_SURE] * 2


@pytest.mark.usefixtures("without_libreoffice")
def test_old_workbooks_with_results_have_true_zeros_unless_a_formula_asks_to_be_computed() -> None:
    seven = struct.pack("<d", 7)
    assert doubts(of_old_workbook([(seven, 0), (_ZERO, 0), (_EMPTY, 1)])) == ["", ""]
    assert doubts(of_old_workbook([(seven, 2), (_ZERO, 2), (_ZERO, 3)])) == ["", _NOT_SURE, _NOT_SURE]


def test_a_damaged_old_workbook_is_refused_or_read_as_far_as_it_goes() -> None:
    whole = old_workbook([(_ZERO, 0)])
    for end in range(60, len(whole)):
        try:
            list(xls.tables(whole[:end], "甲.xls"))
        except xls.Unreadable:
            continue


_EXCEL_2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table><Row>{}</Row></Table>'
    "</Worksheet></Workbook>"
)
_OPEN_DOCUMENT = (
    '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">{}</office:document>'
)


@pytest.mark.parametrize(
    ("cells_", "is_uncomputed"),
    [
        ('<Cell ss:Formula="=SUM(1)"/>', True),
        ('<Cell ss:Formula="=SUM(1)"><Data ss:Type="Number"></Data></Cell>', True),
        ('<Cell ss:Formula="=SUM(1)"><Data ss:Type="Number">0</Data></Cell>', True),
        ('<Cell ss:Formula="=SUM(1)"><Data ss:Type="Number">1</Data></Cell>', False),
        ('<Cell ss:Formula="=T(1)"><Data ss:Type="String"></Data></Cell>', False),
        ('<Cell><Data ss:Type="Number">0</Data></Cell>', False),
    ],
)
def test_excel_2003_xml_with_formulas_that_were_never_computed(cells_: str, is_uncomputed: bool) -> None:
    assert formulas_in_xml.has_uncomputed(_EXCEL_2003.format(cells_).encode()) is is_uncomputed


@pytest.mark.parametrize(
    ("attributes", "is_uncomputed"),
    [
        ("", True),
        ('office:value-type="float" office:value="0"', True),
        ('office:value-type="float" office:value="1"', False),
        ('office:value-type="string"', False),
    ],
)
def test_open_documents_with_formulas_that_were_never_computed(attributes: str, is_uncomputed: bool) -> None:
    cell = f'<table:table-cell table:formula="of:=SUM(1)" {attributes}/>'
    assert formulas_in_xml.has_uncomputed(_OPEN_DOCUMENT.format(cell).encode()) is is_uncomputed


def test_what_libreoffice_worked_out_in_other_workbooks_is_doubted() -> None:
    (table,) = xlsx.worked_out_tables(written([7]), "甲.xlsx")
    assert [_WORKED_OUT in (cell.doubt or "") for cell in table.rows[0]] == [False, True]
