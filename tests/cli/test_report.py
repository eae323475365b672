"""`jiheng report`: what it writes, what it refuses and how it says so."""

from pathlib import Path

import docx
import pytest
from tests.cli.conftest import Run


def test_overall(run: Run, department: Path, tmp_path: Path) -> None:
    target = tmp_path / "报告.docx"
    ran = run("report", "overall", department, "-o", target)
    assert ran.code == 0, ran.err
    assert "已写入" in ran.err
    again = tmp_path / "新.docx"
    ran = run("report", "overall", department, "-o", again, "--update", target)
    assert ran.code == 0, ran.err
    assert "更新了" in ran.err
    assert docx.Document(str(again)).core_properties.title.endswith("部门整体绩效评价报告")


def test_blank_and_project(run: Run, department: Path, tmp_path: Path) -> None:
    paper = tmp_path / "底稿.xlsx"
    assert run("report", "--framework-blank", paper).code == 0
    ran = run(
        "report", "project", department, "--project", "园内花境", "-o", tmp_path / "报告.pdf", "--framework", paper
    )
    assert ran.code == 0, ran.err
    assert "还有 17 项没有评分" in ran.err


def test_unit(run: Run, department: Path, tmp_path: Path) -> None:
    ran = run("report", "selfeval", department, "--unit", "公园服务中心", "-o", tmp_path / "报告.docx")
    assert ran.code == 0, ran.err
    assert "涉密项目 1 个" in ran.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "没有写要哪种报告"),
        (("weekly",), "weekly"),
        (("overall",), "-o"),
        (("overall", "-o", "报告.txt"), ".docx"),
        (("overall", "-o", "报告.pdf", "--update", "旧.docx"), ".docx"),
        (("project", "-o", "报告.docx"), "--project"),
        (("selfeval", "-o", "报告.docx"), "--unit"),
        (("overall", "-o", "报告.docx", "--year", "1999"), "2024"),
        (("overall", "-o", "报告.docx", "--unit", "没有这个"), "没有这个"),
        (("overall", "-o", "报告.docx", "--update", "没有.docx"), "打不开"),
        (("overall", "-o", "报告.docx", "--template", "没有.toml"), "打不开"),
        (("overall", "-o", "报告.docx", "--framework", "没有.toml"), "打不开"),
        (("overall", "-o", "报告.docx", "--framework-blank", "底稿.pdf"), ".toml"),
    ],
)
def test_refusals(
    run: Run, department: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    kind, options = args[:1], args[1:]
    ran = run("report", *kind, *([department] if kind else []), *options)
    assert ran.code == 2
    assert said in ran.err
    assert not list(tmp_path.iterdir())


def test_no_forms(run: Run, tmp_path: Path) -> None:
    (tmp_path / "空.txt").write_text("今天没有表。", encoding="utf-8")
    ran = run("report", "overall", tmp_path / "空.txt", "-o", tmp_path / "报告.docx")
    assert ran.code == 2
    assert "一张自评表也没有读到" in ran.err
