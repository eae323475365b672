"""Excel 2003 XML: what would keep LibreOffice busy for minutes is refused before it is started."""

import pytest

from jiheng.reading.files.problem import Unreadable
from jiheng.reading.formats.excel_2003 import refuse_great

BOOK = '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Cell {}/></Workbook>'


@pytest.mark.parametrize("said", ['ss:MergeAcross="999999999"', "ss:MergeDown = '70000'", f'ss:Index="{"9" * 5000}"'])
def test_a_place_beyond_the_sheet_is_refused(said: str) -> None:
    with pytest.raises(Unreadable, match="超出工作表范围"):
        refuse_great(BOOK.format(said).encode())


def test_a_sound_sheet_and_other_files_are_let_through() -> None:
    refuse_great(BOOK.format('ss:MergeAcross="8" ss:MergeDown="65535" ss:Index="3"').encode())
    refuse_great(b'<html MergeAcross="999999999">')
