"""`jiheng goals` and `jiheng monitor` on files: what is shown, written and refused."""

import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.reading.drawn_layouts import cells, drawn
from tests.reading.made_forms import as_html

from jiheng.form import MonitoringForm
from jiheng.reading import read_path

from .conftest import Run

DRAWN = {one.name: one for one in drawn()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("monitor-county-2023", "goals-central-2023", "yinchuan-2021"):
        (tmp_path / f"{name}.html").write_text(as_html(DRAWN[name].paper), "utf-8")
    return tmp_path


def test_monitor_shows_lights_and_writes_report_and_workbook(run: Run, folder: Path) -> None:
    outs = [folder / "监控报告.docx", folder / "监控.xlsx", folder / "监控.json"]
    done = run(
        "monitor", str(folder / "monitor-county-2023.html"), *(part for out in outs for part in ("-o", str(out)))
    )
    assert "补贴台数" in done.out and done.code in (0, 1)
    data = json.loads(outs[2].read_text("utf-8"))["forms"][0]
    assert (data["period"], data["execution"]["light"]) == ("1—8月", "green")
    assert [row["light"] for row in data["indicators"]] == ["yellow", "green", "green", "yellow", "green"]
    sheet = load_workbook(outs[1])["监控"]
    assert [cell.value for cell in sheet[1]][8] == "灯"
    assert outs[0].read_bytes()[:2] == b"PK"


def test_monitor_refuses_what_is_no_monitoring_form(run: Run, folder: Path) -> None:
    done = run("monitor", str(folder / "yinchuan-2021.html"))
    assert done.code == 2 and "没有读到绩效运行监控表" in done.err


def test_goals_score_the_four_questions(run: Run, folder: Path) -> None:
    outs = [folder / "意见.docx", folder / "意见.xlsx", folder / "意见.json"]
    done = run("goals", str(folder / "goals-central-2023.html"), *(part for out in outs for part in ("-o", str(out))))
    assert "完整性" in done.out and "可行性" in done.out
    assert "。；" not in done.out and not re.search(r"^\s*[，。；：、）”]", done.out, re.MULTILINE)
    data = json.loads(outs[2].read_text("utf-8"))["forms"][0]["review"]
    assert sum(item["weight"] for item in data["items"]) == 100
    assert data["low"] < data["high"] <= 100
    assert {item["question"] for item in data["items"]} == {"完整性", "相关性", "适当性", "可行性"}
    assert load_workbook(outs[1]).sheetnames == ["审核表", "要改的", "指标库"]


def test_goals_take_suggestions_from_a_library(run: Run, folder: Path) -> None:
    library = folder / "库.json"
    spread = {"least": 1, "low": 2, "middle": 3, "high": 5, "greatest": 9}
    peer = {"name": "出版志书", "count": 12, "unit": "部", "usual_count": 10, "weight": 20, "range": spread, "also": []}
    library.write_text(json.dumps([peer]), "utf-8")
    done = run("goals", str(folder / "goals-central-2023.html"), "--library", str(library))
    assert "指标库有 12 项同名指标" in done.out and "2—5部" in done.out


def test_goals_go_on_past_a_bad_file(run: Run, folder: Path) -> None:
    bad = folder / "坏.docx"
    bad.write_bytes(b"PK\x03\x04")
    done = run("goals", str(folder / "goals-central-2023.html"), str(bad), str(folder / "yinchuan-2021.html"))
    assert "坏.docx" in done.err and "不是绩效目标表" in done.err and "出版志书" not in done.err


@pytest.mark.full
@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".html"])
def test_a_blank_sheet_is_made_of_goals_and_a_filled_one_reads_back(run: Run, folder: Path, ending: str) -> None:
    blank, filled = folder / f"空白{ending}", folder / f"已填{ending}"
    assert run("monitor", folder / "goals-central-2023.html", "--sheet", blank, "--month", 8).code == 0
    [form] = [item for item in read_path(blank, every=True) if isinstance(item, MonitoringForm)]
    assert (form.project, form.period) == ("地方志编纂出版", "1-8月")
    assert [row.target for row in form.indicators][:2] == ["3部", "≤万分之一"]
    assert all(not row.actual and not row.forecast for row in form.indicators)
    run("monitor", folder / "monitor-county-2023.html", "--sheet", filled)
    [again] = [item for item in read_path(filled, every=True) if isinstance(item, MonitoringForm)]
    rows = [(row.l3, row.actual, row.forecast, row.likelihood, row.measure) for row in again.indicators]
    assert rows[0] == ("补贴台数", "260台", "430台", "有可能", "9月起简化手续")
    assert (again.funds[0].budget or again.funds[0].initial, again.funds[0].executed) == ("300", "174")


def test_a_filled_sheet_has_the_columns_of_the_form_that_was_read(run: Run, folder: Path) -> None:
    one, filled = DRAWN["xinjiang-monitor-2024"], folder / "已填.xlsx"
    (folder / "监控表.html").write_text(as_html(one.paper), "utf-8")
    run("monitor", folder / "监控表.html", "--sheet", filled)
    [form] = [item for item in read_path(filled, every=True) if isinstance(item, MonitoringForm)]
    assert (cells(form), form.kind) == (cells(one.gold), "monitor")
    assert (form.funds[0].forecast_rate, form.conclusion) == ("99%", "基本正常，预计年底前完成全部目标。")
    assert form.labels["funds.executed"] == ["1-9月执行数"] and form.labels["funds.budget"] == ["调整后预算数"]
