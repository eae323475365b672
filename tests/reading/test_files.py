"""Files and folders: encodings, order, bad files beside good ones."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from jiheng.form import Form, Problem, to_json
from jiheng.reading import read_bytes, read_path, read_paths, read_text
from jiheng.reading.files.decode import MAX_LINE
from jiheng.reading.formats.text import tables

from .test_layouts import HEAD, ROWS, TOTAL, TREE

TEXT = HEAD + TREE + ROWS + TOTAL
NOT_TEXT = bytes(range(256)) * 200


def split(found: list[Form | Problem]) -> tuple[list[Form], list[Problem]]:
    assert found == sorted(found, key=lambda item: isinstance(item, Problem)), "forms come first, then problems"
    return [x for x in found if isinstance(x, Form)], [x for x in found if isinstance(x, Problem)]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gb18030", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
    ids=["utf-8", "utf-8-bom", "gb18030", "utf-16-le-bom", "utf-16-be-bom", "utf-16-le", "utf-16-be"],
)
def test_encodings_are_known_by_content(tmp_path: Path, encoding: str, bom: bytes, ends: str) -> None:
    path = tmp_path / "表.txt"
    path.write_bytes(bom + TEXT.replace("\n", ends).encode(encoding))
    [expected], _ = split(list(read_text(TEXT, "表.txt")))
    assert list(read_path(path)) == [expected]
    assert list(read_bytes(path.read_bytes(), "表.txt")) == [expected]


def test_encoding_is_known_behind_much_ascii() -> None:
    for encoding in ("utf-8", "gb18030"):
        for lines in (5_000, 7_000):  # within the part that tells the encoding, and beyond it
            [form] = read_bytes((b"-" * 39 + b"\n") * lines + TEXT.encode(encoding), "表.txt")
            assert isinstance(form, Form) and form.project == "路灯改造"


def test_broken_bytes_are_told_with_their_line() -> None:
    data = TEXT.encode().replace("照明".encode(), b"\xff\xfe\xe7\x85", 1)
    [form], [problem] = split(list(read_bytes(data, "表.txt")))
    assert form.indicators[0].l3 == "改造路灯"
    assert "utf-8" in problem.message and "第 9 行" in problem.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空文件"),
        (b" \n\t\n", "空文件"),
        (NOT_TEXT, "试过 UTF-8、GB18030（GBK）、UTF-16"),
        (b"\x89PNG\r\n\x1a\n" + NOT_TEXT, "图片"),
        (b"Rar!\x1a\x07\x00" + NOT_TEXT, "压缩包"),
        (b"PK\x03\x04" + NOT_TEXT, "损坏"),
        (b"%PDF-1.7\n" + NOT_TEXT, ""),
        (b'[{"project": 3}]', "第 1 项的 project 应为文字或空值，却是整数"),
        (b'[{"project": "', "JSON"),
        (b"[]", "一条记录"),
    ],
    ids=["empty", "blank", "junk", "picture", "rar", "zip", "pdf", "type", "cut", "none"],
)
def test_bad_data_is_a_problem_with_advice(data: bytes, words: str) -> None:
    [problem] = read_bytes(data, "坏.bin")
    assert isinstance(problem, Problem) and problem.file == "坏.bin"
    assert words in problem.message and problem.advice


def test_missing_file(tmp_path: Path) -> None:
    [problem] = read_paths([tmp_path / "没有.txt"])
    assert isinstance(problem, Problem) and problem.message == "文件不存在" and "没有.txt" in problem.advice


def test_folder_in_natural_order_with_bad_files_between(tmp_path: Path) -> None:
    for name in ("表10.txt", "表2.txt", "子/表1.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT.replace("路灯", name), encoding="utf-8")
    (tmp_path / "表3.txt").write_bytes(NOT_TEXT)
    for name in (".隐藏.txt", "~$表2.docx", "accepted.toml"):
        (tmp_path / name).write_text("不读", encoding="utf-8")
    found = list(read_paths([tmp_path]))
    assert [x.source if isinstance(x, Form) else x.file for x in found] == [
        "子/表1.txt#1",
        "表2.txt#1",
        "表3.txt",
        "表10.txt#1",
    ]


def test_empty_folder(tmp_path: Path) -> None:
    [problem] = read_paths([tmp_path])
    assert isinstance(problem, Problem) and "没有文件" in problem.message


def test_records_are_read_back(tmp_path: Path) -> None:
    forms, _ = split(list(read_text(TEXT * 2, "表.txt")))
    path = tmp_path / "records.json"
    path.write_bytes(to_json(forms))
    assert list(read_path(path)) == forms
    assert list(read_bytes(path.read_bytes(), "-")) == forms
    path.write_text(json.dumps({"project": "甲"}), encoding="utf-8")
    [form] = read_path(path)
    assert isinstance(form, Form) and form.source == "records.json#1"


def test_data_of_another_system_is_no_empty_record() -> None:
    (problem,) = read_bytes(json.dumps({"code": 200, "data": [{"projectName": "甲"}]}).encode(), "甲.json")
    assert isinstance(problem, Problem) and "没有自评表的记录" in problem.message


def test_archive_of_texts() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("甲/表.txt", TEXT)
        archive.writestr("坏.txt", NOT_TEXT)
    found = list(read_bytes(packed.getvalue(), "包.zip"))
    assert [x.source if isinstance(x, Form) else x.file for x in found] == ["包.zip/甲/表.txt#1", "包.zip/坏.txt"]


def test_comma_separated() -> None:
    rows = [",".join(f'"{cell}"' for cell in line.split("\t")) for line in TEXT.splitlines()]
    [form] = read_bytes("\r\n".join(rows).encode("gb18030"), "表.csv")
    assert isinstance(form, Form) and form.indicators[1].l3 == "照明改善" and form.total_score == "98"


def test_line_without_end() -> None:
    [form], [problem] = split(list(read_bytes((TEXT + "甲" * (MAX_LINE * 3) + "\n").encode(), "表.txt")))
    assert form.total_score == "98" and "过长" in problem.message and "第 11 行" in problem.message


def test_reader_that_fails_is_a_problem_of_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> object:
        raise KeyError("甲")

    monkeypatch.setattr("jiheng.reading.formats.text.tables", broken)
    [problem] = read_text(TEXT, "表.txt")
    assert isinstance(problem, Problem) and "KeyError" in problem.message and "缺陷" in problem.advice


def test_text_is_read_as_it_comes() -> None:
    """Nothing waits for the end of a file: a text of any size takes the memory of a few forms."""
    lines = (TEXT + "表外的说明，一行一行。\n" * 60).splitlines()
    taken = 0

    def counted() -> Iterator[tuple[int, str]]:
        nonlocal taken
        for line in lines * 100:
            taken += 1
            yield taken, line

    for number, _ in enumerate((one for one in tables(counted(), "甲.txt") if one.rows), 1):
        assert taken <= (number + 2) * len(lines), f"form {number} came after line {taken}"
    assert number == 100


_IN_WORDS = """\
项目支出绩效自评表
（2023年度）
项目名称：城区路灯节能改造。
主管部门：云溪市城市管理局。
项目资金：全年预算数115万元，全年执行数112.7万元，执行率98%，分值10分，得分9.8分。
一、产出指标。
1.数量指标：改造路灯数，年度指标值≥860盏，实际完成值872盏，分值25分，得分25分。
总分：100分，自评得分99.8分。
"""


@pytest.mark.parametrize("ending", ["txt", "html"])
def test_a_form_written_out_in_sentences_is_named_for_what_it_is(ending: str) -> None:
    page = "".join(f"<p>{line}</p>" for line in _IN_WORDS.splitlines())
    data = _IN_WORDS.encode() if ending == "txt" else f"<meta charset=utf-8>{page}".encode()
    [problem] = read_bytes(data, f"自评.{ending}", every=True)
    assert isinstance(problem, Problem)
    assert "文字写的自评情况" in problem.message and "自评表样" in problem.advice


def test_a_report_that_holds_no_form_is_not_taken_for_one() -> None:
    text = "一、项目概况。年初预算120万元，调整后预算115万元。\n二、绩效目标完成情况。改造路灯872盏。\n"
    [problem] = read_bytes(text.encode(), "报告.txt", every=True)
    assert isinstance(problem, Problem) and "没有找到项目支出绩效自评表" in problem.message


def test_a_table_named_as_a_form_that_was_not_understood_is_told_by_its_title() -> None:
    rows = (
        "<tr><td>部门名称</td><td colspan=3>青岚县档案馆</td></tr>"
        "<tr><td>任务名称</td><td>完成情况</td><td>预算数</td><td>执行数</td></tr>"
        "<tr><td>库房改造</td><td>完成</td><td>92</td><td>92</td></tr>"
        "<tr><td colspan=2>预期目标</td><td colspan=2>实际完成情况</td></tr>"
        "<tr><td colspan=2>改造库房。</td><td colspan=2>库房已改造。</td></tr>"
    )
    page = f"<meta charset=utf-8><p>部门整体支出绩效自评表</p><table>{rows}</table>"
    [problem] = read_bytes(page.encode(), "整体.html", every=True)
    assert isinstance(problem, Problem) and "题为“部门整体支出绩效自评表”的一张表" in problem.message
