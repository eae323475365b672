"""OFD beside what the standard says: what is seen is read, what is not is left out, what cannot be read is named."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.form import Form, Problem
from jiheng.reading import read_bytes
from jiheng.reading.files.sniff import FileKind, kind
from jiheng.reading.formats.ofd_file import OfdFile
from jiheng.reading.formats.ofd_geometry import deltas, outline
from jiheng.reading.formats.ofd_page import read_page
from jiheng.reading.tables.lines import lines
from jiheng.reading.tables.page import CUT, Glyph, Page
from jiheng.reading.tables.turn import back, upright

from ..hostile.test_spoiled import paper
from .ofd_file import NAMESPACE, Ofd, packed, written
from .pdf_file import Sheet
from .print_out import Print
from .readback import expect, read

NAME = "甲.ofd"
_ROOT = f'xmlns:ofd="{NAMESPACE}"'


def file(content: str, resources: str = "", notes: str = "") -> bytes:
    """A file of one page with that content, those resources and that list of annotations."""
    listed = "<ofd:Annotations>Annots.xml</ofd:Annotations>" if notes else ""
    return packed(
        {
            "OFD.xml": f"<ofd:OFD {_ROOT}><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody>"
            "</ofd:OFD>",
            "D/Document.xml": f"<ofd:Document {_ROOT}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
            "</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Res.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>"
            f'<ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages>{listed}</ofd:Document>',
            "D/Res.xml": f"<ofd:Res {_ROOT}>{resources}</ofd:Res>",
            "D/P.xml": f"<ofd:Page {_ROOT}><ofd:Content><ofd:Layer>{content}</ofd:Layer></ofd:Content></ofd:Page>",
            "D/Annots.xml": f'<ofd:Annotations {_ROOT}><ofd:Page PageID="1"><ofd:FileLoc>A.xml</ofd:FileLoc></ofd:Page>'
            "</ofd:Annotations>",
            "D/A.xml": f"<ofd:PageAnnot {_ROOT}>{notes}</ofd:PageAnnot>",
        }
    )


def text(words: str, x: float = 20, y: float = 20, more: str = "", code: str = "") -> str:
    """A text object of 4 mm letters at a place."""
    code = code or f'DeltaX="g {len(words)} 4"'
    return (
        f'<ofd:TextObject Boundary="{x} {y} 150 20" Size="4" {more}>'
        f'<ofd:TextCode X="0" Y="4" {code}>{words}</ofd:TextCode></ofd:TextObject>'
    )


def page(data: bytes) -> Page:
    opened = OfdFile(data)
    return read_page(opened, opened.documents[0].pages[0])[0]


def seen(data: bytes) -> list[str]:
    return lines(page(data).glyphs)


def test_told_by_its_content() -> None:
    assert kind(file(text("甲"))) is FileKind.OFD


def test_what_is_hidden_is_not_read() -> None:
    shown = text("看得见")
    hidden = text("不可见", 20, 60, 'Visible="false"') + text("透明", 20, 80, 'Alpha="0"')
    outside = text("页外", 250, 20) + text("出界", 20, 100, code='DeltaX="g 9 200"')
    assert seen(file(shown + hidden + outside)) == ["看得见", "出"]


def clipped(item: str, left: float, top: float, wide: float, high: float) -> str:
    """An object with a clip, in the coordinates of the object."""
    path = (
        f'<ofd:Path Boundary="{left} {top} {wide} {high}"><ofd:AbbreviatedData>M 0 0 L {wide} 0 L {wide} {high} '
        f"L 0 {high} C</ofd:AbbreviatedData></ofd:Path>"
    )
    clips = f"<ofd:Clips><ofd:Clip><ofd:Area>{path}</ofd:Area></ofd:Clip></ofd:Clips>"
    end = item.index(">") + 1
    return item[:end] + clips + item[end:]


def test_what_a_clip_leaves_of_a_text_is_where_all_of_it_belongs() -> None:
    hidden = clipped(text("上页剩的字", 20, 60), 0, 8, 150, 9)
    cut = clipped(text("没有印全的字", 20, 100), 0, 0, 13, 6)
    data = "<ofd:AbbreviatedData>M 0 0 L 100 0</ofd:AbbreviatedData>"
    line = f'<ofd:PathObject Boundary="20 150 100 1">{data}</ofd:PathObject>'
    found = page(file(text("全在") + hidden + cut + clipped(line, 0, 0, 40, 1)))
    assert lines(found.glyphs) == ["全在", "没有印全的字"]
    assert [mark.word for mark in found.marks] == [CUT]
    [rule] = found.rules
    assert rule.end - rule.start == pytest.approx(40 * 72 / 25.4, abs=4)


_LID = (
    '<ofd:PathObject Boundary="18 18 40 8" Fill="true" {more}>{colour}<ofd:AbbreviatedData>'
    "M 0 0 L 40 0 L 40 8 L 0 8 C</ofd:AbbreviatedData></ofd:PathObject>"
)
_PAPER = '<ofd:FillColor Value="255 255 255"/>'


@pytest.mark.parametrize(
    ("lid", "is_seen"),
    [
        (_LID.format(more="", colour=_PAPER), False),
        (_LID.format(more="", colour=""), True),
        (_LID.format(more='Alpha="80"', colour=_PAPER), True),
        (
            _LID.format(more="", colour='<ofd:FillColor><ofd:Pattern Width="2" Height="2"/></ofd:FillColor>'),
            True,
        ),
    ],
)
def test_what_is_drawn_over_is_not_read_and_said(lid: str, is_seen: bool) -> None:
    found = page(file(text("一二三") + lid))
    assert bool(found.glyphs) == is_seen and bool(found.marks) != is_seen
    assert [glyph.text for glyph in page(file(lid + text("一"))).glyphs] == ["一"]


_COLOURED = (
    '<ofd:TextObject Boundary="20 20 150 20" Size="4" {more}>{colour}'
    '<ofd:TextCode X="0" Y="4">甲</ofd:TextCode></ofd:TextObject>'
)


@pytest.mark.parametrize(
    ("more", "colour", "is_seen"),
    [
        ('Fill="false"', "", False),
        ('Fill="false" Stroke="true"', "", True),
        ("", '<ofd:FillColor Value="0 0 0" Alpha="0"/>', False),
        ("", _PAPER, False),
        ("", '<ofd:FillColor Value="255"/>', False),
        ("", '<ofd:FillColor Value="0 0 0 0"/>', False),
        ("", '<ofd:FillColor Value="0 0 0 100"/>', True),
        ("", '<ofd:FillColor Value="128 128 128"/>', True),
    ],
)
def test_text_without_a_colour_is_not_read(more: str, colour: str, is_seen: bool) -> None:
    written_so = _COLOURED.format(more=more, colour=colour)
    assert bool(page(file(written_so)).glyphs) == is_seen
    dark = _LID.format(more="", colour='<ofd:FillColor Value="20 40 160"/>')
    is_white = "255" in colour or colour.endswith('"0 0 0 0"/>')
    assert bool(page(file(dark + written_so)).glyphs) == (is_seen or is_white)


def test_slanted_text_is_a_watermark_and_turned_text_is_read_as_it_runs() -> None:
    slanted = text("内部资料", 40, 100, 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    down = (
        '<ofd:TextObject Boundary="100 100 10 60" Size="4" CTM="0 1 -1 0 8 0"><ofd:TextCode X="0" Y="4" DeltaX="g 3 4">'
        "产出指标</ofd:TextCode></ofd:TextObject>"
    )
    found = page(file(text("正文共六个字") + slanted + down))
    assert lines(found.glyphs) == ["正文共六个字", "产出指标"]
    assert {glyph.turn for glyph in found.glyphs} == {0, 1}


def test_upright_letters_one_below_another() -> None:
    assert seen(file(text("产出指标", code='DeltaY="g 3 4.5"', more=""))) == ["产", "出", "指", "标"]


def test_rare_characters_count_once_or_twice() -> None:
    once = text("𠮷甲", code='DeltaX="4"')
    twice = text("𠮷甲", code='DeltaX="2 2"')
    assert [g.left for g in page(file(once)).glyphs] == pytest.approx([g.left for g in page(file(twice)).glyphs])
    assert seen(file(once)) == ["𠮷甲"]


def test_signs_of_symbol_fonts_and_radicals() -> None:
    fonts = '<ofd:Fonts><ofd:Font ID="7" FontName="Symbol"/></ofd:Fonts>'
    assert seen(file(text("\uf0b395%⼯程居⺠", more='Font="7"'), fonts)) == ["≥95%工程居民"]


def test_typed_on_text_is_read_watermark_notes_are_not() -> None:
    notes = "".join(
        f'<ofd:Annot Type="{kind}"><ofd:Appearance Boundary="0 {y} 200 30">{text(words, 20, 5)}</ofd:Appearance>'
        "</ofd:Annot>"
        for kind, words, y in (("Watermark", "样稿", 100), ("Path", "补填", 140), ("Stamp", "章", 180))
    )
    assert seen(file(text("甲"), notes=notes)) == ["甲", "补填"]


def test_struck_by_a_note() -> None:
    data = "<ofd:AbbreviatedData>M 0 0 L 12 0</ofd:AbbreviatedData>"
    line = f'<ofd:PathObject Boundary="20 22.5 12 1" LineWidth="0.3">{data}</ofd:PathObject>'
    note = f'<ofd:Annot Type="Highlight" Subtype="Strikeout"><ofd:Appearance>{line}</ofd:Appearance></ofd:Annot>'
    found = page(file(text("一二三四五"), notes=note))
    assert (lines(found.glyphs), found.rules) == (["四五"], [])
    assert "一二三" in found.marks[0].word


def test_encrypted_is_named_and_a_missing_part_too() -> None:
    [problem] = read_bytes(packed({"OFD.xml": "<x/>", "Encryptions.xml": "<x/>"}), NAME)
    assert isinstance(problem, Problem) and "加密" in problem.message
    [problem] = read_bytes(packed({"OFD.xml": f"<ofd:OFD {_ROOT}/>"}), NAME)
    assert isinstance(problem, Problem) and "没有文档" in problem.message and "OFD" in problem.advice


def test_several_documents_in_one_file() -> None:
    _, drawn = paper()
    [form] = read(written([drawn], Ofd()), NAME)
    data = written([drawn, drawn], Ofd(own_pages=True))
    expect(data, NAME, [form, form])
    assert len(OfdFile(data).documents) == 2


def test_sideways_pages_are_turned() -> None:
    _, drawn = paper()
    expect(written([drawn], Ofd(Print(Sheet(842.0, 595.0)), sideways=True)), NAME, read(written([drawn], Ofd()), NAME))


@given(st.integers(1, 3), st.lists(st.floats(0, 100), min_size=4, max_size=4))
def test_a_box_goes_back_to_where_it_came_from(quarters: int, sides: list[float]) -> None:
    left, top, wide, high = sides
    glyph = Glyph("甲", left, top, left + wide, top + high, turn=-quarters % 4)
    turned, by = upright(Page(1, 300.0, 500.0, [], [glyph], 0, 0))
    [found] = turned.glyphs
    assert (by, found.turn) == (quarters, 0)
    box = back((found.left, found.top, found.right, found.bottom), 300.0, 500.0, by)
    assert box == pytest.approx((left, top, left + wide, top + high))


def test_advances() -> None:
    assert deltas("1 g 3 2 4", 9) == [1, 2, 2, 2, 4]
    assert deltas("g 999999999 1", 3) == [1, 1, 1]
    assert deltas("g x", 3) == deltas(None, 3) == deltas("g 2", 3) == []


def test_outlines() -> None:
    pieces, points = outline("M 0 0 L 5 0 5 5 C")
    assert pieces == [((0, 0), (5, 0)), ((5, 0), (5, 5)), ((5, 5), (0, 0))]
    assert outline("M 0 0 Q 1 1 2 0 B 1 1 2 2 3 3 A 1 1 0 0 1 4 4")[0] == []
    assert outline("L x")[1] == [] and len(points) == 3


def test_a_unit_within_itself_and_blocks_without_end() -> None:
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9"><ofd:Content>'
        f'{text("甲")}<ofd:CompositeObject ResourceID="9"/><ofd:CompositeObject ResourceID="9"/></ofd:Content>'
        "</ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    )
    assert len(page(file('<ofd:CompositeObject ResourceID="9"/>', unit)).glyphs) < 10_000
    deep = "<ofd:PageBlock>" * 200 + text("深") + "</ofd:PageBlock>" * 200
    assert seen(file(text("甲") + deep)) == ["甲"]


def test_a_signed_form_is_read_and_the_signature_said() -> None:
    form, drawn = paper()
    data = written([drawn], Ofd())
    plain = [item for item in read_bytes(data, NAME) if isinstance(item, Form)]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts["OFD.xml"] = parts["OFD.xml"].replace(
        "</ofd:DocBody>", "<ofd:Signatures>S/S.xml</ofd:Signatures></ofd:DocBody>"
    )
    parts["S/S.xml"] = f'<ofd:Signatures {_ROOT}><ofd:Signature ID="1" BaseLoc="s.xml"/></ofd:Signatures>'
    [signed] = [item for item in read_bytes(packed(parts), NAME) if isinstance(item, Form)]
    assert signed.project == form.project
    assert ["签名" in doubt.why for doubt in signed.uncertain if doubt not in plain[0].uncertain] == [True]


def test_letters_known_by_the_number_of_their_glyph_alone_are_said() -> None:
    (problem,) = read_bytes(file(text("¤¤¤¤¤") + text("�甲", y=40)), NAME)
    assert isinstance(problem, Problem) and "第 1 页" in problem.message and "PDF" in problem.advice
    few = page(file(text("社区图书室夜间开放") + text("¤人", y=40)))
    assert lines(few.glyphs) == ["社区图书室夜间开放", "�人"]
    assert ["�" in mark.word for mark in few.marks] == [True]
