"""`jiheng advise` on files: what is shown, written and refused."""

import io
import json

import pytest
from openpyxl import load_workbook
from rich.console import Console
from tests.cli.conftest import EXAMPLES

from jiheng.cli.cell_width import cell_width
from jiheng.cli.output import Prose

BEFORE = EXAMPLES.parent / "松泠区园林环境局的对照材料" / "2023年自评表.txt"


def test_two_years_become_an_advice_a_project(run, tmp_path):
    book, data = tmp_path / "建议.xlsx", tmp_path / "建议.json"
    done = run("advise", EXAMPLES, BEFORE, "-o", book, "-o", data)
    assert done.code == 0
    assert "2024年度自评，下年预算的建议" in done.out
    assert "涉密项目 1 个没有列入" in done.err
    found = json.loads(data.read_text(encoding="utf-8"))
    by_name = {one["project"]: one for one in found["projects"]}
    patrol = by_name["公园安全巡防服务"]
    assert (patrol["advice"], patrol["repeated"]) == ("压减", ["S01", "S02", "S04"])
    assert [one["year"] for one in patrol["results"]] == [2023, 2024]
    sheet = load_workbook(book)["建议"]
    assert [cell.value for cell in sheet[1]][:3] == ["单位", "项目", "建议"]
    assert sheet.max_row == 1 + len(found["projects"])
    assert all("涉密" not in str(cell.value) for row in sheet for cell in row)


def test_the_form_of_a_whole_department_is_no_project(run, tmp_path):
    forms = json.loads(run("extract", BEFORE, "--format", "json").out)
    whole = {**forms[0], "kind": "whole", "project": None, "source": "整体.docx#1"}
    records = tmp_path / "记录.json"
    records.write_text(json.dumps([*forms, whole], ensure_ascii=False), encoding="utf-8")
    done = run("advise", records)
    assert "部门整体支出绩效自评表 1 张不是项目的表，没有列入。" in done.err and "没有写年度" not in done.err


def test_nothing_to_advise_on_is_said(run, tmp_path):
    note = tmp_path / "说明.txt"
    note.write_text("这里没有表。", encoding="utf-8")
    done = run("advise", note)
    assert done.code == 2
    assert "没有能提出建议的自评表" in done.err
    assert run("advise", EXAMPLES, "-o", tmp_path / "建议.docx").code == 2


@pytest.mark.parametrize("width", [30, 44])
def test_running_text_fills_its_lines_whatever_blanks_it_has(width):
    console = Console(width=width, file=io.StringIO())
    console.print(Prose("执行率 97.26%，自评质量 97.5 分，没有以前年度的表可比；整改的资料没有交来。" * 2))
    *full, _ = console.file.getvalue().rstrip().splitlines()
    assert full and all(width - 8 <= cell_width(line) <= width for line in full)
