"""What a command reads it never writes over, by whatever way the file was named."""

import json
import shutil
from pathlib import Path

import pytest

from .conftest import EXAMPLES, Ran, Run

FORM = (EXAMPLES / "公园中心-公开稿.txt").read_bytes()
"""Forms as text: that is what is read, whatever the name of the file ends with."""
WRITING = {
    "extract": ["extract", "{folder}", "-o", "{folder}/表.xlsx"],
    "extract .csv": ["extract", "{folder}", "-o", "{folder}/表.csv"],
    "audit": ["audit", "{folder}", "-o", "{folder}/表.xlsx"],
    "audit of a file": ["audit", "{folder}/表.html", "-o", "{folder}/表.html"],
    "audit of a link": ["audit", "{link}", "-o", "{folder}/表.json"],
    "opinion": ["opinion", "{folder}", "-o", "{folder}/表.docx"],
    "rollup": ["rollup", "{folder}", "-o", "{folder}/表.xlsx"],
    "rollup .html": ["rollup", "{folder}", "-o", "{folder}/表.html"],
    "report": ["report", "overall", "{folder}", "-o", "{folder}/表.docx"],
    "advise": ["advise", "{folder}", "-o", "{folder}/表.xlsx"],
    "fill": ["fill", "{folder}", "-o", "{folder}/表.docx"],
}


@pytest.mark.full
@pytest.mark.parametrize("name", WRITING)
def test_what_is_read_is_not_written_over(name: str, tmp_path: Path, run: Run) -> None:
    folder, link = tmp_path / "自评 表", tmp_path / "另一个名字"
    folder.mkdir()
    arguments = [one.format(folder=folder, link=link) for one in WRITING[name]]
    target = Path(arguments[-1])
    target.write_bytes(FORM)
    link.symlink_to(target)
    ran = run(*arguments)
    assert target.read_bytes() == FORM
    assert ran.code == 2
    assert "不能写到原文件上" in ran.err
    assert [one.name for one in folder.iterdir()] == [target.name]


def test_accounts_are_not_written_over(tmp_path: Path, run: Run) -> None:
    accounts = tmp_path / "决算.xlsx"
    shutil.copy(EXAMPLES.parent / "松泠区园林环境局的对照材料" / "2024年项目支出决算.xlsx", accounts)
    before = accounts.read_bytes()
    assert run("rollup", EXAMPLES, "--accounts", accounts, "-o", accounts).code == 2
    assert accounts.read_bytes() == before


def test_reports_beside_the_forms_are_written_again_and_are_no_forms(tmp_path: Path, run: Run) -> None:
    (tmp_path / "表.txt").write_bytes(FORM)
    audited = ["审核报告.xlsx", "审核报告.html", "审核结果.json", "数据.xlsx"]
    targets = [part for name in audited[:3] for part in ("-o", tmp_path / name)]
    summed = [part for name in ("汇总.xlsx", "汇总.html", "汇总.json") for part in ("-o", tmp_path / name)]
    for _ in range(2):
        assert run("audit", tmp_path, *targets).code == 1
        assert run("rollup", tmp_path, *summed).code == 0
        assert run("extract", tmp_path, "-o", tmp_path / "数据.xlsx").code == 0
    ran = run("extract", tmp_path, "--format", "json")
    assert {form["source"].partition("#")[0] for form in json.loads(ran.out)} == {"表.txt"}
    assert ran.err.count("是绩衡写出的报告") == 7


@pytest.mark.parametrize("name", ["extract", "audit", "opinion", "annotate", "fix", "rollup", "goals", "monitor"])
def test_a_folder_without_documents_is_told_and_so_is_one_of_copies(name: str, tmp_path: Path, run: Run) -> None:
    empty = run(name, tmp_path)
    assert empty.code == 2 and "文件夹里没有文件" in _said(empty)
    (tmp_path / "改正").mkdir()
    (tmp_path / "改正" / "表.改正.txt").write_bytes(FORM)
    copies = run(name, tmp_path)
    assert copies.code == 2 and "只有批注、改正的副本，没有读。要审核改正后的表，请直接写出文件名。" in _said(copies)


def _said(ran: Ran) -> str:
    return (ran.out + ran.err).replace("\n", "")


def test_a_form_in_the_layout_of_this_program_is_no_report(tmp_path: Path, run: Run) -> None:
    (tmp_path / "表.txt").write_bytes(FORM)
    for ending in ("xlsx", "html", "docx"):
        assert run("fill", tmp_path / "表.txt", "-o", tmp_path / f"统一.{ending}").code == 0
        assert len(json.loads(run("extract", tmp_path / f"统一.{ending}", "--format", "json").out)) == 3
