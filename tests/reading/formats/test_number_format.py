"""Number formats: what a cell shows, against figures worked out by hand and against LibreOffice where it is right."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from jiheng.reading.formats import office
from jiheng.reading.formats.number_format import Shown, show, show_text
from jiheng.reading.formats.number_format.grammar import parsed

from .test_libreoffice import converted

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '
SHOWN = [
    ("1200000", "0\\.0,", "120.0"),
    ("1185000", "0!.0,", "118.5"),
    ("1125800", '0"."0,"万元"', "112.6万元"),
    ("1500", "0.00,", "1.50"),
    ("1500000", '0.0,,"百万"', "1.5百万"),
    ("0", ACCOUNTING, "-"),
    ("1234.5", ACCOUNTING, "1,234.50"),
    ("-1234.5", ACCOUNTING, "-1,234.50"),
    ("0", "#,###", ""),
    ("5", "0.##", "5."),
    ("1234567", "#,##0.00", "1,234,567.00"),
    ("1087654321", "000-0000-0000", "010-8765-4321"),
    ("7", '"第"00"名"', "第07名"),
    ("12", '[>=10000]0\\.0,"万人次";0"人次"', "12人次"),
    ("20000", '[>=10000]0\\.0,"万人次";0"人次"', "2.0万人次"),
    ("0", '[=1]"达标";[=0]"未达标"', "未达标"),
    ("-3", '[<0]"减少"0;"增加"0', "减少3"),
    ("-5", '0"人";"减"0"人"', "减5人"),
    ("-3.5", "0.0_);(0.0)", "(3.5)"),
    ("0.9997", "0.00%", "99.97%"),
    ("12.3", '0.00"%"', "12.30%"),
    ("1.005", "0.00", "1.01"),
    ("12", '[DBNum1][$-804]General"个"', "十二个"),
    ("10500", "[DBNum1][$-804]General", "一万〇五百"),
    ("1125800", '[DBNum2][$-804]G/通用格式"元整"', "壹佰壹拾贰万伍仟捌佰元整"),
    ("2024", "[DBNum1]0", "二〇二四"),
    ("45626", '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二四年十一月三十日"),
    ("45626", "yyyy/m/d;@", "2024/11/30"),
    ("45626", "[$-804]aaaa", "星期六"),
    ("45626", "d-mmm-yy", "30-Nov-24"),
    ("45626", "[$-F800]dddd, mmmm dd, yyyy", "2024年11月30日"),
    ("60", "yyyy/m/d", "1900/2/29"),
    ("0", "yyyy/m/d", "1900/1/0"),
    ("1.25", "[h]:mm", "30:00"),
    ("0.0123", "mm:ss", "17:43"),
    ("0.75", '上午/下午h"时"mm"分"', "下午6时00分"),
    ("0.52", "h:mm AM/PM", "12:28 PM"),
    ("0.8", "# ?/?", "4/5"),
    ("3", "# ?/?", "3"),
    ("12345", "0.00E+00", "1.23E+04"),
    ("0.000123", "##0.0E+0", "123.0E-6"),
    ("0.28999999999999998", "General", "0.29"),
    ("1234.56789012", "General", "1234.56789"),
    ("0.000012345678", "General", "1.23457E-05"),
    ("12345678901", "General", "12345678901"),
]
UNCLEAR = [
    ("1.5", "# ?/?", "1.5"),
    ("2", '[=1]"达标";[=0]"未达标"', "2"),
    ("-1", "yyyy/m/d", "-1"),
    ("1125800", "#,##0\\.0,", "1125800"),
    ("-5", "0;", "-5"),
    ("5", "0.0 yyyy", "5"),
]


@pytest.mark.parametrize(("value", "code", "text"), SHOWN)
def test_shown_as_excel_shows_it(value: str, code: str, text: str) -> None:
    assert show(value, code) == Shown(text)


@pytest.mark.parametrize(("value", "code", "stored"), UNCLEAR)
def test_the_stored_figure_stands_where_nobody_knows_what_is_shown(value: str, code: str, stored: str) -> None:
    shown = show(value, code)
    assert shown.text == stored and shown.doubt is not None and code in shown.doubt


def test_what_a_format_hides_is_said() -> None:
    shown = show("5", ";;;")
    assert shown.text == "" and shown.doubt is not None and "存的是 5" in shown.doubt


def test_a_long_number_loses_figures_and_that_is_said() -> None:
    shown = show("320106197001011234", "General")
    assert shown.text == "3.20106E+17" and shown.doubt is not None and "320106197001011" in shown.doubt


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('General;General;General;"定性："@', "定性：优良"),
        ('"定性："@', "定性：优良"),
        ("0;@", "优良"),
        ("0.00", "优良"),
        (";;;", ""),
    ],
)
def test_words_go_through_the_section_for_text(code: str, text: str) -> None:
    assert show_text("优良", code) == text


figures = st.decimals(min_value=-(10**9), max_value=10**9, places=3)


@given(figures, st.integers(0, 4))
def test_places_round_half_up(number: Decimal, places: int) -> None:
    code = "0" + ("." + "0" * places if places else "")
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert show(str(number), code).text == f"{rounded if rounded else abs(rounded):f}"


@given(figures)
def test_thousands_and_words_change_no_figure(number: Decimal) -> None:
    plain = show(str(abs(number)), "0.00").text
    assert show(str(abs(number)), "#,##0.00").text.replace(",", "") == plain
    assert show(str(abs(number)), '"约"0.00"万元"').text == f"约{plain}万元"
    assert show(str(abs(number)), '0"个"0\\.0"人"0').text.translate(str.maketrans("", "", "个.人")) == (
        show(str(abs(number)), "0000").text
    )


@given(st.text('0#?.,%E+-/;@[]<>="\\!_*yYmdhsaeG上午/下 年$DBNum1General', max_size=24), figures)
def test_any_format_code_gives_some_text(code: str, number: Decimal) -> None:
    shown = show(str(number), code)
    text, doubt = shown.text, shown.doubt
    assert isinstance(text, str) and (doubt is None or doubt)
    show_text("优良", code)
    parsed(code)


CODES = [
    "0", "0.00", "#,##0", "#,##0.00", "0.00%", "0.00E+00", "##0.0E+0", "#", "#,###", "0\\.0,", '0"."0,', "0.00,",
    "0.00,,", "#,##0.0,", "000-0000-0000", ACCOUNTING,
    '"第"0"名"', '0"人";"减"0"人";"无"', "0_);(0)", '[<0]"减"0;"增"0', "00000",
    '"¥"#,##0.00;"¥"\\-#,##0.00', '0"."00"."0', "?/8",
]  # fmt: skip
VALUES = [0, 1, -1, 12, 0.5, -0.25, 0.8, 100, 1234.5, -1234.567, 10000, 1125800, 98.625, 0.000123, 1087654321, 99999.5]
DATE_CODES = [
    "yyyy/m/d", 'yyyy"年"m"月"d"日"', '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "[$-804]aaaa", "h:mm", "h:mm:ss",
    "[h]:mm", "mm:ss", "h:mm AM/PM", "mmm-yy", "[$-804]mmmm", "[$-804]dddd", "[mm]:ss", "yyyy-mm-dd hh:mm:ss",
    "[$-409]mmmm d, yyyy",
]  # fmt: skip
DATES = [61, 45626, 45626.75, 45626.52]
WRONG_THERE = {
    "before 1 March 1900": ("59", "yyyy/m/d"),  # Excel counts a 29 February 1900, LibreOffice begins a day earlier
    "the sign ! as an escape": ("1185000", "0!.0,"),  # LibreOffice 7.4 prints it
    "上午/下午": ("0.75", '上午/下午h"时"mm"分"'),  # no token of LibreOffice 7.4, which shows 0.75
    "e as the year": ("45626", 'e"年"'),  # LibreOffice 7.4 counts by another calendar
    "twelve in Chinese": ("12", "[DBNum1][$-804]General"),  # 一十二 there
    "a point without decimals": ("5", "0.##"),  # LibreOffice leaves the point out, Excel shows it
    "eleven figures of General": ("123456789012", 'General"个"'),
}


@pytest.mark.slow
@pytest.mark.skipif(office.program() is None, reason="没有安装 LibreOffice，跳过")
def test_as_libreoffice_shows_it(tmp_path: Path) -> None:
    cases = [(float(value), code) for code in CODES for value in VALUES]
    cases += [(float(value), code) for code in DATE_CODES for value in DATES]
    known = [(float(value), code) for value, code in WRONG_THERE.values()]
    theirs = _through_libreoffice([*cases, *known], tmp_path)
    ours = [_close(show(repr(value), code).text) for value, code in [*cases, *known]]
    assert dict(zip(cases, ours, strict=False)) == dict(zip(cases, theirs, strict=False))
    split = len(cases)
    assert all(one != other for one, other in zip(ours[split:], theirs[split:], strict=True))


def _through_libreoffice(cases: list[tuple[float, str]], folder: Path) -> list[str]:
    path = folder / "数.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, 0, 60)
        formats = {code: book.add_format({"num_format": code}) for _, code in cases}
        for row, (value, code) in enumerate(cases):
            sheet.write_number(row, 0, value, formats[code])
    made = converted(path.read_bytes(), "xlsx", "csv:Text - txt - csv (StarCalc):9,34,76", folder).decode("utf-8")
    return [_close("".join(row)) for row in csv.reader(made.splitlines(), delimiter="\t")]


def _close(text: str) -> str:
    return "".join(text.split())
