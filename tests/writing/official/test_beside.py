"""A column beside the indicators: every form stays a whole rectangle of the same width, with each note at its row."""

import io
import zipfile

import openpyxl
import pytest

from jiheng.form import Place
from jiheng.writing.official import FORMATS, lay_out, layouts, load_layout, with_beside, written

from .test_blank import goals

HEADING = "监控时的完成值和预计"
NOTES = {str(Place.indicator(0)): "1—7月 7次，预计 12次 绿灯", str(Place.indicator(99)): "没有这一行"}


def covered(paper) -> list[tuple[int, int]]:
    return sorted(
        (row, column)
        for cell in paper.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    )


@pytest.mark.parametrize("layout", sorted(layouts()))
def test_the_form_stays_a_rectangle_of_the_same_width(layout: str) -> None:
    paper = lay_out(goals(), load_layout(layout))
    wider = with_beside(paper, HEADING, NOTES)
    columns = len(paper.layout.widths)
    assert len(wider.layout.widths) == columns + 1
    assert sum(wider.layout.widths) == pytest.approx(sum(paper.layout.widths), abs=0.2)
    added = {(row, columns) for row in range(paper.height)}
    assert covered(wider) == sorted({*covered(paper), *added})
    (note,) = [cell for cell in wider.cells if cell.text == NOTES[str(Place.indicator(0))]]
    (name,) = [cell for cell in wider.cells if cell.place == Place.indicator(0, "l3")]
    assert (note.row, note.column) == (name.row, columns)
    assert [cell.row for cell in wider.cells if cell.text == HEADING] == [paper.heading_row]


def test_without_rows_only_the_heading_is_added() -> None:
    form = goals()
    form.indicators = []
    paper = lay_out(form, load_layout("mof-2020"))
    wider = with_beside(paper, HEADING, NOTES)
    assert [cell.text for cell in wider.cells if cell.column == len(paper.layout.widths)] == [HEADING]


@pytest.mark.parametrize("ending", [one for one in FORMATS if one != ".pdf"])
def test_it_is_written_in_every_format(ending: str) -> None:
    data = written([with_beside(lay_out(goals(), load_layout("mof-2020")), HEADING, NOTES)], ending)
    if ending == ".docx":
        text = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    elif ending == ".xlsx":
        rows = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
        text = "".join(str(value) for row in rows for value in row if value)
    else:
        text = data.decode()
    assert HEADING in text and NOTES[str(Place.indicator(0))] in text
    assert "没有这一行" not in text
