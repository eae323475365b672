"""Questions: ready ones, one's own, and those that are refused."""

import json
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiheng.batch.analysis import ANALYSES
from jiheng.batch.library import library
from jiheng.batch.query import ask, asked, join_departments
from jiheng.checks.names import indicator_key
from jiheng.places import load
from jiheng.trouble import Trouble

from .made import form, write
from .test_batch import batch

pytest.importorskip("polars")
pytest.importorskip("duckdb")


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("batch")
    batch(write(folder / "a.jsonl", [form(number) for number in range(1, 31)]), folder / "out", size=20)
    with asked(folder / "out") as opened:
        assert join_departments(opened) == 0
        yield opened


def answer(connection: Any, name: str, *values: str) -> list[dict[str, Any]]:
    found = ask(connection, ANALYSES[name].sql, values)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_every_ready_analysis_has_an_answer(connection: Any) -> None:
    for one in ANALYSES.values():
        assert list(ask(connection, one.sql, ["时间"] if one.named else ()).rows), one.name


def test_faults_are_counted_by_kind_year_and_place(connection: Any) -> None:
    found = [one for one in answer(connection, "faults") if one["代码"] == "A08"]
    assert [(one["年度"], one["所在地"], one["表数"]) for one in found] == [
        (year, "松泠区", 2) for year in (2020, 2021, 2022)
    ]
    assert {one["占当地当年表数（%）"] for one in found} == {Decimal(20)}


def test_departments_are_added_up_exactly(connection: Any) -> None:
    found = answer(connection, "departments")
    assert sum(one["张数"] for one in found) == 30
    assert sum(one["全年预算数（万元）"] for one in found) == 30 * 50
    assert {one["执行率（%）"] for one in found} == {Decimal(100)}
    assert {one["复算总分按预算加权"] for one in found} == {Decimal(100)}


def test_a_department_written_in_several_ways_is_one(tmp_path: Path) -> None:
    names = (
        "丰台区科学技术和信息化局",
        "丰台区科信局",
        "北京市丰台区科学技术和信息化局",
        "042北京市丰台区科学技术和信息化局",
    )
    forms = [form(3 * number, department=name, total_score="104.5") for number, name in enumerate(names, 1)]
    batch(write(tmp_path / "a.jsonl", forms), tmp_path / "out", size=20)
    with asked(tmp_path / "out") as opened:
        assert join_departments(opened) >= 2
        (row,) = answer(opened, "departments")
    assert (row["主管部门"], row["张数"]) == ("北京市丰台区科学技术和信息化局", 4)
    assert row["总分不在0至100的表"] == 4


def test_a_form_of_the_whole_department_is_not_added_to_those_of_its_projects(tmp_path: Path) -> None:
    whole = {"kind": "whole", "project": None, "total_score": "80"}
    forms = [form(3), form(9), form(15, **whole), form(4, **whole)]
    batch(write(tmp_path / "a.jsonl", forms), tmp_path / "out", size=20)
    with asked(tmp_path / "out") as opened:
        assert join_departments(opened) == 0
        found = {one["主管部门"]: one for one in answer(opened, "departments")}
    added, alone = found["松泠区教育局"], found["松泠区水务局"]
    assert (added["张数"], added["全年预算数（万元）"], added["填报总分平均"], added["部门整体表"]) == (2, 100, 100, 1)
    assert (alone["张数"], alone["全年预算数（万元）"], alone["填报总分平均"], alone["部门整体表"]) == (1, 50, 80, 1)


def test_targets_of_others_for_an_indicator(connection: Any) -> None:
    found = answer(connection, "targets", "故障响应时间")
    assert {(one["目标值"], one["单位"], one["项数"]) for one in found} == {
        (Decimal(figure), "分钟", 10) for figure in (10, 20, 30)
    }


@pytest.mark.parametrize(("a", "b", "quotient"), [("2", "3", "0.6667"), ("1", "0", None), ("0.00005", "1", "0.0001")])
def test_quotients_are_exact_and_rounded_half_up(connection: Any, a: str, b: str, quotient: str | None) -> None:
    ((found,),) = ask(connection, f"SELECT quotient({a}, {b})").rows
    assert found == (None if quotient is None else Decimal(quotient))


@pytest.mark.parametrize(
    "sql",
    [
        "COPY forms TO 'x.csv'",
        "CREATE TABLE t AS SELECT 1",
        "SELECT 1; SELECT 2",
        "ATTACH 'x.db'",
        "SET memory_limit = '9GB'",
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELEKT 1",
        "SELECT nothing FROM forms",
        "SELECT * FROM nothing",
        "SELECT 'a'::INTEGER",
        "",
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(connection: Any, sql: str) -> None:
    with pytest.raises(Trouble) as refused:
        list(ask(connection, sql).rows)
    assert refused.value.advice


def test_a_folder_without_a_batch_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="没有做完"), asked(tmp_path):
        pass


def test_an_answer_comes_without_a_word_of_the_database(tmp_path: Path) -> None:
    batch(write(tmp_path / "a.jsonl", [form(1)]), tmp_path / "out")
    question = "SELECT count(*) AS 张数 FROM forms"
    command = [sys.executable, "-m", "jiheng", "query", str(tmp_path / "out"), question, "--format", "json"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [{"张数": 1}] and not ran.stderr


def test_the_library_knows_usual_units_directions_and_ranges(tmp_path: Path) -> None:
    forms = [form(number) for number in range(1, 13)]
    forms[0].indicators[0].l3 = "指标1：故障响应时间（分钟）"
    forms[1].indicators[0].l3 = "从没见过的指标"
    batch(write(tmp_path / "a.jsonl", forms), tmp_path / "out")
    with asked(tmp_path / "out") as opened:
        found = {one.name: one for one in library(opened, load("jiheng-defaults"), least=2)}
    assert set(found) == {"故障响应时间", "设施完好率", "群众满意度"}
    usual = found["故障响应时间"]
    assert (usual.count, usual.departments, usual.l2, usual.direction, usual.unit) == (
        *(11, 2, "时效指标"),
        *("reverse", "分钟"),
    )
    assert usual.range is not None and (usual.range.least, usual.range.greatest) == (10, 30)
    assert isinstance(usual.range.middle, Decimal)
    assert usual.also == ("指标1：故障响应时间（分钟）",)
    assert usual.examples[0] in {"≤10分钟", "≤20分钟", "≤30分钟"}


@pytest.mark.full
@pytest.mark.parametrize(("likeness", "apart"), [("90", False), ("100", True)])
def test_the_rulebook_says_how_alike_names_of_one_indicator_are(tmp_path: Path, likeness: str, apart: bool) -> None:
    own = tmp_path / "本地.toml"
    own.write_text(
        'id = "own"\ntitle = "本地办法"\nplace = "某市"\nyears = [2024]\nsources = ["本地办法"]\n'
        f'extends = "jiheng-defaults"\n[library.likeness]\nvalue = {likeness}\ntext = "名称多近算同一项"\n'
        'source = "本地办法"\ncertainty = "chosen"\n',
        encoding="utf-8",
    )
    forms = [form(number) for number in range(1, 13)]
    for number in (0, 1, 4):
        forms[number].indicators[0].l3 = "信息系统故障响应时间长度"
    forms[2].indicators[0].l3 = forms[3].indicators[0].l3 = "信息系统故障响应时问长度"
    batch(write(tmp_path / "a.jsonl", forms), tmp_path / "out")
    with asked(tmp_path / "out") as opened:
        found = {one.name for one in library(opened, load(own), least=2)}
    assert ("信息系统故障响应时问长度" in found) is apart


def test_names_are_compared_without_numbering_and_brackets() -> None:
    assert indicator_key("指标2：验收合格率（%）") == indicator_key("验收合格率") == "验收合格率"
    assert indicator_key("（一）") == "一"
