"""What an audit shows to people: verdicts, one line a finding, statistics, severities, the page opened."""

import json
import os
import re
from pathlib import Path

import pytest

from jiheng.form import from_json, to_json

from .conftest import EXAMPLES, Run
from .test_commands import shell


def test_the_verdicts_come_first(department: Path, run: Run) -> None:
    lines = run("audit", department).out.splitlines()
    assert lines[0].split() == ["结论", "错误", "警告", "提示", "质量", "序", "项目", "单位"]
    assert lines[1].startswith("须改正") and "公园便民设施更新" in lines[1]
    told = "须改正 8 张，须核对 2 张，可改进 2 张，没有问题 4 张。各表之间的问题 2 处，涉及的每张表都计入。"
    assert told in "".join(lines)


def test_many_forms_are_verdicts_and_details_on_demand(department: Path, tmp_path: Path, run: Run) -> None:
    run("extract", department, "-o", tmp_path / "a.json")
    forms = from_json((tmp_path / "a.json").read_bytes())
    (tmp_path / "b.json").write_bytes(to_json(forms * 4))
    brief = run("audit", tmp_path / "b.json").out
    assert "→ " not in brief and "--details" in brief
    assert len(brief.splitlines()) < 3 * 4 * len(forms), "some lines a form at most"
    assert "→ " in run("audit", tmp_path / "b.json", "--details").out
    assert "→ " not in run("audit", department, "--no-details").out


def test_a_redirect_keeps_the_table(clean_form: Path) -> None:
    assert "1 张自评表，没有发现问题" in shell("audit", clean_form).stdout.decode()


def test_one_line_a_finding(department: Path, run: Run) -> None:
    lines = run("audit", department, "--format", "line").out.splitlines()
    findings = json.loads(run("audit", department, "--format", "json").out)
    assert len(lines) == sum(len(form["findings"]) for form in findings["forms"]) + len(findings["batch"])
    assert all(re.match(r"[^:]+\.txt:第\d+行起?: (错误|警告|提示) [A-Z]\d\d( \[\*\])? [^:]+: ", line) for line in lines)
    assert sum(" [*] " in line for line in lines) == 3


def test_statistics(department: Path, run: Run) -> None:
    rows = json.loads(run("audit", department, "--statistics", "--format", "json").out)
    assert [sum(row[kind] for row in rows) for kind in ("error", "warning", "notice")] == [12, 8, 7]
    assert {row["code"] for row in rows if row["fixable"]} == {"A01", "A02", "A08"}
    shown = run("audit", department, "--statistics").out
    assert "错误 12 处、警告 8 处、提示 7 处" in shown and "执行率得分算错 [*]" in shown


def test_only_what_is_grave(department: Path, tmp_path: Path, run: Run) -> None:
    ran = run("audit", department, "--severity", "error", "-o", tmp_path / "a.json")
    assert "错误 12 处；" in ran.out and "警告" not in ran.out.split("共")[1]
    assert "另有 15 处较轻的没有列出" in ran.err
    kept = json.loads((tmp_path / "a.json").read_bytes())
    assert {finding["severity"] for form in kept["forms"] for finding in form["findings"]} == {"error"}
    assert run("audit", department, "--select", "T08", "--severity", "error", "--fail-on", "warning").code == 1


def test_the_report_is_opened(clean_form: Path, tmp_path: Path) -> None:
    browser = tmp_path / "browser.py"
    browser.write_text("import sys, pathlib\npathlib.Path(__file__).with_name('opened').write_text(sys.argv[1])\n")
    environment = {**os.environ, "BROWSER": f"python {browser} %s"}
    ran = shell("audit", clean_form, "--open", env=environment)
    assert ran.returncode == 0
    opened = (tmp_path / "opened").read_text()
    assert opened.startswith("file:///") and opened.endswith(".html")
    assert "已写入" in ran.stderr.decode()


SETTINGS = f"""
rulebook = "本区.toml"
accepted = "{(EXAMPLES.parent / "accepted.toml").as_posix()}"
ignore = ["T"]
department = "松泠区园林环境局"
"""
BOOK = """
id = "benqu"
title = "本区办法"
place = "本区"
years = []
departments = []
sources = ["本区"]
extends = "mof-2020"
"""


@pytest.fixture
def folder(department: Path, tmp_path: Path) -> Path:
    """Forms in a folder, the settings in the one above."""
    (tmp_path / "jiheng.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "本区.toml").write_text(BOOK, encoding="utf-8")
    below = tmp_path / "自评表"
    below.mkdir()
    for name in ("局本级-逐格文本.txt", "公园中心-公开稿.txt"):
        (below / name).write_bytes((department / name).read_bytes())
    return below


def test_a_folder_carries_its_settings(folder: Path, run: Run) -> None:
    ran = run("audit", folder, "--format", "json")
    result = json.loads(ran.out)
    assert {form["rulebook"] for form in result["forms"]} == {"benqu"}
    assert not any(code.startswith("T") for form in result["forms"] for code in form["outcomes"])
    assert [one["code"] for form in result["forms"] for one in form["accepted"]] == ["F02"]
    assert all(said in ran.err for said in ("jiheng.toml 的设定：", "办法 本区.toml", "已认可的问题 ", "不做 T"))
    given = json.loads(run("audit", folder, "--rulebook", "mof-2020", "--format", "json").out)
    assert {form["rulebook"] for form in given["forms"]} == {"mof-2020"}
    added = json.loads(run("rollup", folder, "--format", "json").out)
    assert [group["department"] for group in added["groups"]] == ["松泠区园林环境局"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("rulebook = 3", "内容不对"),
        ('rulbook = "mof-2020"', "rulbook"),
        ("rulebook", "不合 TOML 格式"),
        ('rulebook = "a"\nplace = "b"', "只能写一个"),
        ('rulebook = "没有"', "没有：没有这部办法"),
        ('ignore = ["Q1"]', "没有代码为“Q1”的检查"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(text: str, message: str, folder: Path, run: Run) -> None:
    (folder.parent / "jiheng.toml").write_text(text, encoding="utf-8")
    ran = run("audit", folder)
    assert ran.code == 2
    assert message in ran.err and "怎么办：" in ran.err


def test_files_of_two_settings_are_not_mixed(folder: Path, department: Path, tmp_path: Path, run: Run) -> None:
    (folder / "jiheng.toml").write_text('rulebook = "mof-2020"', encoding="utf-8")
    other = tmp_path / "别的.txt"
    other.write_bytes((department / "局本级-逐格文本.txt").read_bytes())
    assert "归几份设定" in run("audit", folder, other).err


def test_doubts_of_one_kind_are_told_once(tmp_path: Path, run: Run) -> None:
    from jiheng.form import Doubt, Form, Indicator

    why = "这一格在原文中断成两截，按位置拼在一起。"
    places = [f"indicators[{row}].l3" for row in range(3)]
    form = Form(project="清淤", indicators=[Indicator(l3="长度")] * 3, uncertain=[Doubt(at, why, "") for at in places])
    (tmp_path / "a.json").write_bytes(to_json([form]))
    shown = "".join(run("extract", tmp_path / "a.json").out.split())
    assert shown.count("断成两截") == 1
    assert "读不准的地方3处" in shown and "（3格）" in shown
