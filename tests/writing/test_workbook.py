import subprocess
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from jiheng.checks import Acceptance, Accepted, Audit
from jiheng.form import Problem
from jiheng.writing.audit_report import write_audit
from jiheng.writing.report_model import Digest
from jiheng.writing.workbook import write_workbook
from jiheng.writing.workbook.sheet import MAX_TEXT, TOO_LONG, lines, safe

from .sample import FORMULA, RATE, SCRIPT, audited, form, many, sample

WHEN = datetime(2025, 4, 1, 9, 30)
SHEETS = ["概览", "问题清单", "逐表问题", "得分复核", "表单数据", "已认可", "未读成"]


def written(audit: Audit, folder: Path, max_rows: int = 1_048_576) -> Workbook:
    path = folder / "报告.xlsx"
    write_workbook(Digest(audit), path, WHEN, max_rows)
    return load_workbook(path)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the sample, written once."""
    folder = tmp_path_factory.mktemp("report")
    written(sample(), folder)
    return folder / "报告.xlsx"


@pytest.fixture(scope="module")
def book(report: Path) -> Workbook:
    """The report as it is opened; nobody changes it."""
    return load_workbook(report)


def table(book: Workbook, name: str) -> list[dict[str, object]]:
    head, *rows = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_every_sheet_is_there_in_order(book: Workbook) -> None:
    assert book.sheetnames == SHEETS


def test_findings_are_listed_with_all_that_an_officer_needs(book: Workbook) -> None:
    rows = table(book, "问题清单")
    assert len(rows) == 15
    first = rows[0]
    assert (first["序号"], first["级别"], first["代码"]) == (1, "错误", "A01")
    assert first["项目"] == "河道日常保洁服务"
    assert first["位置"] == "项目资金·年度资金总额·执行率"
    assert (first["填报内容"], first["应为"]) == ("92%", "90%")
    assert "110" in str(first["说明"])
    assert first["文件/行"] == "水务局2024.docx 表1 第6行第7列"
    assert [row["级别"] for row in rows] == ["错误"] * 7 + ["警告"] * 6 + ["提示"] * 2
    assert next(row["项目"] for row in rows if row["代码"] == "B01") == "河道日常保洁服务、水质监测站点维护"


def test_findings_lead_to_the_row_of_their_form(book: Workbook) -> None:
    reviews = book["得分复核"]
    for row in book["问题清单"].iter_rows(min_row=2):
        number = row[4]
        sheet, _, cell = number.hyperlink.location.partition("!")
        assert sheet.strip("'") == "得分复核"
        target = reviews[cell]
        assert (target.value, reviews.cell(target.row, 4).value) == (number.value, "总分")


def test_scores_stand_beside_the_printed_ones(book: Workbook) -> None:
    rows = [row for row in table(book, "得分复核") if row["表"] == 1]
    by_item = {row["项"]: row for row in rows}
    assert len(rows) == 9
    rate = by_item["预算执行率"]
    assert (rate["填报数"], rate["复核数"], rate["相差"], rate["结论"]) == ("9.2", 9, 0.2, "不符")
    assert by_item["保洁河道条数"]["结论"] == "相符"
    level = by_item["河道水面整洁程度"]
    assert (level["复核数"], level["可得范围"], level["结论"]) == (None, "16–20", "在档内")
    assert all(row["怎么得来"] for row in rows)


def test_records_are_flat_and_as_printed(book: Workbook) -> None:
    rows = table(book, "表单数据")
    assert len(rows) == 7 * 5 + 1
    assert rows[0]["年度资金总额\n执行率"] == "92%"
    assert rows[6]["三级指标"] == "沿河居民满意度"
    assert all(isinstance(row["分值"], str | None) for row in rows)


def test_accepted_and_unread_have_their_own_sheets(book: Workbook) -> None:
    (accepted,) = table(book, "已认可")
    assert (accepted["认可理由"], accepted["认可日期"]) == ("执行数含上年结转，已与决算核对", "2025-03-12")
    assert [row["文件"] for row in table(book, "未读成")] == ["扫描件.pdf", "会议纪要.docx"]


def test_no_cell_is_a_formula(book: Workbook, report: Path) -> None:
    risky = []
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (sheet.title, cell.coordinate)
                if isinstance(cell.value, str) and cell.value[:1] in ("=", "+", "-", "@"):
                    assert cell.quotePrefix, (sheet.title, cell.coordinate)
                    risky.append(cell.value)
    assert {FORMULA, "@SUM(A1)", "=1+1", "-2+3"} <= set(risky)
    assert any(value.startswith("+1+1") for value in risky)
    with zipfile.ZipFile(report) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets" in name)


@pytest.mark.slow
def test_no_cell_is_a_formula_after_an_office_has_saved_it(tmp_path: Path) -> None:
    written(sample(), tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "again"))
    command = ["soffice", profile, "--headless", *convert, str(tmp_path / "报告.xlsx")]
    try:
        subprocess.run(command, timeout=600, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("没有 LibreOffice，跳过")
    book = load_workbook(tmp_path / "again" / "报告.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert FORMULA in {cell.value for cell in cells}


def test_hostile_text_stays_text(book: Workbook) -> None:
    rows = table(book, "表单数据")
    assert {row["项目名称"] for row in rows if row["表"] == 3} == {SCRIPT}
    assert next(row["实际完成情况"] for row in rows if row["表"] == 3) == "+1+1 � 响铃 � 半个字"


def test_text_of_the_writers_own_mark_up_stays_text(tmp_path: Path) -> None:
    mark_up = "<r><t>x</t></r>"
    book = written(Audit((audited(form(mark_up)),), {}, ()), tmp_path)
    assert {row["项目名称"] for row in table(book, "表单数据")} == {mark_up + " "}


def test_a_text_longer_than_a_cell_is_cut_with_a_word() -> None:
    assert safe("长" * MAX_TEXT) == "长" * MAX_TEXT
    cut = safe("长" * (MAX_TEXT + 1))
    assert cut.endswith(TOO_LONG)
    assert len(cut) == MAX_TEXT
    astral = safe("𠀀" * MAX_TEXT)
    assert len(astral.encode("utf-16-le")) // 2 <= MAX_TEXT
    assert astral.endswith(TOO_LONG)


def test_lines_counts_chinese_double() -> None:
    assert lines("", 10) == 1
    assert lines("四个汉字", 10) == 1
    assert lines("十个汉字要占两行才够", 13) == 2
    assert lines("一\n二\n三", 10) == 3


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    book = written(many(4), tmp_path, max_rows=10)
    assert [name for name in book.sheetnames if name.startswith("得分复核")] == [
        *("得分复核", "得分复核（续2）", "得分复核（续3）", "得分复核（续4）")
    ]
    whole = [row for name in book.sheetnames if name.startswith("得分复核") for row in table(book, name)]
    assert [row["表"] for row in whole] == [number for number in (1, 2, 3, 4) for _ in range(9)]
    assert all(book[name].max_row <= 10 for name in book.sheetnames if name != "概览")


def test_set_up_for_reading_and_printing(book: Workbook) -> None:
    for sheet in book:
        assert sheet.page_setup.orientation == ("portrait" if sheet.title == "逐表问题" else "landscape")
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    for name in SHEETS[1:]:
        assert book[name].print_title_rows == "$1:$1"
        assert book[name].auto_filter.ref
        assert book[name].freeze_panes
    assert len(book["概览"]._charts) == 4


def overview(book: Workbook) -> str:
    return "\n".join(
        str(value) for row in book["概览"].iter_rows(values_only=True) for value in row if value is not None
    )


def test_overview_tells_counts_and_rulebooks(book: Workbook) -> None:
    text = overview(book)
    assert "6 张自评表中 5 张有问题，共错误 7 处、警告 6 处、提示 2 处；1 张没有发现问题。" in text
    assert "2025-04-01 09:30" in text
    assert "采用原因：表中没有写明所在地，采用全国办法" in text
    assert "读取时有 2 处拿不准" in text


def test_the_quality_of_a_form_with_a_finding_is_not_rounded_to_full_marks(book: Workbook) -> None:
    rows = list(book["概览"].iter_rows())
    head = next(n for n, row in enumerate(rows) if any(cell.value == "自评质量" for cell in row))
    column = next(cell.column for cell in rows[head] if cell.value == "自评质量") - 1
    cells = [row[column] for row in rows[head + 1 : head + 4]]
    assert cells and all(isinstance(cell.value, int | float) for cell in cells)
    # 99.5 would stand there as 100
    assert all(cell.number_format == ("0" if cell.value == int(cell.value) else "0.####") for cell in cells)


def test_nothing_at_all(tmp_path: Path) -> None:
    book = written(Audit((), {}, ()), tmp_path)
    assert "没有自评表。" in overview(book)
    assert book["问题清单"]["A2"].value == "没有发现问题。"


def test_only_problems(tmp_path: Path) -> None:
    audit = Audit((), {}, (), (), (Problem("坏.docx", "文件已损坏。", "请重新另存。"),))
    book = written(audit, tmp_path)
    assert "没有读出任何自评表" in overview(book)
    assert table(book, "未读成")[0]["怎么办"] == "请重新另存。"


def test_accepted_only(tmp_path: Path) -> None:
    one = audited(form(), [], [Accepted(RATE, Acceptance("已核对", "某甲", "2025-01-02"))])
    book = written(Audit((one,), {}, ()), tmp_path)
    assert "1 张自评表，没有发现问题。" in overview(book)
    assert len(table(book, "已认可")) == 1


def test_the_ending_chooses_the_report(tmp_path: Path) -> None:
    write_audit(sample(), tmp_path / "大写.XLSX", WHEN)
    assert load_workbook(tmp_path / "大写.XLSX").sheetnames == SHEETS


def test_the_list_for_paper_goes_form_by_form(book: Workbook) -> None:
    sheet = book["逐表问题"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    bands = [row[0] for row in rows if isinstance(row[0], str)]
    assert bands[-1] == "各表之间" and all("总分填报" in band for band in bands[:-1])
    assert sorted(row[0] for row in rows if isinstance(row[0], int)) == list(range(1, 16))
    assert sheet.page_setup.orientation == "portrait" and sheet.max_column == 6
