"""Folders and archives over workers: order, names, archives inside archives, every file told of."""

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.effort import examples

from jiheng.form import Form, Problem
from jiheng.reading.files.pool import Limits
from jiheng.reading.parallel import Document, Read, content, documents, read_many

from .test_layouts import HEAD, ROWS, TOTAL, TREE

TEXT = HEAD + TREE + ROWS + TOTAL


def text(project: str) -> bytes:
    """A form of that name."""
    import re

    return re.sub(r"(项目名称\t+)[^\t\n]+", rf"\g<1>{project}", TEXT, count=1).encode()


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def told(paths: list[Path], jobs: int = 2) -> list[tuple[str, str | None]]:
    """What came of each document: its name and a project or the word of a problem."""
    found = []
    for read in read_many(paths, jobs, Limits(600)):
        if isinstance(read.found, Form):
            found.append((read.document.name, read.found.project))
        elif isinstance(read.found, Problem):
            found.append((read.document.name, read.found.message))
    return found


@pytest.mark.workers
def test_folder_in_the_order_of_people(tmp_path: Path) -> None:
    for number in (10, 2, 1):
        (tmp_path / f"{number}.txt").write_bytes(text(f"第{number}号"))
    (tmp_path / "丙").mkdir()
    (tmp_path / "丙" / "甲.txt").write_bytes(text("里面"))
    (tmp_path / ".隐藏.txt").write_bytes(text("隐藏"))
    assert told([tmp_path]) == [
        ("1.txt", "第1号"),
        ("2.txt", "第2号"),
        ("10.txt", "第10号"),
        ("丙/甲.txt", "里面"),
    ]


@pytest.mark.full
@pytest.mark.workers
def test_an_archive_of_many_members_read_over_and_over_by_two_workers(tmp_path: Path) -> None:
    """Workers are forked; each must have its own place in the file, or sound members come out as damaged."""
    names = [f"第{number}号" for number in range(12)]
    parts = {f"{name}.csv": f"项目名称,{name}\n".encode() + b"x," * 60_000 for name in names}
    (tmp_path / "多.zip").write_bytes(zipped(parts))
    expected = [(f"多.zip/{name}.csv", f"{len(parts[f'{name}.csv'])}") for name in names]
    for _ in range(examples(50)):
        found = [read.found for read in read_many([tmp_path], 2, read=sizes) if isinstance(read.found, Problem)]
        assert [(problem.file, problem.message) for problem in found] == expected


def sizes(document: Document) -> Iterator[Problem]:
    """The size of a document, by which it is told that its bytes came out whole."""
    data = content(document)
    yield data if isinstance(data, Problem) else Problem(document.name, str(len(data or b"")), "")


def test_archive_inside_archive(tmp_path: Path) -> None:
    inner = zipped({"乙.txt": text("内层"), "坏.docx": b"PK\x03\x04\x00"})
    (tmp_path / "外.zip").write_bytes(zipped({"甲.txt": text("外层"), "内.zip": inner, "空.txt": b""}))
    found = told([tmp_path / "外.zip"])
    assert found[0] == ("外.zip/甲.txt", "外层") and ("外.zip/内.zip", "内层") in found
    assert ("外.zip/空.txt", "是空文件") in found and len(found) == 4


def test_names_packed_in_gbk(tmp_path: Path) -> None:
    data = zipped({"AAAA.txt": text("旧名")})
    (tmp_path / "旧.zip").write_bytes(data.replace(b"AAAA", "表一".encode("gbk")))
    assert told([tmp_path / "旧.zip"]) == [("旧.zip/表一.txt", "旧名")]


def test_paths_that_climb_out_write_nothing(tmp_path: Path) -> None:
    (tmp_path / "爬.zip").write_bytes(zipped({"../../逃.txt": text("逃"), "/绝对.txt": text("绝对")}))
    assert [project for _, project in told([tmp_path / "爬.zip"])] == ["逃", "绝对"]
    assert [path.name for path in tmp_path.rglob("*")] == ["爬.zip"] and not (tmp_path.parent / "逃.txt").exists()


@pytest.mark.workers
def test_progress_counts_documents(tmp_path: Path) -> None:
    for name in ("1.txt", "2.txt", "3.txt"):
        (tmp_path / name).write_bytes(text(name))
    reads = list(read_many([tmp_path], 2))
    assert [read.finished for read in reads if read.found is None] == [1, 2, 3]
    assert all(read.total == 3 for read in reads)


def test_empty_folder_and_missing_file(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    found = told([tmp_path / "空", tmp_path / "没有.docx"])
    assert [message for _, message in found] == ["文件夹里没有文件", "文件不存在"]


def test_damaged_archive_is_told_and_the_others_read(tmp_path: Path) -> None:
    (tmp_path / "1.zip").write_bytes(zipped({"甲.txt": text("甲")})[:50])
    (tmp_path / "2.txt").write_bytes(text("乙"))
    found = told([tmp_path])
    assert "损坏" in (found[0][1] or "") and found[1] == ("2.txt", "乙")


def test_single_text_file_streams_in_this_process(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_bytes(text("甲"))
    reads = list(read_many([path]))
    assert [type(read.found) for read in reads] == [Form, type(None)]
    assert reads[-1] == Read(Document(str(path), "甲.txt"), None, 1, 1)


def test_unreadable_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "甲.docx"
    path.write_bytes(b"PK")
    path.chmod(0)
    if os.access(path, os.R_OK):  # root may read everything
        path.unlink()
        path.symlink_to(tmp_path / "没有")
    [entry] = documents([path])
    assert isinstance(entry, Document) and len(told([path])) == 1


def whose(document: Document) -> Iterator[Problem]:
    """The process that reads."""
    yield Problem(document.name, str(os.getpid()), "")


@pytest.mark.workers
def test_another_way_of_reading_is_done_in_workers_too(tmp_path: Path) -> None:
    for name in ("1.docx", "2.docx"):
        (tmp_path / name).write_bytes(b"x")
    found = [read.found for read in read_many([tmp_path], 1, read=whose) if read.found is not None]
    assert [one.file for one in found if isinstance(one, Problem)] == ["1.docx", "2.docx"]
    assert {one.message for one in found if isinstance(one, Problem)} != {str(os.getpid())}
