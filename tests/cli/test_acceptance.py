"""Accepting findings in the report's own column and in a file, as people do it."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from .conftest import EXAMPLES, Run


@pytest.fixture
def forms() -> Path:
    """Three forms of the example department with faults."""
    return EXAMPLES / "局本级-表格粘贴.txt"


@pytest.fixture
def report(run: Run, forms: Path, tmp_path: Path) -> Path:
    """A report to work in; it is written once and copied."""
    path = tmp_path / "审核报告.xlsx"
    if not _WRITTEN:
        run("audit", forms, "-o", path)
        _WRITTEN.append(path.read_bytes())
    path.write_bytes(_WRITTEN[0])
    return path


_WRITTEN: list[bytes] = []


def column(sheet: Worksheet, title: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == title)


def accept(path: Path, row: int, reason: str = "已核对决算", by: str = "财务科") -> tuple[str, str]:
    """Accept the finding of a row, and filter the row away; its code and project."""
    book = load_workbook(path)
    sheet = book["问题清单"]
    for title, value in (("处理", "认可"), ("理由", reason), ("认可人", by)):
        sheet.cell(row, column(sheet, title)).value = value
    sheet.row_dimensions[row].hidden = True
    found = tuple(str(sheet.cell(row, column(sheet, title)).value) for title in ("代码", "项目"))
    book.save(path)
    return found[0], found[1]


def test_the_report_has_columns_to_accept_in(report: Path) -> None:
    sheet = load_workbook(report)["问题清单"]
    rule = sheet.data_validations.dataValidation[0]
    assert rule.formula1 == '"认可"'
    key = sheet.cell(1, column(sheet, "标识（勿改）")).column_letter
    assert sheet.column_dimensions[key].hidden


def test_what_is_accepted_in_the_report_is_read_back(run: Run, forms: Path, report: Path, tmp_path: Path) -> None:
    code, project = accept(report, 2)
    kept = tmp_path / "已认可.toml"
    ran = run("audit", forms, "--accepted", report, "--accept-into", kept, "--format", "json")
    closed = [(one["code"], form["project"]) for form in json.loads(ran.out)["forms"] for one in form["accepted"]]
    assert closed == [(code, project)]
    assert "添上 1 条" in ran.err and "没有对上" not in ran.err
    again = run("audit", forms, "--accepted", kept, "--accept-into", kept, "--format", "json")
    assert [one for form in json.loads(again.out)["forms"] for one in form["accepted"]]
    assert "添上 0 条" in again.err, "重复的不添"


def test_what_was_accepted_stays_however_often_the_report_is_written_again(run: Run, forms: Path, report: Path) -> None:
    accept(report, 2)
    for _ in range(2):
        ran = run("audit", forms, "--accepted", report, "-o", report, "--format", "json")
        assert sum(len(one["accepted"]) for one in json.loads(ran.out)["forms"]) == 1
        assert "没有覆盖" not in ran.err
    assert accept(report, 2) != ("", "")
    ran = run("audit", forms, "--accepted", report, "--format", "json")
    assert sum(len(one["accepted"]) for one in json.loads(ran.out)["forms"]) == 2


def test_a_report_that_was_worked_in_is_not_lost_when_written_again(run: Run, forms: Path, report: Path) -> None:
    assert "没有覆盖" not in run("audit", forms, "-o", report).err, "nobody worked in it"
    accept(report, 2)
    before = report.read_bytes()
    ran = run("audit", forms, "-o", report)
    aside = report.with_name("审核报告.旧.xlsx")
    assert aside.read_bytes() == before and f"--accepted {aside}" in ran.err
    accept(report, 3, reason="")
    assert "审核报告.旧2.xlsx" in run("audit", forms, "-o", report).err, "half filled in"


def test_a_finding_over_several_forms_can_be_accepted(run: Run, department: Path, tmp_path: Path) -> None:
    report = tmp_path / "审核报告.xlsx"
    run("audit", department, "-o", report)
    sheet = load_workbook(report)["问题清单"]
    codes = {row: str(sheet.cell(row, column(sheet, "代码")).value) for row in range(2, sheet.max_row + 1)}
    row = next(row for row, code in codes.items() if code.startswith("B"))
    code, _ = accept(report, row)
    ran = run("audit", department, "--accepted", report, "--format", "json")
    assert [one["code"] for one in json.loads(ran.out)["batch_accepted"]] == [code]


def test_an_acceptance_without_reason_or_name_is_refused(run: Run, forms: Path, report: Path) -> None:
    accept(report, 2, reason="")
    ran = run("audit", forms, "--accepted", report)
    assert ran.code == 2 and "第 2 行写了“认可”，没有写理由" in ran.err


def test_a_workbook_that_is_no_report_is_refused(run: Run, forms: Path, tmp_path: Path) -> None:
    run("report", "--framework-blank", tmp_path / "底稿.xlsx")
    ran = run("audit", forms, "--accepted", tmp_path / "底稿.xlsx")
    assert ran.code == 2 and "没有可以认可的问题清单" in ran.err


def test_entries_that_match_nothing_are_said(run: Run, forms: Path, tmp_path: Path) -> None:
    known = tmp_path / "已认可.toml"
    known.write_text(
        '[[accepted]]\ncode = "A01"\nproject = "没有的项目"\nplace = "total_score"\nprinted = "1"\n'
        'reason = "理由"\nby = "财务科"\ndate = 2025-03-12\n',
        "utf-8",
    )
    assert "1 条没有对上" in run("audit", forms, "--accepted", known).err
    assert "没有对上" not in run("audit", forms, "--accepted", known, "--select", "S").err


def test_open_findings_are_written_out_to_be_filled_in(run: Run, forms: Path, tmp_path: Path) -> None:
    kept = tmp_path / "待填.toml"
    ran = run("audit", forms, "--select", "A01", "--accept-into", kept)
    assert "请逐条填写" in ran.err
    text = kept.read_text("utf-8")
    assert text.count("[[accepted]]") == ran.err.count("添上") and 'code = "A01"' in text
    assert "是空的" in run("audit", forms, "--accepted", kept).err
    kept.write_text(text.replace('reason = ""', 'reason = "已核对"').replace('by = ""', 'by = "财务科"'), "utf-8")
    assert "没有对上" not in run("audit", forms, "--accepted", kept, "--select", "A01").err
