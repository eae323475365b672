"""What a careless or hostile file does: a message for that file, the others done, the right exit code."""

import json
from pathlib import Path

import pytest

from .conftest import Run

BAD = {
    "空文件": b"",
    "空白": b" \r\n\t\n" * 50,
    "二进制": bytes(range(256)) * 400,
    "别的文字": "关于召开年度工作会议的通知\n各科室：\n请准时参加。\n".encode(),
    "别的表": "序号\t姓名\t应发\t实发\n1\t甲\t100\t90\n2\t乙\t100\t95\n".encode(),
    "坏的记录": b'[{"source": 1}]',
    "断的记录": b'[{"source": "a", "funds": [',
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("command", ["extract", "audit"])
def test_a_file_without_forms_is_named_with_what_to_do(command: str, content: bytes, tmp_path: Path, run: Run) -> None:
    path = tmp_path / "坏文件.txt"
    path.write_bytes(content)
    ran = run(command, path, "--format", "table")
    assert ran.code == 2
    said = ran.out + ran.err
    assert "坏文件.txt" in said
    assert "Traceback" not in said
    assert any(word in said for word in ("请", "核对", "重新"))


def test_a_missing_file_is_named(tmp_path: Path, run: Run) -> None:
    ran = run("audit", tmp_path / "没有这个.txt", "--format", "table")
    assert ran.code == 2
    assert "没有这个.txt" in ran.out
    assert "不存在" in ran.out


@pytest.mark.parametrize("command", ["audit", "extract", "claims"])
def test_a_name_that_no_file_can_have_is_said(command: str, run: Run) -> None:
    ran = run(command, "长" * 300)
    assert ran.code == 2
    assert "名称太长：" in ran.err and "缺陷" not in ran.err


@pytest.mark.full
@pytest.mark.parametrize("command", ["extract", "audit", "rollup", "opinion", "explain", "fill", "advise"])
def test_what_was_not_read_is_said_alike_everywhere(command: str, tmp_path: Path, run: Run, department: Path) -> None:
    bad = tmp_path / f"{'坏' * 60}.docx"
    bad.write_bytes(b"PK\x03\x04")
    wanted = {"fill": ["-o", tmp_path / "表.docx"], "explain": ["--form", "2"]}.get(command, [])
    ran = run(command, department, bad, *wanted, *([] if command in ("fill", "opinion") else ["--format", "table"]))
    lines = (ran.out + ran.err).splitlines()
    assert any(line.strip().startswith(f"未读成  {'坏' * 9}") for line in lines)
    assert not [line for line in lines if line.strip().startswith(("。", "，", "；"))]


def test_a_batch_says_where_to_see_what_was_not_read(tmp_path: Path, run: Run, department: Path) -> None:
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04")
    ran = run("batch", department, bad, "-o", tmp_path / "数据")
    sql = "SELECT * FROM problems"
    assert "1 个文件或记录没有读成" in ran.out and f'"{sql}"' in ran.out
    assert "坏.docx" in run("query", tmp_path / "数据", sql, "--format", "table").out


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("annotate 没有.docx", "不存在"),
        ("fix 没有.docx", "不存在"),
        ("claims 没有.docx 例.txt", "没有.docx 这个文件"),
        ("claims . 例.txt", "是文件夹，不是报告"),
        ("audit 例.txt --accepted 没有.toml", "不存在"),
        ("audit 例.txt --accepted 没有.xlsx", "不存在"),
        ("audit 例.txt --library 没有.json", "不存在"),
        ("batch --list 没有.txt -o 出", "不存在"),
    ],
)
def test_what_the_system_refuses_is_said_in_chinese(
    line: str, why: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("例.txt").write_text("项目支出绩效自评表\n项目名称\t例\n", encoding="utf-8")
    ran = run(*line.split())
    said = ran.out + ran.err
    assert ran.code == 2
    assert why in said
    assert not any(word in said for word in ("No such", "directory", "Errno", "Traceback"))


@pytest.mark.full
@pytest.mark.parametrize(
    "line",
    [("report", "overall", ".", "-o", "出.docx"), ("opinion", ".", "-o", "出.docx"), ("publish", ".", "-o", "出")],
    ids="-".join,
)
def test_message_and_advice_of_a_file_are_two_sentences(
    line: tuple[str, ...], clean_form: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(clean_form.parent)
    Path("通知.txt").write_text("关于召开年度工作会议的通知\n", encoding="utf-8")
    assert "通知.txt：没有找到项目支出绩效自评表。请" in run(*line).err


def test_a_broken_archive_is_said_in_chinese(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "坏.zip"
    path.write_bytes(b"PK\x03\x04" + bytes(200))
    ran = run("extract", path)
    assert ran.code == 2
    assert "坏.zip" in ran.out + ran.err and "not a zip" not in ran.out + ran.err


def test_an_empty_folder_is_named(tmp_path: Path, run: Run) -> None:
    ran = run("audit", tmp_path, "--format", "table")
    assert ran.code == 2
    assert "没有文件" in ran.out


def test_the_others_are_done(clean_form: Path, run: Run) -> None:
    for name, content in BAD.items():
        (clean_form.parent / f"{name}.txt").write_bytes(content)
    ran = run("audit", clean_form.parent, "--format", "json")
    result = json.loads(ran.out)
    assert ran.code == 0
    assert [form["project"] for form in result["forms"]] == ["主次干道清扫保洁服务"]
    assert {problem["file"] for problem in result["problems"]} == {f"{name}.txt" for name in BAD}
    assert all(problem["message"] and problem["advice"] for problem in result["problems"])


def test_a_cut_form_says_what_is_missing(clean_form: Path, run: Run) -> None:
    text = clean_form.read_text(encoding="utf-8")
    clean_form.write_text(text[: text.index("绩效指标\t")], encoding="utf-8")
    ran = run("extract", clean_form, "--format", "json")
    assert json.loads(ran.out)[0]["project"] == "主次干道清扫保洁服务"
    assert "只读到一部分" in ran.err


@pytest.mark.full
@pytest.mark.parametrize("figure", ["1e9999", "-1e9999", "NaN", "∞", "-0", "9" * 5000, "１２３", "0x1F", "1_000"])
def test_no_figure_breaks_the_audit(figure: str, clean_form: Path, run: Run) -> None:
    text = clean_form.read_text(encoding="utf-8")
    for cell in ("843.88", "9712台次", "\t10\t", "99.9"):
        clean_form.write_text(text.replace(cell, cell.replace(cell.strip("\t台次"), figure)), encoding="utf-8")
        ran = run("audit", clean_form, "--format", "json")
        assert ran.code in (0, 1)
        outcomes = json.loads(ran.out)["forms"][0]["outcomes"]
        assert {code: one for code, one in outcomes.items() if one["state"] == "defect"} == {}


def test_control_characters_never_reach_the_screen(clean_form: Path, run: Run) -> None:
    text = clean_form.read_text(encoding="utf-8")
    clean_form.write_text(text.replace("主次干道", "主\x1b[31m次\x07干\u202e道").replace("9.9", "10"), encoding="utf-8")
    for command in ("audit", "extract", "explain"):
        ran = run(command, clean_form, "--format", "table")
        assert not set(ran.out) & set("\x1b\x07\u202e")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_every_usual_encoding_is_read(encoding: str, clean_form: Path, run: Run) -> None:
    clean_form.write_text(clean_form.read_text(encoding="utf-8"), encoding=encoding)
    ran = run("extract", clean_form, "--format", "json")
    assert json.loads(ran.out)[0]["project"] == "主次干道清扫保洁服务"


def test_a_file_of_another_encoding_ends_in_a_message(clean_form: Path, run: Run) -> None:
    clean_form.write_bytes(clean_form.read_text(encoding="utf-8").encode("utf-8")[1:].replace(b"\n", b"\xff\n"))
    ran = run("audit", clean_form, "--format", "table")
    assert "Traceback" not in ran.err
    assert "一张表.txt" in ran.out


@pytest.mark.parametrize("command", ["annotate", "fix"])
def test_copies_of_several_files_do_not_go_into_one(command: str, clean_form: Path, tmp_path: Path, run: Run) -> None:
    ran = run(command, clean_form, clean_form, "-o", tmp_path / "合.docx")
    assert ran.code == 2
    assert "几个文件的副本不能都写进“合.docx”" in ran.err
    assert not (tmp_path / "合.docx").exists()
    assert run(command, clean_form.parent, "-o", tmp_path / "合.docx").code == 2
