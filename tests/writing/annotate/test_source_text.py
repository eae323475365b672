"""What a copy must have of a file that LibreOffice alone reads: its words, where no reader tells its cells."""

from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.writing.office_files import Figures, docx, saved

from jiheng.reading.files.sniff import FileKind
from jiheng.writing.annotate.control import cautions
from jiheng.writing.annotate.source_text import texts

_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
)
_FODT = f"<office:document {_NAMES}><office:body>{{}}</office:body></office:document>"
_EXCEL = (
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Row><Cell><Data ss:Type="String">{}</Data></Cell><Cell><Data ss:Type="Number">20</Data></Cell></Row></Workbook>'
)
_UOF = (
    '<uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof" xmlns:字="http://schemas.uof.org/cn/2003/uof-wordproc">'
    "<字:句><字:文本串>{}</字:文本串></字:句></uof:UOF>"
)


def rtf(text: str) -> str:
    points = "".join(f"\\u{ord(char)}?" for char in text)
    fonts, hidden = "{\\fonttbl{\\f0 SimSun;}}", f"{{\\*\\x {points}}}"
    return f"{{\\rtf1\\ansi\\ansicpg936{fonts}\\pard {points}\\cell {hidden}20\\cell\\row}}"


WRITTEN = {
    "fodt": lambda text: _FODT.format(f"<text:p>{text}</text:p>"),
    "Excel 2003 XML": _EXCEL.format,
    "UOF": _UOF.format,
    "rtf": rtf,
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_the_words_of_a_file_are_found(written: Callable[[str], str]) -> None:
    assert (texts(written("河道清淤").encode()) or [])[0] == "河道清淤"


def test_what_is_deleted_remarked_or_a_figure_is_no_word_of_a_document() -> None:
    body = (
        "<text:tracked-changes><text:p>删去</text:p></text:tracked-changes>"
        "<text:p>前<office:annotation><text:p>批注</text:p></office:annotation>后<text:span>末</text:span></text:p>"
        '<table:table-cell office:value-type="float"><text:p>1,234.50</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>合格</text:p></table:table-cell>'
    )
    assert texts(_FODT.format(body).encode()) == ["前", "后", "末", "合格"]


def test_characters_of_a_code_page_are_read_in_rtf() -> None:
    packed = "".join(f"\\'{byte:02x}" for byte in "河道".encode("gb18030"))
    assert texts(f"{{\\rtf1\\ansicpg936 {packed}\\par 12\\u20803\\'3f\\par}}".encode()) == ["河道", "12元"]


def test_damaged_files_and_others_have_no_words() -> None:
    assert [texts(data) for data in (b"<a/>", b"<a", b"PK\x03\x04")] == [None] * 3
    assert texts(b"{\\rtf1 {{{{") == []
    assert texts(b"{\\rtf1\\ansicpg99999 \\'ba\\'d3\\par}") == ["河"]


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_a_copy_without_a_word_of_the_file_is_said_to_be_incomplete(written: Callable[[str], str]) -> None:
    lost = written("没有转换过来的话").encode()
    copy = docx(Figures())
    assert "不完整" in cautions(lost, FileKind.OFFICE, copy, FileKind.DOCX, "甲")[0]


def test_a_word_that_the_copy_has_less_often_is_said_to_be_lost() -> None:
    book = Workbook()
    assert isinstance(book.active, Worksheet)
    book.active.append(["合格", "合格"])
    twice = _FODT.format("<text:p>合格</text:p><text:p>合格</text:p>").encode()
    assert "核对过，没有缺" in cautions(twice, FileKind.OFFICE, saved(book), FileKind.XLSX, "甲")[0]
    assert "不完整" in cautions(twice, FileKind.OFFICE, docx(Figures()), FileKind.DOCX, "甲")[0]
