"""Word 2003 XML: tables that have lost the cells under merged ones are told from those that have not."""

import pytest

from jiheng.reading.formats.word_2003 import has_lost_cells

UNDER = "<w:vmerge/>"
OVER = '<w:vmerge w:val="restart"/>'


def cell(properties: str = "", inner: str = "<w:p/>") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def span(columns: int) -> str:
    return cell(f'<w:gridSpan w:val="{columns}"/>')


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, grid: int = 3) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def document(body: str) -> bytes:
    space = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:a="http://schemas.microsoft.com/aml/2001/core"'
    return f"<w:wordDocument {space}><w:body>{body}</w:body></w:wordDocument>".encode()


FULL = row(cell(), cell(), cell())
SHORT = row(cell(), cell())


@pytest.mark.parametrize(
    "body",
    [
        table(FULL, SHORT),
        table(row(span(3)), FULL, row(span(2))),
        table(FULL) + table(FULL, FULL, SHORT),
        table(row(cell(inner=table(FULL, SHORT))), grid=1),
        table(row(cell(OVER)), row(cell(UNDER, inner=table(FULL, SHORT))), grid=1),
    ],
    ids=["a cell less", "a span less", "second table", "table within", "table within a merged cell"],
)
def test_a_row_short_of_the_grid_has_lost_a_cell(body: str) -> None:
    assert has_lost_cells(document(body))


@pytest.mark.parametrize(
    "body",
    [
        "<w:p/>",
        table(),
        table(FULL, row(span(2), cell()), row(span(3))),
        table(row(cell(OVER), cell(), cell()), row(cell(UNDER), cell(), cell()), SHORT),
        table(FULL, row(cell(), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>')),
        table(FULL, f"<a:annotation><a:content>{FULL}</a:content></a:annotation>"),
        table(FULL, row(f"<a:annotation><a:content>{cell()}</a:content></a:annotation>", cell(), cell())),
        table(SHORT, FULL),
        table(FULL, SHORT, grid=0),
        table(row(cell(), cell(), cell(inner=table(row(cell()), grid=1))), FULL),
    ],
    ids=[
        "no table",
        "no row",
        "filled by spans",
        "merges are marked",
        "free places are marked",
        "row put in",
        "cell put in",
        "first row is short",
        "no grid",
        "table within",
    ],
)
def test_nothing_is_said_of_a_table_that_is_as_word_writes_it(body: str) -> None:
    assert not has_lost_cells(document(body))


def test_what_is_no_sound_xml_is_left_to_libreoffice() -> None:
    assert not has_lost_cells(document(table(FULL, SHORT))[:-5])
