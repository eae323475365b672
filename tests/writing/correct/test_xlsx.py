"""Corrections in Excel: numbers stay numbers, formulas stay formulas, what stood there is in a note."""

import io

import openpyxl
import pytest
from tests.writing.office_files import Figures, saved, unpacked, workbook

from jiheng.checks import audit
from jiheng.form import Form
from jiheng.reading.files.sniff import FileKind
from jiheng.reading.read import read_bytes
from jiheng.writing.correct import Corrected, correct

NAME = "甲.xlsx"
RATE, SCORE, TOTAL = "H6", "I6", "H14"


def forms(data: bytes) -> list[Form]:
    return [item for item in read_bytes(data, NAME) if isinstance(item, Form)]


def corrected(data: bytes) -> Corrected:
    return correct(data, FileKind.XLSX, audit(forms(data)).forms)


def opened(data: bytes | None) -> openpyxl.worksheet.worksheet.Worksheet:
    assert data is not None
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    return sheet


@pytest.mark.parametrize("numbers", [True, False])
def test_the_file_reads_as_the_corrected_record(numbers: bool) -> None:
    result = corrected(saved(workbook(numbers=numbers)))
    assert result.data is not None and result.ending == ".xlsx"
    form = forms(result.data)[0]
    assert form == result.plans[0].form
    assert (form.funds[0].score, form.total_score) == ("7.5", "97.5")
    assert corrected(result.data).data is None


def test_numbers_stay_numbers_in_their_format() -> None:
    sheet = opened(corrected(saved(workbook(numbers=True))).data)
    assert (sheet[RATE].value, sheet[RATE].number_format) == (0.75, "0.00%")
    assert (sheet[SCORE].value, sheet[TOTAL].value) == (7.5, 97.5)
    assert sheet[RATE].border.left.style == "thin"


def test_texts_stay_texts() -> None:
    sheet = opened(corrected(saved(workbook())).data)
    assert (sheet[RATE].value, sheet[SCORE].value) == ("75%", "7.5")


def test_the_note_says_what_stood_there_and_why() -> None:
    sheet = opened(corrected(saved(workbook())).data)
    assert "100% → 75%" in sheet[RATE].comment.text and "150" in sheet[RATE].comment.text
    assert sheet[RATE].fill.fgColor.rgb == "FFDDEBF7"
    assert sheet["G6"].comment is None


def test_a_missing_total_is_filled_in_as_a_number() -> None:
    data = saved(workbook(Figures(rate="75%", score="7.5", total=""), numbers=True))
    assert opened(corrected(data).data)[TOTAL].value == 97.5


def test_formulas_are_never_overwritten() -> None:
    parts = unpacked(saved(workbook(numbers=True)))
    sheet = "xl/worksheets/sheet1.xml"
    text = parts[sheet].decode()
    start = text.index(f'<c r="{TOTAL}"')
    whole = text[start : text.index("</c>", start)]
    changed = whole.replace("<v>", "<f>I6+H11+H12+H13</f><v>")
    from tests.writing.office_files import package

    data = package({**parts, sheet: text.replace(whole, changed).encode()})
    result = corrected(data)
    assert opened(result.data)[TOTAL].value == "=I6+H11+H12+H13"
    assert opened(result.data)[RATE].value == 0.75
    (left,) = [left for left in result.plans[0].left if left.finding.place == "total_score"]
    assert "公式" in left.why
    assert result.data is not None and b'fullCalcOnLoad="1"' in unpacked(result.data)["xl/workbook.xml"]
    assert corrected(result.data).data is None


def test_a_format_that_cannot_show_the_figure_leaves_it() -> None:
    book = workbook(Figures(rate="75%", score="5", total="95"), numbers=True)
    book.active[SCORE].number_format = "0"
    result = corrected(saved(book))
    assert result.data is None
    assert any("格式" in left.why for left in result.plans[0].left)


def test_a_rate_may_be_shown_with_fewer_decimals() -> None:
    book = workbook(Figures(executed="111.1", rate="90%", score="5.56", total="95.56"), numbers=True)
    book.active[RATE].number_format = "0%"
    result = corrected(saved(book))
    assert opened(result.data)[RATE].value == 0.5555
    assert forms(result.data or b"")[0].funds[0].rate == "56%"
    assert corrected(result.data or b"").data is None


def test_other_parts_stay() -> None:
    book = workbook()
    book.create_sheet("说明")["A1"] = "不动"
    data = saved(book)
    before, after = unpacked(data), unpacked(corrected(data).data or b"")
    touched = {"xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/styles.xml"}
    assert all(after[name] == content for name, content in before.items() if name not in touched)
