"""`jiheng fix` as an officer uses it."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from tests.writing.office_files import Figures, docx, page, saved, workbook


def test_what_was_changed_and_what_was_left_is_listed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "自评表.docx"
    data = docx(Figures(actual=""))
    path.write_bytes(data)
    ran = run("fix", path, "--format", "table")
    assert ran.code == 0
    assert "改正 3 处" in ran.out and "100% → 75%" in ran.out
    assert "E01" in ran.out and ran.out.count("留下") > 1 and ran.out.count("要由人判断") == 1
    assert path.read_bytes() == data
    assert (tmp_path / "自评表.改正.docx").is_file()


def test_the_list_as_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(saved(workbook()))
    (tmp_path / "b.html").write_bytes(page(Figures(project="堤防加固")))
    ran = run("fix", tmp_path, "--format", "json")
    excel, web = json.loads(ran.out)["files"]
    assert excel["output"].endswith("a.改正.xlsx") and web["output"] is None
    assert web["notes"], "it is said that nothing was written"
    for file in (excel, web):
        (form,) = file["forms"]
        assert [change["after"] for change in form["changes"]] == ["75%", "7.5", "97.5"]
        assert form["changes"][0]["where"] == "项目资金·年度资金总额·执行率"


def test_fixing_the_fixed_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx())
    run("fix", tmp_path / "a.docx", "-o", tmp_path / "b.docx")
    ran = run("fix", tmp_path / "b.docx", "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["files"][0]["output"] is None


def test_the_fixed_file_passes_the_audit(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(saved(workbook(numbers=True)))
    assert run("audit", tmp_path / "a.xlsx", "--select", "A").code == 1
    run("fix", tmp_path / "a.xlsx", "-o", tmp_path / "b.xlsx")
    assert run("audit", tmp_path / "b.xlsx", "--select", "A").code == 0


def test_nothing_to_read(run: Run, tmp_path: Path) -> None:
    assert run("fix", tmp_path).code == 2
