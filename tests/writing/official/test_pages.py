"""How the forms look on paper: repeated headers, whole rows, page starts, what is told and what is refused."""

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import msgspec
import openpyxl
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.form import Form, Fund, Indicator
from jiheng.reading.formats.pdf_page import read_page
from jiheng.trouble import Trouble
from jiheng.writing import fonts
from jiheng.writing.official import (
    FORMATS,
    LayoutError,
    fill,
    lay_out,
    layouts,
    left_out,
    load_layout,
    moved,
    pdf,
)
from jiheng.writing.official.measure import breakable, type_size, width
from jiheng.writing.official.names import file_name, sheet_name

from .test_blank import goals
from .test_round_trip import bare, read

LAYOUT = Path(__file__).parents[3] / "src/jiheng/places/mof-2020/layout.toml"


def long_form(rows: int = 70) -> Form:
    form = goals()
    form.indicators = [
        Indicator("产出指标", "数量指标", f"第{n}处古桥巡查", "≥", "12", "次", "12", "1", "1", "") for n in range(rows)
    ]
    return form


def test_word_repeats_the_header_of_the_indicators() -> None:
    data = fill([long_form()], ".docx")
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    rows = re.findall(r"<w:tr>.*?</w:tr>", xml, re.DOTALL)
    (heading,) = [row for row in rows if "w:tblHeader" in row]
    assert "三级指标" in heading and "偏差原因" in heading
    assert xml.index("w:tblHeader") > xml.rindex("<w:tbl>")
    assert all("w:cantSplit" in row for row in rows)


def test_a_pdf_repeats_the_header_and_numbers_its_pages() -> None:
    document = pypdfium2.PdfDocument(fill([long_form()], ".pdf"))
    pages = [page.get_textpage().get_text_range() for page in document]
    assert len(pages) > 2
    assert all("三级指标" in text for text in pages[1:])


@pytest.mark.full
@pytest.mark.parametrize("layout", sorted(layouts()))
def test_nothing_in_a_pdf_runs_over_its_cell(layout: str) -> None:
    form = goals(unit_column=layout == "beijing-2024")
    form.indicators[0] = msgspec.structs.replace(
        form.indicators[0], actual="2022.9.5-2023.12.31", reason="http://example.invalid/" + "a1" * 60
    )
    form.indicators[1] = msgspec.structs.replace(
        form.indicators[1], l3="“双随机”300Mbps300Mbps", actual="MWMWM95.5%；好"
    )
    document = pypdfium2.PdfDocument(fill([form], ".pdf", layouts()[layout]))
    page = read_page(document[0], 1)
    edge = max(rule.end for rule in page.rules if rule.horizontal)
    assert all(glyph.right <= edge for glyph in page.glyphs)


def test_every_form_begins_a_page() -> None:
    forms = [goals(), goals(), goals()]
    assert len(pypdfium2.PdfDocument(fill(forms, ".pdf"))) == 3
    xml = zipfile.ZipFile(io.BytesIO(fill(forms, ".docx"))).read("word/document.xml").decode()
    assert xml.count('<w:pageBreakBefore w:val="1"/>') + xml.count("<w:pageBreakBefore/>") == 2
    assert len(openpyxl.load_workbook(io.BytesIO(fill(forms, ".xlsx"))).sheetnames) == 3


def test_a_landscape_layout_turns_its_own_pages_only(tmp_path: Path) -> None:
    path = tmp_path / "横排.toml"
    path.write_text(LAYOUT.read_text("utf-8").replace('"portrait"', '"landscape"'), encoding="utf-8")
    document = pypdfium2.PdfDocument(fill([goals(False)], ".pdf", load_layout(str(path))))
    wide, high = document[0].get_size()
    assert wide > high
    xml = zipfile.ZipFile(io.BytesIO(fill([goals(False)], ".docx", load_layout(str(path))))).read("word/document.xml")
    assert b'w:orient="landscape"' in xml


def test_a_text_longer_than_a_page_is_seen_whole_in_excel() -> None:
    form = long_form(2)
    form.goal_actual = "巡查古桥并养护，" * 600
    sheet = openpyxl.load_workbook(io.BytesIO(fill([form], ".xlsx"))).worksheets[0]
    assert all((row.height or 0) <= 409 for row in sheet.row_dimensions.values())
    assert read(fill([form], ".xlsx"), ".xlsx")[0].goal_actual == form.goal_actual


@pytest.mark.full
@pytest.mark.parametrize("ending", FORMATS)
def test_a_text_longer_than_a_page_is_read_back(ending: str) -> None:
    form = long_form(2)
    form.goal_actual = "巡查古桥并养护。" * 900
    form.indicators[1].reason = "汛期水位高，改在秋季补做。" * 120
    (again,) = read(fill([form], ending), ending)
    assert again.goal_actual == form.goal_actual
    assert [row.reason for row in again.indicators] == [row.reason for row in form.indicators]


@pytest.mark.parametrize("ending", FORMATS)
def test_a_mark_of_secrecy_is_never_lost(ending: str) -> None:
    form = goals()
    form.secrecy = "机密★10年"
    assert read(fill([form], ending), ending)[0].secrecy == "机密★10年"


@pytest.mark.parametrize("ending", FORMATS)
def test_what_files_cannot_hold_is_left_out(ending: str) -> None:
    form = goals()
    form.goal_actual, form.project = "完成\x00了\x1b全部\ufffe工作", '=1+1<&>"#[桥]'
    (again,) = read(fill([form], ending), ending)
    assert again.goal_actual == "完成了全部工作"
    assert again.project == form.project


@pytest.mark.parametrize("ending", FORMATS)
def test_an_empty_record_is_a_form_to_look_at(ending: str) -> None:
    assert fill([Form()], ending)


def test_sign_and_unit_go_into_the_target() -> None:
    form = goals()
    paper = lay_out(form, layouts()["mof-2020"])
    targets = [cell.text for cell in paper.cells if cell.place and cell.place.field == "target"]
    assert targets[:7] == ["≥120次", "=7份", "≥98.5%", "≤48小时", "≤288.6万元", "=0起", "优良中低差"]
    assert moved(form, layouts()["mof-2020"]) == ["绩效指标性质", "度量单位"]
    assert not moved(form, layouts()["beijing-2024"])


def test_what_a_layout_lacks_is_told() -> None:
    form = goals()
    form.leader, form.phone, form.grade = "林某某", "010-55550000", "优"
    assert left_out(form, layouts()["beijing-2024"]) == ["项目负责人", "联系电话", "自评等级"]
    assert left_out(form, layouts()["beijing-2023"]) == ["自评等级"]


def test_no_unit_is_printed_that_the_record_does_not_name() -> None:
    form = goals()
    form.money_unit = None
    assert bare(read(fill([form], ".html"), ".html")[0]).money_unit is None


def test_without_chinese_fonts_the_pdf_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_BODY", ("没有这种字体",))
    monkeypatch.setattr(pdf, "_HEADING", ("没有这种字体",))
    pdf._fonts.cache_clear()
    with pytest.raises(Trouble, match="中文字体") as refused:
        fill([goals()], ".pdf")
    assert "安装" in refused.value.advice
    pdf._fonts.cache_clear()


def test_an_excel_cell_holds_no_more_than_excel_does() -> None:
    form = goals()
    form.goal_actual = "桥" * 40000
    with pytest.raises(Trouble, match="32767"):
        fill([form], ".xlsx")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("span = 7", "span = 6"), "共占 8 栏，应为 9 栏"),
        (('field = "project"', 'field = "projekt"'), "不认识的字段“projekt”"),
        (("{year}", "{jahr}"), "花括号"),
        (("widths = [10", "widths = [-10"), "栏宽"),
        (('title = "项目支出绩效自评表"', ""), "写法不对"),
        (("[funds]", "[funds"), "写法不对"),
    ],
)
def test_a_wrong_layout_is_refused_with_its_place(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / "我的.toml"
    path.write_text(LAYOUT.read_text("utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(LayoutError, match=re.escape(message)):
        load_layout(str(path))


def test_an_unknown_layout_names_the_known_ones() -> None:
    with pytest.raises(LayoutError, match="beijing-2024"):
        load_layout("上海")


def test_paper_has_no_hole_and_no_overlap() -> None:
    for layout in layouts().values():
        paper = lay_out(goals(), layout)
        places = [
            (row, column)
            for cell in paper.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        ]
        assert sorted(places) == [(r, c) for r in range(paper.height) for c in range(len(layout.widths))]
        joint = paper.heading_row
        assert not any(cell.row < joint < cell.row + cell.rows for cell in paper.cells)


def test_break_opportunities_stand_only_where_a_run_is_too_wide() -> None:
    assert breakable("服务期限ISO9001", 60) == "服务期限ISO9001"
    parts = breakable("2022.9.5-2023.12.31", 60).split("\u200b")
    assert "".join(parts) == "2022.9.5-2023.12.31"
    assert all(width(part) <= 60 for part in parts)
    assert any(first.endswith("-") for first, _ in pairwise(parts))


FIGURES = ("1,234,567.89", "100.00%", "99.53%", "123456.78", "-1,234,567.89", "≥100.00%")


def narrow() -> Form:
    """A form with figures wider than their columns."""
    form = goals()
    form.funds = [Fund("年度资金总额", "1,234,567.89", "1,234,567.89", "1,234,567.89", "10", "100.00%", "10.00")]
    form.indicators = [
        Indicator("产出指标", "数量指标", "长度", "≥", "1,234,567.89", "米", "1,234,567.89", "10.00", "10.00", "")
    ]
    return form


@pytest.mark.full
@pytest.mark.parametrize("layout", sorted(layouts()))
def test_no_figure_of_a_pdf_goes_on_on_the_next_line(layout: str) -> None:
    document = pypdfium2.PdfDocument(fill([narrow()], ".pdf", layout=layouts()[layout]))
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert not re.search("[0-9,.%]\u200b|\u200b[0-9,.%]", text)
    assert text.count("1,234,567.89") >= 3
    assert "100.00%" in text or "执行率" not in text


@given(st.sampled_from(FIGURES), st.floats(14, 80))
def test_type_grows_smaller_until_a_figure_fits(figure: str, available: float) -> None:
    size = type_size(f"约{figure}元", available)
    assert 4 <= size <= 9
    assert size == 4 or width(figure) * size / 9 <= available
    assert figure in breakable(f"约{figure}元", available * 9 / size)


def test_a_code_of_many_digits_may_go_on_on_the_next_line() -> None:
    assert "\u200b" in breakable("1" * 40, 60)
    assert type_size("1" * 40, 60) == 9


def test_word_sets_a_wide_figure_in_smaller_type() -> None:
    xml = zipfile.ZipFile(io.BytesIO(fill([narrow()], ".docx"))).read("word/document.xml").decode()
    sizes = [float(found) / 2 for found in re.findall(r'<w:sz w:val="(\d+)"/></w:rPr><w:t[^>]*>1,234,567.89<', xml)]
    assert sizes and max(sizes) < 9


def test_a_pdf_without_a_font_of_the_machine_is_set_in_the_fonts_of_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_BODY", (fonts.SERIF,))
    monkeypatch.setattr(pdf, "_HEADING", (fonts.SANS,))
    pdf._fonts.cache_clear()
    data = fill([goals()], ".pdf")
    pdf._fonts.cache_clear()
    assert read(data, ".pdf")
    assert b"NotoSerifSC" in data and b"NotoSansSC" in data


def test_names_of_sheets_and_files_are_all_different_and_allowed() -> None:
    taken: set[str] = set()
    names = [sheet_name(name, taken) for name in ("A/B:项目", "ab项目", "AB项目", "", "''", "长" * 50, "长" * 50)]
    assert len({name.lower() for name in names}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    assert file_name("../../密/..", set()) == "密"
    assert replace(lay_out(goals(), layouts()["mof-2020"]).cells[0], text="").text == ""


def test_a_header_of_two_tiers_has_no_hole_and_repeats_whole() -> None:
    layout = load_layout("beijing-2024")
    over = {"property": "年度指标值", "target": "年度指标值", "unit": "年度指标值"}
    columns = tuple(msgspec.structs.replace(box, above=over.get(box.field, "")) for box in layout.indicators.columns)
    paper = lay_out(
        goals(), msgspec.structs.replace(layout, indicators=msgspec.structs.replace(layout.indicators, columns=columns))
    )
    places = [
        (row, column)
        for cell in paper.cells
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    ]
    assert sorted(places) == [(r, c) for r in range(paper.height) for c in range(len(layout.widths))]
    body = paper.heading_row + paper.heading_rows
    assert paper.heading_rows == 2
    assert not any(
        cell.row < joint < cell.row + cell.rows for joint in (paper.heading_row, body) for cell in paper.cells
    )
    assert [cell.columns for cell in paper.cells if cell.text == "年度指标值" and cell.row == paper.heading_row] == [3]
