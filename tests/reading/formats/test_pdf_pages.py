"""PDF pages as a person sees them: what was typed on, raised, cut off, hidden or put on several pages."""

import io
import zlib

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from jiheng.form import Form, Problem, cells
from jiheng.reading import read_bytes
from jiheng.reading.formats import pdf, pdf_layers
from jiheng.reading.formats.pdf_page import read_page
from jiheng.reading.page_join import Stitcher
from jiheng.reading.tables import misread, page_edge
from jiheng.reading.tables.lines import lines, spread
from jiheng.reading.tables.page import Glyph, Page, Rule
from jiheng.reading.tables.sheet_pages import together
from jiheng.writing.official import fill
from jiheng.writing.official.layout import Layout, layouts
from jiheng.writing.places.round_trip import sample

from ..hostile.test_spoiled import paper
from .pdf_file import FONT_SIZE, Sheet, text, written
from .pdf_file import pdf as made
from .print_out import Print, printed
from .readback import expect, read

HIGH = 842.0
_FONT = (
    "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H/DescendantFonts[<<"
    "/Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
    "/DW 1000/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4"
    "/FontBBox[0 -200 1000 900]/Ascent 880/Descent -120/ItalicAngle 0/CapHeight 880/StemV 80>>>>]>>"
)


def page(
    content: str,
    notes: str = "",
    form: str = "",
    boxes: str = "/MediaBox[0 0 595 842]",
    more: str = "",
    used: str = "",
    objects: tuple[str, ...] = (),
) -> Page:
    """One page of that content, those annotations, that form, with what else it uses and objects from number 6 on."""
    stream = _stream(content)
    resources = f"/Resources<</Font<</F1 4 0 R>>{used}>>"
    data = written(
        [
            f"<</Type/Catalog/Pages 2 0 R{form}>>",
            "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            f"<</Type/Page/Parent 2 0 R{boxes}/Contents 5 0 R{resources}/Annots[{notes}]{more}>>",
            _FONT,
            stream,
            *objects,
        ]
    )
    document = pdf.open_pdf(data)
    opened = filter(None, pdf._pages(document, pdf_layers.has_layers(data)))
    [found] = [read_page(one, 1, added) for one, added in opened]
    document.close()
    return found


def _stream(content: str, more: str = "") -> str:
    return f"<</Length {len(content)}{more}>>stream\n{content}\nendstream"


def seen(found: Page) -> list[str]:
    return lines(found.glyphs)


def _line(*pieces: str, gap: float) -> list[Glyph]:
    """Letters ten points wide and high in one line, the pieces a gap apart."""
    found, left = [], 0.0
    for piece in pieces:
        for letter in piece:
            found.append(Glyph(letter, left, 0.0, left + 10, 10.0))
            left += 10
        left += gap
    return found


@pytest.mark.parametrize(("gap", "blank"), [(20, "  "), (3, " "), (1, "")])
def test_what_stands_apart_in_a_line_of_running_text_is_told_apart(gap: float, blank: str) -> None:
    assert spread(_line("填报单位：某局", "填报日期：某日", gap=gap)) == [f"填报单位：某局{blank}填报日期：某日"]


def test_letters_that_all_stand_apart_are_one_word() -> None:
    assert spread(_line(*"项目支出绩效自评表", gap=12)) == ["项目支出绩效自评表"]


def test_no_blank_parts_a_figure_from_its_word() -> None:
    assert spread(_line("2023", "年度", gap=3)) == ["2023年度"]


def test_values_of_form_fields() -> None:
    fields = (
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V<FEFF003100320030002E00304E07>/Rect[100 700 200 720]/F 4>>"
        "<</Type/Annot/Subtype/Widget/FT/Btn/T(b)/V/Yes/AS/Yes/Rect[100 650 110 660]/F 4"
        "/AP<</N<</Yes 5 0 R/Off 5 0 R>>>>>>"
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(c)/V(hidden)/Rect[100 600 200 620]/F 2>>"
    )
    found = page(text(100, 20, "标题", HIGH), fields, f"/AcroForm<</Fields[{fields}]>>")
    assert seen(found) == ["标题", "120.0万", "☑"]


def test_typed_on_text_without_a_drawing() -> None:
    note = "<</Type/Annot/Subtype/FreeText/Contents<FEFF886551990031>/Rect[100 700 200 720]/F 4/DA(/Helv 9 Tf)>>"
    assert seen(page(text(100, 20, "标题", HIGH), note)) == ["标题", "补写1"]


def test_a_struck_figure_by_a_note() -> None:
    y = HIGH - 100 - FONT_SIZE * 0.5
    quad = f"100 {y + 5} 118 {y + 5} 100 {y - 5} 118 {y - 5}"
    note = f"<</Type/Annot/Subtype/StrikeOut/QuadPoints[{quad}]/Rect[100 {y - 5} 118 {y + 5}]/F 4>>"
    found = page(text(100, 100, "四二甲乙", HIGH), note)
    assert seen(found) == ["甲乙"]
    assert "四二" in found.marks[0].word


def test_outside_the_crop_box_nothing_is_seen() -> None:
    content = text(100, 100, "左半", HIGH) + text(400, 100, "右半", HIGH) + "0 700 m 595 700 l S\n"
    left = page(content, boxes="/MediaBox[0 0 595 842]/CropBox[0 0 300 842]")
    right = page(content, boxes="/MediaBox[0 0 595 842]/CropBox[300 0 595 842]")
    assert (seen(left), seen(right)) == (["左半"], ["右半"])
    assert [(rule.start, rule.end) for rule in left.rules] == [(0.0, 300.0)]


@pytest.mark.parametrize(
    ("base", "mark", "read"),
    [
        ("148.58", "1", "148.58"),
        ("96.5%", "2", "96.5%"),
        ("1.5×10", "4", "1.5×10⁴"),
        ("500m", "2", "500m²"),
        ("人次", "3", "人次"),
    ],
)
def test_raised_marks_and_powers(base: str, mark: str, read: str) -> None:
    """A note's number is no digit of the figure; a power is none either."""
    raised = (
        text(100 + FONT_SIZE * len(base), 100, mark, HIGH)
        .replace(f"/F1 {FONT_SIZE}", "/F1 5.0")
        .replace(" Td", " Td 4 Ts")
    )
    found = page(text(100, 100, base, HIGH) + raised)
    assert seen(found) == [read]


def test_a_character_drawn_twice_counts_once() -> None:
    """A shadow, or letters made bold by drawing them again a little aside."""
    assert seen(page(text(100.8, 100.7, "当年1120", HIGH) + text(100, 100, "当年1120", HIGH))) == ["当年1120"]


def test_dots_in_a_row_are_a_rule() -> None:
    level = "".join(f"{100 + 1.5 * n} 700 .75 .75 re f\n" for n in range(40))
    upright = "".join(f"100 {700 - 1.5 * n} .75 .75 re f\n" for n in range(40))
    few = "".join(f"{300 + 1.5 * n} 400 .75 .75 re f\n" for n in range(4))
    found = page(text(110, 160, "甲", HIGH) + level + upright + few).rules
    assert [(r.horizontal, round(r.at), round(r.start), round(r.end)) for r in found] == [
        (True, 142, 100, 159),
        (False, 100, 141, 200),
    ]


def test_a_glyph_that_no_font_explains_is_said() -> None:
    font = (
        "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 1/LastChar 1/Widths[.5]"
        "/CharProcs<</g7 7 0 R>>/Encoding<</Type/Encoding/Differences[1/g7]>>>>"
    )
    drawn = ".5 0 0 0 .5 1 d1 0 0 .5 1 re f"
    glyph = f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream"
    content = text(105, 100, "12个", HIGH) + f"BT /F2 9 Tf 100 {HIGH - 100 - FONT_SIZE} Td (\\001) Tj ET\n"
    stream = f"<</Length {len(content)}>>stream\n{content}\nendstream"
    resources = "/Resources<</Font<</F1 4 0 R/F2 6 0 R>>>>"
    leaf = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R{resources}>>"
    data = written(
        ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", leaf, _FONT, stream, font, glyph]
    )
    document = pdf.open_pdf(data)
    found = read_page(document[0], 1)
    document.close()
    assert seen(found) == ["\ufffd12个"]
    assert [mark.word for mark in found.marks] == ["字体没有说明这里是什么字，以 \ufffd 代替，请对照原件"]


def _row(*texts: tuple[str, float]) -> list[Glyph]:
    """Characters one after another, each so wide."""
    found: list[Glyph] = []
    for character, wide in texts:
        left = found[-1].right if found else 0.0
        found.append(Glyph(character, left, 0.0, left + wide, 9.0))
    return found


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ([("O", 9), ("级", 9), ("1", 4.5)], ["O"]),
        ([("负", 9), ("ÿ", 9), ("人", 9)], ["ÿ"]),
        ([("度", 9), ("°", 9), ("×", 9), ("数", 9)], []),
        ([("A", 6), ("级", 9), ("1", 4.5)], []),
        ([("W", 9), ("级", 9), ("1", 4.5)], []),
        ([("A", 9), ("级", 9), ("1", 9)], []),
    ],
    ids=["letter", "letter of no Chinese font", "signs", "narrow", "broad letter", "a font that makes digits as wide"],
)
def test_a_letter_as_wide_as_a_character_is_none(row: list[tuple[str, float]], wrong: list[str]) -> None:
    assert [glyph.text for glyph in misread.letters(_row(*row))] == wrong


def test_halves_of_a_rare_character_are_put_together() -> None:
    [line] = seen(page(text(100, 100, "甲𠮷乙", HIGH)))
    line.encode()
    assert line == "甲𠮷乙"


def test_a_sheet_printed_on_two_pages_side_by_side() -> None:
    """Read as one; every cell keeps the page and the place where it was printed."""
    _, drawn = paper()
    [whole] = read(printed([drawn], Print(Sheet(842.0, 595.0))), "甲.pdf")
    [cut] = [
        f for f in read_bytes(printed([drawn], Print(Sheet(842.0, 595.0, cut=2))), "甲.pdf") if isinstance(f, Form)
    ]
    assert [i.score for i in cut.indicators] == [i.score for i in whole.indicators]
    assert (cut.project, cut.total_score) == (whole.project, whole.total_score)
    assert any("第 1、2 页" in doubt.why for doubt in cut.uncertain)
    score, before = cut.origins["indicators[0].score"], whole.origins["indicators[0].score"]
    assert score.page == 2 and score.box is not None and before.box is not None
    assert score.box[0] == pytest.approx(before.box[0] - 421, abs=0.5)


def test_pages_of_forms_that_are_whole_are_not_put_together() -> None:
    form, drawn = paper()
    expect(printed([drawn, drawn], Print(Sheet(842.0, 595.0))), "甲.pdf", [*read(printed([drawn]), "甲.pdf")] * 2)
    document = pdfium.PdfDocument(made([text(50, 50, "项目名称得分", HIGH)] * 3, Sheet()))
    pages = [read_page(document[n], n + 1) for n in range(3)]
    assert list(together(pages)) == pages and form.project
    document.close()


def test_a_table_of_whole_level_rules_is_read_and_said_to_be_uncertain() -> None:
    """Where nothing tells the columns, gaps between texts do, and the record says so."""
    rows = [
        ("项目名称", "路灯改造"),
        ("主管部门", "甲局", "实施单位", "乙处"),
        ("项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
        ("年度资金总额", "10", "10", "10", "10", "100%", "10"),
        ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"),
        ("产出指标", "数量指标", "改造路灯", "≥100盏", "120盏", "90", "88"),
        ("总分", "100", "98"),
    ]
    content = text(200, 30, "项目支出绩效自评表", HIGH) + text(200, 45, "（2024年度）", HIGH)
    for place, row in enumerate(rows):
        top = 70 + 20 * place
        content += "".join(text(40 + 75 * n, top + 4, word, HIGH) for n, word in enumerate(row))
        content += f"0.5 w 38 {HIGH - top} m 560 {HIGH - top} l S\n"
    content += f"0.5 w 38 {HIGH - 70 - 20 * len(rows)} m 560 {HIGH - 70 - 20 * len(rows)} l S\n"
    [form] = [found for found in read_bytes(made([content], Sheet()), "甲.pdf") if isinstance(found, Form)]
    assert (form.project, form.year, form.total_score) == ("路灯改造", "2024", "98")
    assert [(i.l3, i.target, i.actual, i.weight, i.score) for i in form.indicators] == [
        ("改造路灯", "≥100盏", "120盏", "90", "88")
    ]
    assert any("没有竖线" in doubt.why for doubt in form.uncertain)


def test_a_text_over_the_edge_of_the_page_counts_whole() -> None:
    high = 842.0
    right = text(581, 40, "7.35", high) + text(590, 60, "项目", high) + text(600, 80, "页外", high)
    left = text(-7, 100, "148.58", high) + text(200, 120, "全在页上", high)
    cut = page(right + left)
    assert seen(cut) == ["7.", "项", "48.58", "全在页上"]
    found = page_edge.alone(cut)
    assert seen(found) == ["7.35", "项目", "148.58", "全在页上"]
    assert [(round(mark.y), mark.word) for mark in found.marks] == [
        (round(top + FONT_SIZE / 2), page_edge.WORD) for top in (40, 60, 100)
    ]


def test_a_table_over_the_edge_of_the_page_is_said() -> None:
    rules = "".join(f"0.5 w 50 {y} m 640 {y} l S\n" for y in (100, 130, 160))
    assert page_edge.alone(page(rules + text(60, 690, "甲", 842))).notes == [page_edge.TABLE]
    assert page_edge.alone(page(rules.replace("640", "590") + text(60, 690, "甲", 842))).notes == []


@pytest.mark.parametrize("rules", ["below", "sides"])
def test_lines_on_one_side_of_the_cells_only(rules: str) -> None:
    """Most cells come back, and it is said that columns or rows were told by something else than rules."""
    _, drawn = paper()
    [whole] = read(printed([drawn]), "甲.pdf")
    [form] = read(printed([drawn], Print(rules=rules, upright=rules == "sides", middle=True)), "甲.pdf")
    assert [(i.l3, i.weight, i.score) for i in form.indicators] == [(i.l3, i.weight, i.score) for i in whole.indicators]
    assert (form.project, form.total_score) == (whole.project, whole.total_score)
    assert any("请对照原件" in doubt.why for doubt in form.uncertain if doubt.place == "form")


def test_a_score_that_a_narrow_column_breaks_is_put_together_where_no_rules_part_the_rows() -> None:
    """The halves stand above and below the line of the weight beside them, the last one is no page number."""
    places = (40, 110, 180, 260, 340, 420, 480)
    rows: list[tuple[float, tuple[str, ...]]] = [
        (70, ("项目名称", "路灯改造")),
        (90, ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")),
        (120, ("产出指标", "数量指标", "改造路灯", "≥100盏", "98盏", "20", "17.|6")),
        (150, ("效益指标", "社会效益指标", "投诉次数", "≤3次", "2次", "80", "80")),
        (180, ("总分", "", "", "", "", "100", "97.|6")),
    ]
    content = text(200, 30, "项目支出绩效自评表", HIGH) + text(200, 45, "（2024年度）", HIGH)
    for top, row in rows:
        for x, word in zip(places, row, strict=False):
            lines_of = word.split("|")
            above = top - 5.5 * (len(lines_of) - 1)
            content += "".join(text(x, above + 11 * n, line, HIGH) for n, line in enumerate(lines_of) if line)
    [form] = [found for found in read_bytes(made([content], Sheet()), "甲.pdf") if isinstance(found, Form)]
    assert [(row.l3, row.weight, row.score) for row in form.indicators] == [
        ("改造路灯", "20", "17.6"),
        ("投诉次数", "80", "80"),
    ]
    assert (form.total_weight, form.total_score) == ("100", "97.6")


@pytest.mark.full
@pytest.mark.parametrize("layout", layouts().values(), ids=list(layouts()))
def test_every_layout_is_read_without_its_rules(layout: Layout) -> None:
    """Columns told by where the texts stand: no cell is read otherwise than with rules, and it is said."""
    ruled = pdfium.PdfDocument(fill([sample(layout)], ".pdf", layout))
    bare = io.BytesIO()
    ruled.save(bare)
    [there] = [form for form in read_bytes(bare.getvalue(), "甲.pdf") if isinstance(form, Form)]
    for drawn in ruled:
        for item in list(drawn.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])):
            drawn.remove_obj(item)
        drawn.gen_content()
    bare = io.BytesIO()
    ruled.save(bare)
    [here] = [form for form in read_bytes(bare.getvalue(), "甲.pdf") if isinstance(form, Form)]
    texts = {place: text for place, text in cells(there) if text}
    assert {place: text for place, text in cells(here) if text} == texts
    assert any("没有框线" in doubt.why for doubt in here.uncertain)


def test_the_title_above_each_of_two_tables_side_by_side_is_its_own() -> None:
    def table(left: float) -> list[Rule]:
        level = [Rule(True, at, left, left + 150) for at in (50.0, 70.0, 90.0)]
        return level + [Rule(False, x, 50.0, 90.0) for x in (left, left + 150)]

    glyphs = [Glyph(char, x + 10 * n, 20, x + 10 * n + 9, 29) for x in (60, 260) for n, char in enumerate("二〇二四")]
    page = Page(1, 500, 300, table(40) + table(240), glyphs, 0, 0)
    stitcher = Stitcher("甲.pdf")
    found = [*stitcher.add(page), *stitcher.finish()]
    assert [table.before for table in found] == [["二〇二四"], ["二〇二四"]]


def _words(*places: tuple[float, float, str]) -> str:
    """Texts at places, black."""
    hexed = ((x, y, text.encode("utf-16-be").hex()) for x, y, text in places)
    return "0 g BT /F1 9 Tf " + " ".join(f"1 0 0 1 {x} {y} Tm <{code}> Tj" for x, y, code in hexed) + " ET "


def _lid(box: str, grey: str = "1 g", clip: str = "") -> str:
    return f"q {clip} {grey} {box} re f Q "


@pytest.mark.parametrize(
    ("later", "is_seen"),
    [
        (_lid("95 695 60 20"), False),
        (_lid("95 695 60 20", "0 g"), False),
        (_lid("110 695 60 20"), True),
        (_lid("95 695 60 20", clip="0 0 50 50 re W n"), True),
        ("q 95 695 60 20 re S Q ", True),
    ],
    ids=["white", "black", "half", "clipped away", "outline"],
)
def test_what_lies_under_an_area_drawn_later_is_not_read_and_said(later: str, is_seen: bool) -> None:
    found = page(_words((100, 700, "148.2")) + later + _words((100, 650, "甲")))
    assert ("148.2" in "".join(seen(found))) == is_seen
    assert any("148.2" in mark.word for mark in found.marks) != is_seen


def test_a_figure_written_over_an_old_one_keeps_the_letters_they_share() -> None:
    found = page(_words((100, 700, "148.2")) + _lid("95 695 60 20") + _words((100, 700, "148.5")))
    assert seen(found) == ["148.5"]


def test_text_that_is_only_there_to_be_searched_is_not_read_beside_other_text() -> None:
    hidden = f"BT 3 Tr /F1 9 Tf 1 0 0 1 160 700 Tm <{'隐'.encode('utf-16-be').hex()}> Tj ET 0 Tr "
    shown = _words((100, 700, "甲"), (100, 650, "乙"))
    assert "".join(seen(page(shown + hidden))) == "甲乙"
    assert "".join(seen(page(hidden))) == "隐"


def test_small_pale_words_strewn_over_a_page_are_a_watermark() -> None:
    pale = "0.85 g " + _words(*((60 + 90 * c, 300 + 40 * r, "内部") for c in range(4) for r in range(4)))[4:]
    assert "".join(seen(page(pale + _words((100, 700, "甲"))))) == "甲"
    column = "0.85 g " + _words(*((60, 300 + 40 * r, "内部") for r in range(4)))[4:]
    assert "".join(seen(page(column + _words((100, 700, "甲"))))).count("内部") == 4


_MARKED, _UNIT = f"/OC /L BDC\n{text(100, 40, '旧数', HIGH)}EMC\n", "/U Do\n"
_IN_UNIT = _stream(
    f"{text(100, 40, '旧数', HIGH)}{_MARKED}",
    "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/OC 6 0 R/Resources<</Font<</F1 4 0 R>>/Properties<</L 6 0 R>>>>",
)


@pytest.mark.parametrize("drawn", [_MARKED, _UNIT, _MARKED + _UNIT])
@pytest.mark.parametrize("layer", ["<</Type/OCG/Name(old)>>", "<</Type/OCMD/OCGs[8 0 R]/P/AllOn>>"])
@pytest.mark.parametrize(
    ("settings", "is_seen"),
    [
        ("/OFF[6 0 R 8 0 R]", False),
        ("/BaseState/OFF", False),
        ("/OFF[]", True),
        ("/BaseState/OFF/ON[6 0 R 8 0 R]", True),
    ],
)
def test_what_is_on_a_layer_that_is_off_is_not_read(drawn: str, layer: str, settings: str, is_seen: bool) -> None:
    listed = f"/OCProperties<</OCGs[6 0 R 8 0 R]/D<<{settings}>>>>"
    used = "/Properties<</L 6 0 R>>/XObject<</U 7 0 R>>"
    objects = (layer, _IN_UNIT, "<</Type/OCG/Name(other)>>")
    found = page(drawn + text(100, 20, "标题", HIGH), form=listed, used=used, objects=objects)
    assert seen(found) == (["标题", "旧数"] if is_seen else ["标题"])


def test_text_added_on_a_layer_is_doubted() -> None:
    box = "Rect[100 700 200 720]/F 4/Contents<886551990031>"
    for layer, said in (("/OC 6 0 R", ["图层"]), ("", [])):
        note = f"<</Type/Annot/Subtype/FreeText/{box}{layer}>>"
        listed = "/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>"
        found = page(text(100, 20, "标题", HIGH), note, form=listed, objects=("<</Type/OCG/Name(old)>>",))
        assert [next(word for word in ("图层", mark.word) if word in mark.word) for mark in found.marks] == said


def test_layers_are_found_in_packed_objects() -> None:
    packed = b"%PDF-1.6 5 0 obj<</Type/ObjStm/N 1/First 4>>stream\r\n" + zlib.compress(b"1 0 <</OCProperties 3 0 R>>")
    assert pdf_layers.has_layers(packed + b"\nendstream")
    assert not pdf_layers.has_layers(packed[:-20] + b"\nendstream")
    assert not pdf_layers.has_layers(b"%PDF-1.4 /Type/Page")


@pytest.mark.parametrize("shape", ["Square", "Polygon"])
@pytest.mark.parametrize(("filled", "is_seen"), [("/IC[1 1 1]", False), ("", True)])
def test_what_lies_under_an_area_laid_on_the_page_is_not_read_and_said(shape: str, filled: str, is_seen: bool) -> None:
    note = f"<</Type/Annot/Subtype/{shape}/Rect[95 795 160 805]/F 4{filled}/AP<</N 6 0 R>>>>"
    lid = _stream("1 g 0 0 65 10 re f" if filled else "0 0 65 10 re S", "/Type/XObject/Subtype/Form/BBox[0 0 65 10]")
    found = page(text(100, 38, "旧数", HIGH) + text(100, 20, "标题", HIGH), note, objects=(lid,))
    assert ("旧数" in seen(found)) == is_seen and bool(found.marks) != is_seen


@pytest.mark.parametrize(("words", "said"), [("封面", "1 个附件"), ("正文" * 200, "没有找到")])
def test_a_cover_of_attached_files_says_that_they_are_not_read(words: str, said: str) -> None:
    listed = "/Names<</EmbeddedFiles<</Names[(a.txt) 6 0 R]>>>>"
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{listed}>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9000 842]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>",
        _FONT,
        _stream(text(100, 20, words, HIGH)),
        "<</Type/Filespec/F(a.txt)/EF<</F 7 0 R>>>>",
        _stream("a", "/Type/EmbeddedFile"),
    ]
    (problem,) = read_bytes(written(objects), "甲.pdf")
    assert isinstance(problem, Problem) and said in problem.message
