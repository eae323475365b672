"""`jiheng rollup --accounts --approved --last-year` as people use it."""

import json
import shutil
from pathlib import Path

import pytest

from .conftest import EXAMPLES, Run

PAPERS = EXAMPLES.with_name("松泠区园林环境局的对照材料")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PAPERS, tmp_path / "对照材料"))


def test_everything_beside_the_forms(run: Run, department: Path, papers: Path, tmp_path: Path) -> None:
    accounts = papers / "2024年项目支出决算.xlsx"
    options = ["--accounts", accounts, "--approved", papers / "2024年批复绩效目标.csv"]
    options += ["--last-year", papers / "2023年自评表.txt"]
    written = [part for ending in ("xlsx", "html", "json") for part in ("-o", tmp_path / f"汇总.{ending}")]
    ran = run("rollup", department, *options, *written, "--format", "table")
    assert ran.code == 0
    said = ran.out.replace("\n", "")  # lines break where the terminal ends
    assert "与决算核对" in said and "疑似同一项目 1" in said and "D29" in said
    assert "监测设备维护" not in ran.out
    made = json.loads((tmp_path / "汇总.json").read_text("utf-8"))
    assert made["accounts"]["secret"] == 1 and made["approved"]["pairs"] and made["last_year"]["remarks"]
    page = (tmp_path / "汇总.html").read_text("utf-8")
    assert "决算核对" in page and "批复核对" in page and "上年核对" in page and "监测设备维护" not in page
    trace = made["groups"][0]["rates"]["difference"]["trace"]
    assert "决算数" in [one["name"] for one in trace["inputs"]]


def test_monitoring_beside_the_forms(run: Run, department: Path, tmp_path: Path) -> None:
    sheet = {
        "kind": "monitor", "source": "监控", "project": "环卫工人休息站运行", "unit": "局本级", "year": "2024",
        "period": "1-7月", "indicators": [{"l3": "补充药箱次数", "target": "≥60次", "forecast": "60次"}],
    }  # fmt: skip
    given = tmp_path / "监控.json"
    given.write_text(json.dumps([sheet], ensure_ascii=False), encoding="utf-8")
    ran = run("rollup", department, "--monitoring", given, "-o", tmp_path / "汇总.json", "--format", "table")
    assert "与监控核对（监控）：1 个项目，1 处不同" in ran.out.replace("\n", "")
    made = json.loads((tmp_path / "汇总.json").read_text("utf-8"))["monitoring"]
    assert [one["code"] for one in made["findings"]] == ["D39"]
    assert run("rollup", department, "--monitoring", department).code == 2


def test_the_mapping_is_remembered_and_what_is_changed_there_holds(run: Run, department: Path, papers: Path) -> None:
    accounts = papers / "2024年项目支出决算.xlsx"
    remembered = papers / "2024年项目支出决算.xlsx.列对照.toml"
    first = run("rollup", department, "--accounts", accounts, "--format", "json")
    assert "列对照已记在" in first.err and remembered.is_file()
    again = run("rollup", department, "--accounts", accounts, "--format", "json")
    assert "列对照已记在" not in again.err and again.out == first.out
    text = remembered.read_text("utf-8")
    remembered.write_text(text.replace('"字段" = "结转结余"', '"字段" = "上年结转"'), encoding="utf-8")
    changed = run("rollup", department, "--accounts", accounts, "--format", "json")
    assert changed.code == 0 and changed.out != first.out
    given = run("rollup", department, "--accounts", accounts, "--mapping", "I=结转结余", "--format", "json")
    assert json.loads(given.out)["accounts"]["lines"] == json.loads(first.out)["accounts"]["lines"]


def test_a_changed_table_is_told_anew(run: Run, department: Path, tmp_path: Path) -> None:
    accounts = tmp_path / "决算.csv"
    accounts.write_text("项目名称,决算数（万元）\n餐厨垃圾收集运输,486.4\n", encoding="utf-8")
    run("rollup", department, "--accounts", accounts, "--format", "json")
    accounts.write_text("单位,项目名称,决算数（万元）\n局,餐厨垃圾收集运输,486.4\n", encoding="utf-8")
    ran = run("rollup", department, "--accounts", accounts, "--format", "json")
    assert "重新认列" in ran.err and "same" in ran.out


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("甲,乙\n1,2\n", [], "认不出哪一列是项目名称"),
        ("项目名称,决算数\n", [], "没有一个项目的金额"),
        ("", [], "空文件"),
        ("项目名称,决算数\n甲,1\n", ["--mapping", "决算数"], "看不懂"),
        ("项目名称,决算数\n甲,1\n", ["--mapping", "没有.toml"], "打不开"),
        ("项目名称,决算数\n甲,1\n", ["--mapping", "Z=项目"], "没有“Z”这一列"),
        ("项目名称,决算数\n甲,1\n", ["--mapping", "3=决算数"], "没有“3”这一列"),
    ],
)
def test_accounts_that_cannot_be_read(
    run: Run, department: Path, tmp_path: Path, content: str, options: list[str], said: str
) -> None:
    accounts = tmp_path / "决算.csv"
    accounts.write_text(content, encoding="utf-8")
    ran = run("rollup", department, "--accounts", accounts, *options, "--format", "table")
    assert ran.code == 2 and said in ran.err


@pytest.mark.parametrize("option", ["--accounts", "--approved", "--last-year", "--monitoring"])
def test_a_paper_that_is_not_there(run: Run, department: Path, tmp_path: Path, option: str) -> None:
    ran = run("rollup", department, option, tmp_path / "没有.xlsx", "--format", "table")
    assert ran.code == 2 and "没有.xlsx" in ran.err


def test_a_mapping_without_accounts(run: Run, department: Path) -> None:
    ran = run("rollup", department, "--mapping", "B=决算数")
    assert ran.code == 2 and "--accounts" in ran.err
