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


@pytest.mark.full
@pytest.mark.parametrize("only", [(), ("--unit", "公园服务中心")])
def test_rates_from_the_accounts(run: Run, department: Path, tmp_path: Path, only: tuple[str, ...]) -> None:
    accounts = department.parent / f"{department.name}的对照材料" / "2024年项目支出决算.xlsx"
    copied = tmp_path / accounts.name  # the mapping is remembered beside it
    copied.write_bytes(accounts.read_bytes())
    before, after = tmp_path / "无决算.docx", tmp_path / "有决算.docx"
    assert run("report", "overall", department, *only, "-o", before).code == 0
    ran = run("report", "overall", department, *only, "-o", after, "--accounts", copied)
    assert ran.code == 0, ran.err
    assert "决算" in ran.err and "对上了" in ran.err
    without, filled = (words(path) for path in (before, after))
    assumed = ("没有给出年末结转结余数", "没有给出决算")
    assert all(said in without for said in assumed) and not any(said in filled for said in assumed)
    assert "结转结余率为" in filled
    assert ("2 个项目缺少金额，未计入" in filled) == (not only)


def test_mapping_without_accounts(run: Run, department: Path, tmp_path: Path) -> None:
    ran = run("report", "overall", department, "-o", tmp_path / "报告.docx", "--mapping", "F=决算数")
    assert ran.code == 2 and "--accounts" in ran.err


def words(path: Path) -> str:
    """Everything that a document says."""
    return "".join(node.text or "" for node in docx.Document(str(path)).element.body.iter("{*}t"))


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
