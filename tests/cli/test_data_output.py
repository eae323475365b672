"""Tables of data from the command line."""

import csv
import json
import sys
import zipfile
from pathlib import Path

import pytest
from rich.cells import cell_len

from jiheng.cli.cell_width import cell_width

from .conftest import Run


def test_extract_writes_the_tables(department: Path, tmp_path: Path, run: Run) -> None:
    for name in ("数据.csv", "数据.parquet", "数据.xlsx", "数据.zip", "数据/"):
        ran = run("extract", department, "-o", f"{tmp_path}/{name}")
        assert ran.code == 0
        assert f"读到 16 张表，已写入 {tmp_path}/{name}" in ran.err
    with (tmp_path / "数据.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len({row["表编号"] for row in rows}) == 16
    assert {row["主管部门"] for row in rows if row["主管部门"]} == {"澜州市松泠区园林环境局"}
    about = json.loads((tmp_path / "数据" / "datapackage.json").read_text(encoding="utf-8"))
    assert [one["path"] for one in about["resources"]][:2] == ["forms.csv", "funds.csv"]


def test_audit_writes_findings_and_the_package(department: Path, tmp_path: Path, run: Run) -> None:
    targets = [f"{tmp_path}/{name}" for name in ("问题.csv", "问题.parquet", "数据.zip", "数据.jsonl/", "报告.json")]
    ran = run("audit", department, *(part for target in targets for part in ("-o", target)))
    assert ran.code == 1
    report = json.loads((tmp_path / "报告.json").read_bytes())
    findings = [one for form in report["forms"] for one in form["findings"]] + report["batch"]
    with (tmp_path / "问题.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["代码"], row["位置"]) for row in rows] == [(one["code"], one["place"]) for one in findings]
    with zipfile.ZipFile(tmp_path / "数据.zip") as archive:
        lines = archive.read("findings.csv").decode("utf-8-sig").splitlines()
    assert lines[0].startswith("finding_id,form_id,code")
    again = [json.loads(line) for line in (tmp_path / "数据.jsonl" / "findings.jsonl").read_text("utf-8").splitlines()]
    assert [one["message"] for one in again] == [one["message"] for one in findings]


def test_the_key_of_a_form_is_the_same_in_both(department: Path, tmp_path: Path, run: Run) -> None:
    run("extract", department, "-o", tmp_path / "数据.jsonl.zip")
    run("extract", department, "-o", tmp_path / "记录.json")
    run("audit", tmp_path / "记录.json", "-o", tmp_path / "审核.jsonl.zip")

    def ids(name: str) -> list[str]:
        with zipfile.ZipFile(tmp_path / name) as archive:
            return [json.loads(line)["form_id"] for line in archive.read("forms.jsonl").splitlines()]

    assert ids("数据.jsonl.zip") == ids("审核.jsonl.zip")


@pytest.mark.parametrize("command", ["extract", "audit"])
def test_without_polars_the_others_still_work(
    command: str, clean_form: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    ran = run(command, clean_form, "-o", tmp_path / "数据.parquet")
    assert ran.code == 2
    assert f'{sys.executable} -m pip install "jiheng[data]"' in ran.err
    assert run(command, clean_form, "-o", tmp_path / "数据.zip").code == 0


@pytest.mark.parametrize("command", ["extract", "audit"])
def test_what_cannot_be_written_is_named(command: str, clean_form: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "占用").write_text("", encoding="utf-8")
    for target in (f"{tmp_path}/占用/", f"{tmp_path}/没有/数据.zip", f"{tmp_path}/数据"):
        ran = run(command, clean_form, "-o", target)
        assert ran.code == 2
        assert "怎么办：" in ran.err


@pytest.mark.full
@pytest.mark.parametrize("width", [40, 80, 121, 130, 200])
def test_an_answer_shows_every_column_whole(
    width: int, department: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("batch", department, "-o", tmp_path / "批", "--jobs", "1")
    monkeypatch.setenv("COLUMNS", str(width))
    answer = run("query", tmp_path / "批", "--analysis", "departments")
    assert answer.code == 0
    shown = answer.out.replace("\n", " ")
    assert all(
        figure in shown.split() or f"：{figure} " in shown for figure in ("2,792.4", "2,721.01", "97.44", "99.03")
    )
    named = "".join(char for char in answer.out if "一" <= char <= "鿿")
    assert all(set(name) <= set(named) for name in ("主管部门", "有错误的表", "澜州市松泠区园林环境局"))
    if width < 125:
        assert "有错误的表：5" in answer.out
    else:
        assert max(map(cell_len, answer.out.splitlines())) <= width
        figures = [[word for word in line.split() if word.isdigit()] for line in answer.out.splitlines()]
        assert ["5", "0"] in [row[-2:] for row in figures]


def test_a_text_takes_as_many_columns_as_a_screen_gives_it() -> None:
    """rich, which lays out the tables on a terminal, is the control."""
    for text in ("年初预算数（万元）≥95%", "“一网通办”——第Ⅱ期…①㎡‰☑✔", "e\u0301cole\u200b\t", "ﾊﾝｶｸ Ｆｕｌｌ 😀"):
        assert cell_width(text) == cell_len(text)
