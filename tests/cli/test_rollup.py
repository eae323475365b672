"""`jiheng rollup` as people use it."""

import json
from pathlib import Path

import docx
import msgspec
import pytest

from jiheng.form import Form, Fund

from .conftest import Run


def test_a_table_on_the_terminal(run: Run, department: Path) -> None:
    ran = run("rollup", department, "--format", "table", "--stated", "98.43")
    assert ran.code == 0
    assert "共 14 个项目，另有涉密项目 1 个" in ran.out
    assert "▲简单平均" in ran.out and "与简单平均（表中得分）相符" in ran.out
    assert "D05" in ran.out and "监测设备维护" not in ran.out


def test_json_in_a_pipe_and_files_by_ending(run: Run, department: Path, tmp_path: Path) -> None:
    targets = [tmp_path / f"汇总{ending}" for ending in (".xlsx", ".html", ".json")]
    options = [part for target in targets for part in ("-o", target)]
    ran = run("rollup", department, "--format", "json", "--management", "18.5", "--goals", "59", *options)
    assert ran.code == 0
    assert json.loads(ran.out)["groups"][0]["projects"]
    assert json.loads(targets[2].read_text("utf-8")) == json.loads(ran.out)
    assert all(target.stat().st_size for target in targets)


@pytest.mark.parametrize("option", ["--stated", "--management", "--goals"])
@pytest.mark.parametrize("text", ["九十八", "101", "-1", "NaN", "1e9999"])
def test_a_score_that_is_none_is_refused(run: Run, department: Path, option: str, text: str) -> None:
    ran = run("rollup", department, option, text)
    assert ran.code == 2 and option in ran.err and "0 到 100" in ran.err


def test_nothing_to_add_up(run: Run, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_text("没有表", encoding="utf-8")
    ran = run("rollup", tmp_path / "空.txt", "--format", "table")
    assert ran.code == 2 and "没有可以汇总的自评表" in ran.out and "空.txt" in ran.out


def test_an_ending_that_cannot_be_written(run: Run, department: Path, tmp_path: Path) -> None:
    ran = run("rollup", department, "-o", tmp_path / "汇总.pdf")
    assert ran.code == 2 and ".xlsx" in ran.err


def test_the_overall_score_that_a_report_states(run: Run, department: Path, tmp_path: Path) -> None:
    report = tmp_path / "整体报告.txt"
    report.write_text(
        "松泠区园林环境局2024年度部门整体绩效评价报告\n"
        "一、总体评价结论\n部门整体绩效自评得分为98.43分，评价等级为优。\n",
        encoding="utf-8",
    )
    ran = run("rollup", department, "--report", report, "--format", "table")
    assert ran.code == 0 and "98.43：与简单平均（表中得分）相符" in ran.out.replace("\n", "")


def test_a_report_without_an_overall_score(run: Run, department: Path, tmp_path: Path) -> None:
    report = tmp_path / "整体报告.txt"
    report.write_text("一、基本情况\n全年开展宣传活动12次。\n", encoding="utf-8")
    ran = run("rollup", department, "--report", report, "--format", "json")
    assert ran.code == 0 and "没有读到部门整体得分" in ran.err


EVEN = """id = "my-county"
name = "某县办法"
region = "某县"
extends = "mof-2020"
[rounding.mode]
value = "half_even"
text = "按 GB/T 8170 修约"
source = "某县〔2025〕1号"
certainty = "published"
"""


@pytest.mark.full
@pytest.mark.parametrize(("own", "rate", "other"), [("", "98.63%", "98.62%"), (EVEN, "98.62%", "98.63%")])
def test_everything_is_rounded_as_the_rulebook_says(run: Run, tmp_path: Path, own: str, rate: str, other: str) -> None:
    fund = Fund("年度资金总额", "800", "800", "789", "10", rate, "9.86")
    form = Form(
        source="甲", year="2024", project="甲项目", department="甲局", unit="甲局", money_unit="万元", funds=[fund]
    )
    (tmp_path / "甲.json").write_bytes(msgspec.json.encode([form]))
    (tmp_path / "某县.toml").write_text(own, "utf-8")
    options = ["--rulebook", tmp_path / "某县.toml"] if own else []
    page, report = tmp_path / "汇总.html", tmp_path / "审核.md"
    ran = run("rollup", tmp_path / "甲.json", *options, "--format", "table", "-o", page)
    assert ran.code == 0
    for said in (ran.out, page.read_text("utf-8")):
        assert rate in said and other not in said
    assert run("audit", tmp_path / "甲.json", *options, "-o", report).code in (0, 1)
    assert other not in report.read_text("utf-8")
    paper = tmp_path / "报告.docx"
    assert run("report", "overall", tmp_path / "甲.json", *options, "-o", paper).code == 0
    text = "".join(one.text for one in docx.Document(str(paper)).paragraphs)
    assert rate in text and other not in text
