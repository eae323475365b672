"""`jiheng publish` from the command line."""

import json
from pathlib import Path

import pytest

from .conftest import Run


def test_the_example_department_is_published(tmp_path: Path, department: Path, run: Run) -> None:
    ran = run("publish", department, "-o", tmp_path / "site", "--preview", tmp_path / "清单.json")
    assert ran.code == 0
    assert "1 组，14 个项目" in ran.err and "涉密项目 1 个" in ran.err
    assert (tmp_path / "site" / "index.html").is_file()
    listed = json.loads((tmp_path / "清单.json").read_bytes())
    assert listed and all(one["original"] != one["masked"] for one in listed)


def test_strict_refuses_while_an_error_is_open(tmp_path: Path, department: Path, run: Run) -> None:
    ran = run("publish", department, "-o", tmp_path / "site", "--strict")
    assert ran.code == 1
    assert "A01" in ran.err and "餐厨垃圾收集运输" in ran.err
    assert not (tmp_path / "site").exists()


def test_strict_passes_a_form_without_errors(tmp_path: Path, clean_form: Path, run: Run) -> None:
    assert run("publish", clean_form, "-o", tmp_path / "site", "--strict").code == 0


def test_strict_refuses_while_a_file_was_not_read(tmp_path: Path, clean_form: Path, run: Run) -> None:
    (tmp_path / "坏.docx").write_bytes(b"PK\x03\x04")
    ran = run("publish", clean_form, tmp_path / "坏.docx", "-o", tmp_path / "site", "--strict")
    assert ran.code == 1 and "坏.docx" in ran.err


@pytest.mark.full
@pytest.mark.parametrize("ending", [".xlsx", ".json", ".md"])
def test_the_preview_alone(ending: str, tmp_path: Path, department: Path, run: Run) -> None:
    path = tmp_path / f"清单{ending}"
    assert run("publish", department, "--preview", path).code == 0
    assert path.stat().st_size > 0 and list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_done_is_said_before_reading(tmp_path: Path, department: Path, run: Run) -> None:
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "甲.docx").write_bytes(b"1")
    site = tmp_path / "site"
    for args, said in (
        ((), "没有写网站放在哪里"),
        (("-o", tmp_path / "别的"), "别的文件"),
        (("-o", site, "--preview", site / "清单.md"), "不能放在网站"),
        (("-o", site, "--preview", tmp_path / "清单.pdf"), "不会写"),
        (("-o", site, "--year", "去年"), "四位数"),
        (("-o", tmp_path / "没有" / "site"), "不存在"),
    ):
        ran = run("publish", department, *args)
        assert ran.code == 2 and said in ran.err, (args, ran.err)
    assert not site.exists()


def test_nothing_to_publish_is_said(tmp_path: Path, department: Path, run: Run) -> None:
    ran = run("publish", department, "-o", tmp_path / "site", "--year", "1999")
    assert ran.code == 2 and "1999" in ran.err
    assert not (tmp_path / "site").exists()


def test_two_departments_in_one_folder(tmp_path: Path, clean_form: Path, run: Run) -> None:
    other = clean_form.read_text(encoding="utf-8").replace("松泠区园林环境局", "松泠区水务局")
    folder = tmp_path / "表"
    folder.mkdir()
    clean_form.rename(folder / "甲.txt")
    (folder / "乙.txt").write_text(other, encoding="utf-8")
    ran = run("publish", folder, "-o", tmp_path / "site")
    assert ran.code == 2 and not (tmp_path / "site").exists()
    assert all(said in ran.err for said in ("--department", "松泠区园林环境局”1 个", "松泠区水务局”1 个"))
    ran = run("publish", folder, "-o", tmp_path / "site", "--department", "税务局")
    assert ran.code == 2 and "松泠区水务局" in ran.err
    ran = run("publish", folder, "-o", tmp_path / "site", "--department", "水务局")
    assert ran.code == 0, ran.err
    assert "没有公开的：“澜州市松泠区园林环境局”1 个项目" in ran.err
    pages = "".join(page.read_text(encoding="utf-8") for page in (tmp_path / "site").rglob("*.html"))
    assert "松泠区水务局" in pages and "松泠区园林环境局" not in pages


def test_the_errors_that_differ_from_the_audit_are_explained(department: Path, tmp_path: Path, run: Run) -> None:
    ran = run("publish", department, "-o", tmp_path / "site")
    assert "这里计入 14 张表，错误 11 处；jiheng audit 审核全部 16 张，错误 12 处" in ran.err
    written = run("report", "overall", department, "-o", tmp_path / "报告.docx")
    assert "错误 10 处；jiheng audit 审核全部 16 张，错误 12 处：没有计入的 2 张表" in written.err
