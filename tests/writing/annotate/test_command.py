"""`jiheng annotate` as an officer uses it."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.writing.office_files import Figures, docx, package, page, saved, workbook

RIGHT = Figures(rate="75%", score="7.5", total="97.5")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file of each kind, one of them without a fault, one that is no form."""
    (tmp_path / "二科").mkdir()
    (tmp_path / "一.docx").write_bytes(docx())
    (tmp_path / "二科" / "二.xlsx").write_bytes(saved(workbook(Figures(project="桥梁检测", total="90"))))
    (tmp_path / "三.html").write_bytes(page(Figures(project="堤防加固")))
    (tmp_path / "四.docx").write_bytes(docx(Figures(**{**RIGHT.__dict__, "project": "水质监测"})))
    (tmp_path / "五.docx").write_bytes(b"PK broken")
    return tmp_path


def test_a_file_gets_a_copy_beside_it(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "自评表.docx"
    data = docx()
    path.write_bytes(data)
    ran = run("annotate", path, "--format", "table")
    assert ran.code == 0
    assert "批注 6 处（错误 2、警告 2、提示 2）" in ran.out and "自评表.批注.docx" in ran.out
    assert path.read_bytes() == data
    assert (tmp_path / "自评表.批注.docx").is_file()


def test_a_folder_is_done_file_by_file(run: Run, folder: Path) -> None:
    ran = run("annotate", folder, "--format", "json")
    assert ran.code == 0
    answer = json.loads(ran.out)
    made = {Path(file["file"]).name: file["output"] for file in answer["files"]}
    assert made["一.docx"] == str(folder / "一.批注.docx")
    assert made["二.xlsx"] == str(folder / "二科" / "二.批注.xlsx")
    assert made["三.html"] == str(folder / "三.批注.html")
    assert [Path(problem["file"]).name for problem in answer["problems"]] == ["五.docx"]
    assert "五.docx" in ran.err


def test_copies_are_not_taken_for_forms(run: Run, folder: Path) -> None:
    first = json.loads(run("annotate", folder, "--format", "json").out)["files"]
    again = json.loads(run("annotate", folder, "--format", "json").out)["files"]
    assert [file["remarks"] for file in first] == [file["remarks"] for file in again]
    assert (folder / "一.批注2.docx").is_file(), "an earlier copy may hold somebody's answers"
    forms = json.loads(run("extract", folder, "--format", "json").out)
    assert len(forms) == 4


def test_copies_go_into_another_folder(run: Run, folder: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in folder.rglob("*"))
    target = tmp_path.parent / f"{tmp_path.name}-退回"
    run("annotate", folder, "-o", target)
    assert (target / "二科" / "二.批注.xlsx").is_file()
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_a_named_copy(run: Run, folder: Path, tmp_path: Path) -> None:
    assert run("annotate", folder / "一.docx", "-o", tmp_path / "改.docx").code == 0
    assert (tmp_path / "改.docx").is_file()
    for target in (folder / "一.docx", tmp_path / "改.xlsx"):
        ran = run("annotate", folder / "一.docx", "-o", target)
        assert ran.code == 2 and "怎么办" in ran.err


def test_a_clean_file_gets_no_copy(run: Run, tmp_path: Path) -> None:
    (tmp_path / "好.docx").write_bytes(docx(RIGHT))
    ran = run("annotate", tmp_path / "好.docx", "--severity", "error", "--format", "table")
    assert ran.code == 0 and "未另存" in ran.out
    assert [path.name for path in tmp_path.iterdir()] == ["好.docx"]


def test_what_cannot_hold_remarks_says_what_can(run: Run, department: Path) -> None:
    ran = run("annotate", next(department.glob("*.txt")))
    assert ran.code == 2
    assert "写不进批注" in ran.err and "jiheng audit" in ran.err


def test_an_archive_is_to_be_unpacked_first(run: Run, tmp_path: Path) -> None:
    (tmp_path / "上报.zip").write_bytes(package({"一.docx": docx()}))
    ran = run("annotate", tmp_path / "上报.zip")
    assert ran.code == 2
    assert "解压" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["上报.zip"]


def test_bad_requests(run: Run, tmp_path: Path) -> None:
    assert run("annotate").code == 2
    assert run("annotate", tmp_path / "没有.docx").code == 2
    (tmp_path / "a.docx").write_bytes(docx())
    assert run("annotate", tmp_path / "a.docx", "--severity", "大").code == 2
    assert run("annotate", tmp_path / "a.docx", "--rulebook", "nowhere").code == 2
