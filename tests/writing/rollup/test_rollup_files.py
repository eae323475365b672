"""The workbook, the page and the JSON of a roll-up: what is in them, and what must never be."""

import re
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from tests.department.forms import form, funded

from jiheng.department import Given, Rollup, add_up
from jiheng.form import Problem
from jiheng.places import load
from jiheng.writing.rollup import ENDINGS, write_rollup

WHEN = datetime(2025, 3, 1, 9, 30)
OTHER = {"主管部门": "海云市园林局", "实施单位": "海云市苗圃"}
SHEETS = ["总览", "项目明细", "资金", "得分与等级", "失分分析", "问题统计", "计算过程"]


def rollup(*forms, **more) -> Rollup:
    given = Given(stated=(("报告", Decimal("90.00")),))
    return add_up(forms, book=load("mof-2020"), given=given, **more).rollup


@pytest.fixture
def one() -> Rollup:
    return rollup(funded("甲", ("100", "300", "150"), "90"), form("乙", 实施单位="海云市闸站管理所"))


def content(path: Path) -> str:
    """Everything in a file, the parts of a workbook unpacked."""
    if path.suffix != ".xlsx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_sheets_and_their_figures(one: Rollup, tmp_path: Path) -> None:
    write_rollup(one, tmp_path / "汇总.xlsx", WHEN)
    book = openpyxl.load_workbook(tmp_path / "汇总.xlsx")
    assert book.sheetnames == SHEETS
    assert book["总览"]._images == [] and len(book["总览"]._charts) == 6
    head, first, *_ = book["项目明细"].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["项目"], row["全年预算数（万元）"], row["预算执行率"], row["表中得分"]) == ("甲", 300, 0.5, 90)
    funds = list(book["资金"].iter_rows(values_only=True))
    assert funds[1][:3] == ("合计", "海云市水务局 2024 年度", 2) and funds[1][4] == 410
    texts = [str(cell) for row in book["计算过程"].iter_rows(values_only=True) for cell in row if cell]
    assert any("÷ 2 个项目" in text for text in texts)


def drawn_from(path: Path) -> dict[str, list[object]]:
    """The cells that the charts of a workbook refer to: reference → values."""
    with zipfile.ZipFile(path) as package:
        charts = "".join(package.read(name).decode() for name in package.namelist() if "xl/charts/" in name)
    book, found = openpyxl.load_workbook(path), {}
    for reference in re.findall(r"<c:f>([^<]+)</c:f>", charts):
        sheet, _, cells = reference.replace("'", "").partition("!")
        area = book[sheet][cells.replace("$", "")]
        found[reference] = [row[0].value for row in area] if isinstance(area, tuple) else [area.value]
    return found


def test_charts_are_drawn_from_the_cells_that_they_show(tmp_path: Path) -> None:
    amounts = (("100", "300", "150"), ("20", "20", "20"), ("5", "40", "30"))
    made = rollup(
        *(funded(name, each, "90") for name, each in zip("甲乙丙", amounts, strict=True)), form("丁", **OTHER)
    )
    write_rollup(made, tmp_path / "汇总.xlsx", WHEN)
    found = drawn_from(tmp_path / "汇总.xlsx")
    of_projects = [values for reference, values in found.items() if reference.startswith("项目明细")]
    assert [sorted(values) for values in of_projects] == [[20, 40, 300], [90, 90, 90]]
    series = [values for reference, values in found.items() if ":" in reference]
    assert [
        "▲简单平均",
        "按全年预算数加权",
        "按年初预算数加权",
        "按全年执行数加权",
        "分项法（执行、目标、管理）",
    ] in series
    assert [0.5, 0.75, 1] in series, "one unit: its projects by their execution, the lowest first"
    assert all(any(value is not None for value in values) for values in series)


def test_several_groups_are_told_apart_and_files_not_read_listed(tmp_path: Path) -> None:
    made = rollup(form("甲"), form("丁", "丁.docx#1", **OTHER), problems=[Problem("坏.pdf", "打不开", "请换一份。")])
    write_rollup(made, tmp_path / "汇总.xlsx", WHEN)
    book = openpyxl.load_workbook(tmp_path / "汇总.xlsx")
    assert book.sheetnames == [*SHEETS, "未读成"]
    assert {row[0] for row in book["项目明细"].iter_rows(min_row=2, values_only=True)} == {
        "海云市水务局 2024 年度",
        "海云市园林局 2024 年度",
    }


def test_a_text_like_a_formula_stays_text(tmp_path: Path) -> None:
    write_rollup(rollup(form("=1+1"), form("<script>alert(1)</script>")), tmp_path / "a.xlsx", WHEN)
    names = openpyxl.load_workbook(tmp_path / "a.xlsx")["项目明细"]["B"]
    assert [cell.data_type for cell in names] == ["s", "s", "s"]
    write_rollup(rollup(form("=1+1"), form("<script>alert(1)</script>")), tmp_path / "a.html", WHEN)
    assert "<script" not in content(tmp_path / "a.html")


def test_the_page_stands_alone(one: Rollup, tmp_path: Path) -> None:
    write_rollup(one, tmp_path / "汇总.html", WHEN)
    page = content(tmp_path / "汇总.html")
    assert all(f">{name}</h2>" in page for name in SHEETS[1:])
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert page.count("<svg") == 6
    assert "报告写的整体得分 90" in page


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_of_a_secret_project_is_written(ending: str, tmp_path: Path) -> None:
    hidden = form("夜鹭行动", "某处.docx#1", 实施单位="海云市北站", 密级标志="秘密★3年", 实际完成情况="苍耳已交付。")
    made = rollup(form("甲"), hidden, form("夜鹭行动", "副本.docx#1", 实施单位="海云市北站"), form("乙"))
    target = tmp_path / f"汇总{ending}"
    write_rollup(made, target, WHEN)
    written = content(target)
    assert not any(word in written for word in ("夜鹭", "某处", "北站", "苍耳", "★", "副本"))
    assert "涉密项目 1 个" in written


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_to_add_up_is_written_too(ending: str, tmp_path: Path) -> None:
    write_rollup(rollup(), tmp_path / f"汇总{ending}", WHEN)
    assert (tmp_path / f"汇总{ending}").stat().st_size


def test_an_unknown_ending_is_refused(one: Rollup, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="xlsx"):
        write_rollup(one, tmp_path / "汇总.csv")


def of_year(year: str, score: str, executed: str):
    return funded(f"{year}年河道清淤", ("100", "100", executed), score, 年度=year)


def test_the_ledger_sets_years_side_by_side_and_marks_what_fell(tmp_path: Path) -> None:
    made = rollup(of_year("2022", "95", "98"), of_year("2023", "95", "90"), of_year("2024", "80", "90"))
    write_rollup(made, tmp_path / "台账.xlsx", WHEN)
    sheet = openpyxl.load_workbook(tmp_path / "台账.xlsx")["历年台账"]
    head, row = ([cell.value for cell in line] for line in sheet.iter_rows(max_row=2))
    told = dict(zip(head, row, strict=True))
    assert (told["项目"], told["年数"]) == ("2024年河道清淤", 3)
    assert [told[f"{year} 执行率"] for year in (2022, 2023, 2024)] == [0.98, 0.9, 0.9]
    bold = {head[cell.column - 1] for cell in sheet[2] if cell.font.bold}
    assert bold == {"2023 执行率", "2024 表中得分"}
    write_rollup(made, tmp_path / "台账.html", WHEN)
    assert 'class="number wrong">80<' in content(tmp_path / "台账.html")


def test_a_whole_number_has_no_point_behind_it(one: Rollup, tmp_path: Path) -> None:
    write_rollup(one, tmp_path / "汇总.xlsx", WHEN)
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "汇总.xlsx")["项目明细"] for cell in row]
    figures = [cell for cell in cells if isinstance(cell.value, int | float) and "#" in cell.number_format]
    assert {cell.number_format for cell in figures if cell.value == int(cell.value)} <= {"#,##0"}
