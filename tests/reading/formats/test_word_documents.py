"""Word documents as real programs write them: what a person sees is read, what is left out is said."""

import io
import zipfile
from pathlib import Path

import pytest

from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats import docx, office
from jiheng.reading.tables.table import Cell, Table

from ..hostile.test_spoiled import paper
from . import word
from .readback import expect, read
from .test_libreoffice import converted
from .test_workbooks import saved, sheet_with

M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell_of(inside: str) -> Cell:
    """The cell of a document with one cell of these runs."""
    body = f"<w:tbl><w:tr><w:tc><w:p>{inside}</w:p></w:tc></w:tr></w:tbl>"
    (table,) = docx.tables(word.package(body), "甲.docx")
    ((cell,),) = table.rows
    return cell


SEPARATE = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
MATH = "<m:r><m:t>{}</m:t></m:r>".format


def field(data: str, code: str = "", result: str = "") -> str:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    middle = f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
    return f'{begin}{middle}{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


NESTED = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>'
    + field("", "=SUM(ABOVE)", SEPARATE + run("5"))
    + f'<w:r><w:instrText> > 0 "a"</w:instrText></w:r>{SEPARATE}{run("97.1")}'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
"""A field whose instruction holds another."""


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run("98%"), "≥98%"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0A3"/></w:r>' + run("5天"), "≤5天"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + run("是"), "☑是"),
        (run("\uf0b3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + run("95%"), "≥95%"),
        (f"<m:oMath {M}><m:r><m:t>≥98%</m:t></m:r></m:oMath>", "≥98%"),
        (
            f"<m:oMath {M}><m:r><m:t>1.5×</m:t></m:r><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e>"
            "<m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup></m:oMath>",
            "1.5×10⁴",
        ),
        (field('<w:ddList><w:result w:val="1"/><w:listEntry w:val="差"/><w:listEntry w:val="优"/></w:ddList>'), "优"),
        (field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>') + run("是"), "☑是"),
        (field('<w:checkBox><w:default w:val="0"/></w:checkBox>') + run("否"), "□否"),
        (field("", r"eq \o\ac(□,√)") + run("完成"), "☑完成"),
        (field("", r"eq \o\ac(○,3)"), "③"),
        (field("", r"eq \o(≥)") + run("5"), "≥5"),
        (field("", r"EQ \f(1,2)"), "1/2"),
        (field("", r'EQ \* jc2 \* "Font:宋体" \o\ad(\s\up 9(jiǎ),甲)') + run("某"), "甲某"),
        (field("", r'SYMBOL 179 \f "Symbol" \s 10.5') + run("98%"), "≥98%"),
        (NESTED, "97.1"),
        (run("R", '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>') + run("达标"), "☑达标"),
        (f"<m:oMath {M}><m:f><m:num>{MATH('1')}</m:num><m:den>{MATH('2')}</m:den></m:f></m:oMath>", "1/2"),
        (f"<m:oMath {M}><m:d><m:e>{MATH('a')}</m:e></m:d><m:rad><m:e>{MATH('4')}</m:e></m:rad></m:oMath>", "(a)√4"),
        (run("112", '<w:rPrChange w:id="1"><w:rPr><w:strike/><w:vanish/></w:rPr></w:rPrChange>'), "112"),
        (field("", "=SUM(ABOVE)", '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("98")), "98"),
        ("<w:r><w:ruby><w:rt>" + run("jiǎ") + "</w:rt><w:rubyBase>" + run("甲") + "</w:rubyBase></w:ruby></w:r>", "甲"),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("单击此处") + "</w:sdtContent></w:sdt>",
            "",
        ),
        (run("12") + run("号", "<w:vanish/>") + run("个", '<w:vanish w:val="0"/>'), "12个"),
        (run("120m") + run("2", '<w:vertAlign w:val="superscript"/>'), "120m²"),
    ],
)
def test_shown(inside: str, text: str) -> None:
    cell = cell_of(inside)
    assert (cell.text, cell.doubt) == (text, None)


def test_what_is_struck_and_notes_are_said() -> None:
    cell = cell_of(
        run("20", "<w:strike/>") + run("17.6") + run("2", '<w:vertAlign w:val="superscript"/>') + run("", "<w:strike/>")
    )
    assert cell.text == "17.6" and "“20”" in (cell.doubt or "") and "“2”" in (cell.doubt or "")


def test_styles_hide_and_strike() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="K"><w:basedOn w:val="H"/></w:style>'
        '<w:style w:type="character" w:styleId="S"><w:rPr><w:strike/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Q"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="N"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="H1"><w:name w:val="Placeholder Text"/></w:style>'
    )
    inside = '<w:pPr><w:pStyle w:val="Q"/></w:pPr>' + run("示例") + "</w:p><w:p>"
    inside += run("说明", '<w:rStyle w:val="K"/>') + run("5", '<w:rStyle w:val="S"/>') + run("8处")
    inside += run("1", '<w:rStyle w:val="N"/>') + run("单击此处输入", '<w:rStyle w:val="H1"/>')
    data = with_parts(
        word.package(f"<w:tbl><w:tr><w:tc><w:p>{inside}</w:p></w:tc></w:tr></w:tbl>"),
        {"word/styles.xml": f'<w:styles xmlns:w="{word.W}">{styles}</w:styles>'.encode()},
    )
    (table,) = docx.tables(data, "甲.docx")
    ((cell,),) = table.rows
    assert cell.text == "8处" and "“5”" in (cell.doubt or "") and "“1”" in (cell.doubt or "")


def with_parts(data: bytes, parts: dict[str, bytes], names: dict[str, str] | None = None) -> bytes:
    """A package with more parts, some of its own under other names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            if name not in parts:
                made.writestr((names or {}).get(name, name), source.read(name))
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_deleted_and_hidden_rows_and_cells() -> None:
    def row(properties: str, *cells: str) -> str:
        inside = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
        return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"

    def plain(text: str) -> str:
        return f"<w:p>{run(text)}</w:p>"

    gone = f'<w:tcPr><w:cellDel w:id="1" w:author="甲"/></w:tcPr>{plain("旧")}'
    body = row("", plain("甲"), gone, plain("乙")) + row('<w:del w:id="2" w:author="甲"/>', plain("丙"))
    body += row("<w:hidden/>", plain("丁")) + row("", plain("戊"))
    body += row('<w:trHeight w:val="1" w:hRule="exact"/>', plain("己")) + row('<w:trHeight w:val="1"/>', plain("庚"))
    (table,) = docx.tables(word.package(f"<w:tbl>{body}</w:tbl>"), "甲.docx")
    assert rows_of(table) == [["甲", "乙"], ["戊"], ["庚"]]


@pytest.mark.parametrize(("size", "text"), [("2", "8处"), ("4", "8处"), ("16", "8处9")])
def test_letters_of_no_size_are_not_read(size: str, text: str) -> None:
    assert cell_of(run("8处") + run("9", f'<w:sz w:val="{size}"/>')).text == text


def merged(column: list[tuple[str, str]]) -> list[Cell]:
    """The first cells of rows, each with its text and the value of its mark of merging."""
    cells = (f"<w:tc><w:tcPr><w:vMerge{how}/></w:tcPr><w:p>{run(text)}</w:p></w:tc>" for text, how in column)
    body = "".join(f"<w:tr>{cell}<w:tc><w:p/></w:tc></w:tr>" for cell in cells)
    (table,) = docx.tables(word.package(f"<w:tbl>{body}</w:tbl>"), "甲.docx")
    return [row[0] for row in table.rows if row[0].column == 0]


def test_text_under_a_merged_cell_is_said_and_begins_one_where_none_is_begun() -> None:
    restart = ' w:val="restart"'
    begun = merged([("甲", restart), ("", ""), ("乙", ""), ("丙", restart)])
    assert [(cell.text, cell.rows, "“乙”" in (cell.doubt or "")) for cell in begun] == [
        ("甲", 3, True),
        ("丙", 1, False),
    ]
    left_open = merged([("甲", ""), ("", ""), ("乙", ""), ("", ' w:val="continue"')])
    assert [(cell.text, cell.rows, cell.doubt) for cell in left_open] == [("甲", 2, None), ("乙", 2, None)]


def test_a_table_within_a_cell_lays_out_its_text_and_moves_no_cell_of_the_row() -> None:
    inner = (
        f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr><w:tc><w:p>{run("8处")}</w:p></w:tc></w:tr></w:tbl>'
    )
    body = f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}</w:p></w:tc><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    (table,) = docx.tables(word.package(body), "甲.docx")
    assert [(cell.text, cell.column) for cell in table.rows[0]] == [("甲", 0), ("8处", 1)]


RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="{}"/>'
    "</Relationships>"
)


def test_the_main_part_is_where_the_package_says() -> None:
    data = with_parts(
        word.package("<w:tbl><w:tr><w:tc><w:p>" + run("甲") + "</w:p></w:tc></w:tr></w:tbl>"),
        {"_rels/.rels": RELATION.format("officeDocument", "/word/document2.xml").encode()},
        {"word/document.xml": "word/document2.xml"},
    )
    assert kind(data) is FileKind.DOCX
    assert [rows_of(table) for table in docx.tables(data, "甲.docx")] == [[["甲"]]]


@pytest.mark.parametrize("part", ["Word/Document.xml", "word\\document.xml", "/word/document.xml"])
def test_the_main_part_may_be_packed_under_any_name(part: str) -> None:
    body = f"<w:tbl><w:tr><w:tc><w:p>{run('甲')}</w:p></w:tc></w:tr></w:tbl>"
    target = part.replace("\\", "/")
    data = with_parts(
        word.package(body),
        {"_rels/.rels": RELATION.format("officeDocument", target).encode()},
        {"word/document.xml": part},
    )
    for led in (data, b"\xef\xbb\xbf\r\n" + data):
        assert kind(led) is FileKind.DOCX
        assert [rows_of(table) for table in docx.tables(led, "甲.docx")] == [[["甲"]]]


def test_a_part_put_in_as_html_is_read() -> None:
    body = f'<w:altChunk xmlns:r="{docx.REL_ID[1:-3]}" r:id="r1"/>'
    data = with_parts(
        word.package(body),
        {
            "word/_rels/document.xml.rels": RELATION.format("aFChunk", "/word/a.html").encode(),
            "word/a.html": "<html><meta charset=utf-8><table><tr><td>甲<td>乙</table></html>".encode(),
        },
    )
    assert [rows_of(table) for table in docx.tables(data, "甲.docx")] == [[["甲", "乙"]]]


def test_an_embedded_workbook_is_read() -> None:
    book, _ = sheet_with([["项目名称", "甲"]])
    data = with_parts(
        word.package("<w:p><w:r><w:object/></w:r></w:p><w:p>" + run("2024年度") + "</w:p>"),
        {
            "word/_rels/document.xml.rels": RELATION.format("package", "embeddings/a.xlsx").encode(),
            "word/embeddings/a.xlsx": saved(book),
        },
    )
    (table,) = docx.tables(data, "甲.docx")
    assert rows_of(table) == [["项目名称", "甲"]] and "2024年度" in table.before


def test_an_embedded_workbook_of_an_older_program_is_read() -> None:
    book, _ = sheet_with([["项目名称", "甲"]])
    data = with_parts(
        word.package("<w:p><w:r><w:object/></w:r></w:p>"),
        {
            "word/_rels/document.xml.rels": RELATION.format("oleObject", "embeddings/oleObject1.bin").encode(),
            "word/embeddings/oleObject1.bin": saved(book),
        },
    )
    assert [rows_of(table) for table in docx.tables(data, "甲.docx")] == [[["项目名称", "甲"]]]


def test_a_document_that_holds_itself_comes_to_an_end() -> None:
    body = f'<w:altChunk xmlns:r="{docx.REL_ID[1:-3]}" r:id="r1"/>'
    data = word.package(body)
    for _ in range(6):
        data = with_parts(
            word.package(body),
            {"word/_rels/document.xml.rels": RELATION.format("aFChunk", "/word/a.docx").encode(), "word/a.docx": data},
        )
    assert not any(table.rows for table in docx.tables(data, "甲.docx"))


@pytest.mark.slow
@pytest.mark.skipif(office.program() is None, reason="没有安装 LibreOffice，跳过")
def test_rtf_put_into_a_document(tmp_path: Path) -> None:
    plain = word.document([paper()[1]])
    rtf = converted(plain, "docx", "rtf", tmp_path)
    body = f'<w:altChunk xmlns:r="{docx.REL_ID[1:-3]}" r:id="r1"/>'
    relation = RELATION.format("aFChunk", "/word/a.rtf").encode()
    parts = {"word/_rels/document.xml.rels": relation, "word/a.rtf": rtf}
    expect(with_parts(word.package(body), parts), "甲.docx", read(plain, "甲.docx"))


@pytest.mark.slow
@pytest.mark.skipif(office.program() is None, reason="没有安装 LibreOffice，跳过")
def test_an_older_word_document_within_another(tmp_path: Path) -> None:
    plain = word.document([paper()[1]])
    parts = {
        "word/_rels/document.xml.rels": RELATION.format("oleObject", "embeddings/oleObject1.bin").encode(),
        "word/embeddings/oleObject1.bin": converted(plain, "docx", "doc", tmp_path),
    }
    outer = with_parts(word.package("<w:p><w:r><w:object/></w:r></w:p>"), parts)
    expect(outer, "甲.docx", read(plain, "甲.docx"))


WHITE = '<w:color w:val="FFFFFF"/>'


def table_of(inside: str, properties: str = "", cell: str = "") -> str:
    row = f"<w:tr><w:tc><w:tcPr>{cell}</w:tcPr><w:p>{inside}</w:p></w:tc></w:tr>"
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{row}</w:tbl>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (table_of(run("8处") + run("必填", WHITE)), "8处"),
        (table_of(run("表头", WHITE), cell='<w:shd w:val="clear" w:fill="4472C4"/>'), "表头"),
        (table_of(run("提示", WHITE), cell='<w:shd w:val="clear" w:fill="FFFFFF"/>'), ""),
        (table_of(run("表头", WHITE), '<w:shd w:val="clear" w:fill="4472C4"/>'), "表头"),
        (table_of(run("表头", WHITE), '<w:tblStyle w:val="B"/>'), "表头"),
        (table_of(run("提示", WHITE), '<w:tblStyle w:val="A"/>'), ""),
        (table_of(run("标", WHITE + '<w:highlight w:val="blue"/>')), "标"),
    ],
)
def test_white_letters_are_read_where_their_ground_is_not_white(body: str, text: str) -> None:
    styles = (
        '<w:style w:type="table" w:styleId="A"/><w:style w:type="table" w:styleId="B"><w:basedOn w:val="C"/></w:style>'
        '<w:style w:type="table" w:styleId="C"><w:tblStylePr w:type="firstRow"><w:tcPr>'
        '<w:shd w:val="clear" w:fill="4472C4"/></w:tcPr></w:tblStylePr></w:style>'
    )
    parts = {"word/styles.xml": f'<w:styles xmlns:w="{word.W}">{styles}</w:styles>'.encode()}
    (table,) = docx.tables(with_parts(word.package(body), parts), "甲.docx")
    ((cell,),) = table.rows
    assert cell.text == text
    assert ("白色" in (cell.doubt or "")) == (text in ("", "8处"))


def test_a_cell_that_shows_a_picture_or_an_old_equation_says_so() -> None:
    image = '<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml"/></w:pict></w:r>'
    equation = '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" ProgID="Equation.3"/>'
    old = f"<w:r><w:object>{equation}</w:object></w:r>"
    assert "图片" in (cell_of(image).doubt or "")
    assert cell_of(run("甲某") + image).doubt is None
    assert "公式" in (cell_of(run("≥") + old).doubt or "")


def test_the_title_may_stand_in_the_page_header() -> None:
    def data(body: str) -> bytes:
        header = f'<w:hdr xmlns:w="{word.W}"><w:p>{run("项目支出绩效自评表")}</w:p><w:p>{run("2024年度")}</w:p></w:hdr>'
        relation = RELATION.format("header", "header1.xml").encode()
        return with_parts(
            word.package(body), {"word/_rels/document.xml.rels": relation, "word/header1.xml": header.encode()}
        )

    (table,) = docx.tables(data(table_of(run("甲"))), "甲.docx")
    assert table.before == ["项目支出绩效自评表", "2024年度"]
    (table,) = docx.tables(data(f"<w:p>{run('乙表')}</w:p>{table_of(run('甲'))}"), "甲.docx")
    assert table.before == ["乙表"]
