"""Word 2003 XML as systems export it, and tables that have lost the cells under merged ones told from others."""

import pytest

from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats.word_2003 import tables

SPACES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:a="http://schemas.microsoft.com/aml/2001/core"'
    ' xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
    ' xmlns:st1="urn:schemas-microsoft-com:office:smarttags"'
)
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


def document(body: str, before: str = "") -> bytes:
    return f"<w:wordDocument {SPACES}>{before}<w:body>{body}</w:body></w:wordDocument>".encode()


def said(body: str) -> bool:
    """Whether a word is said of lost cells."""
    return any("Word 2003" in note for table in tables(document(body), "甲.doc") for note in table.notes.get(0, ()))


def read(body: str, before: str = "") -> list[list[str]]:
    return [[cell.text for cell in row] for table in tables(document(body, before), "甲.doc") for row in table.rows]


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
    assert said(body)


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
    assert not said(body)


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def note(kind_of: str, inside: str) -> str:
    return f'<a:annotation a:id="1" w:type="Word.{kind_of}"><a:content>{inside}</a:content></a:annotation>'


@pytest.mark.parametrize(
    ("paragraph", "text"),
    [
        (note("Deletion", "<w:r><w:delText>14</w:delText></w:r>") + note("Insertion", run("13.5")), "13.5"),
        (run("98%") + note("Comment", f"<w:p>{run('请核对')}</w:p>"), "98%"),
        (note("Bookmark.Start", "") + run("98%"), "98%"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run("95%"), "≥95%"),
        (run("提示", "<w:vanish/>") + run("98%"), "98%"),
        (run("旧", '<w:strike w:val="off"/>') + run("隐", '<w:rStyle w:val="H"/>'), "旧"),
        (f"<st1:chmetcnv>{run('12')}<st1:x>{run('公里')}</st1:x></st1:chmetcnv>", "12公里"),
        ('<w:hlink w:dest="x">' + run("见附件") + "</w:hlink>", "见附件"),
        (run("98.39") + f"<w:r><w:footnote><w:p>{run('注')}</w:p></w:footnote></w:r>", "98.39"),
        ('<w:pPr><w:listPr><w:ilfo w:val="1"/><wx:t wx:val="1."/></w:listPr></w:pPr>' + run("清淤"), "1.清淤"),
    ],
    ids=["revision", "comment", "bookmark", "sign", "hidden", "styles", "smart tag", "link", "note", "number"],
)
def test_shown(paragraph: str, text: str) -> None:
    styles = '<w:styles><w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    body = f"<w:tbl><w:tr>{cell(inner=f'<w:p>{paragraph}</w:p>')}</w:tr></w:tbl>"
    assert read(body, styles) == [[text]]


def test_merged_cells_sections_and_a_deleted_row() -> None:
    gone = row(cell(inner=f"<w:p>{run('旧')}</w:p>"), properties=note("Deletion", ""))
    first = row(cell(OVER, f"<w:p>{run('甲')}</w:p>"), cell('<w:gridSpan w:val="2"/>', f"<w:p>{run('乙')}</w:p>"))
    second = row(cell(UNDER), cell(inner=f"<w:p>{run('丙')}</w:p>"), cell(inner=f"<w:p>{run('丁')}</w:p>"))
    data = document(f"<wx:sect><wx:sub-section>{table(first, gone, second)}</wx:sub-section></wx:sect>")
    assert kind(data) is FileKind.WORD_2003
    (found,) = tables(data, "甲.doc")
    places = [(c.text, c.row, c.column, c.rows, c.columns) for line in found.rows for c in line if c.text]
    assert places == [("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 2), ("丙", 1, 1, 1, 1), ("丁", 1, 2, 1, 1)]
