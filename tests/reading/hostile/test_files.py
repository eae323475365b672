"""Every hostile file ends in a clear word, in bounded time and memory; the file beside it is read."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..test_many import text
from .corpus import FILES

HEAVY = {
    "压缩炸弹.zip",
    "正文炸弹.docx",
    "百万个对象.pdf",
    "内容流炸弹.pdf",
    "三十万行.xlsx",
    "不闭合.html",
    "残缺.doc",
}

HEAVY |= {
    "两千层.uof",
    "二十万条注释.ofd",
    "压缩包套十万个.zip",
    "五万格一行.docx",
    "噪声.png",
    "字体无对照.pdf",
    "自称百亿像素.png",
}
DEFECT = re.compile("缺陷|开发者")


_READER = """
import json, os, sys
from pathlib import Path
from jiheng.form import Form, Problem
from jiheng.reading.formats import office
from jiheng.reading.parallel import read_many
installed = office.program
for line in sys.stdin:
    folder, with_office = json.loads(line)
    office.program = installed if with_office else lambda: None
    began = sum(os.times()[:4])
    found = [read.found for read in read_many([Path(folder)], 1)]
    problems = [[one.message, one.advice] for one in found if isinstance(one, Problem)]
    projects = [one.project for one in found if isinstance(one, Form)]
    print(json.dumps([sum(os.times()[:4]) - began, problems, projects]), flush=True)
"""


@pytest.fixture(scope="module")
def reader() -> Iterator[subprocess.Popen[str]]:
    """A small process that reads folders: forking the large one that tests run in costs more than most files."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", _READER], stdin=pipe, stdout=pipe, text=True) as process:
        yield process


@pytest.mark.full
@pytest.mark.parametrize("name", [pytest.param(name, marks=[pytest.mark.slow] * (name in HEAVY)) for name in FILES])
def test_hostile_file(name: str, tmp_path: Path, reader: subprocess.Popen[str]) -> None:
    (tmp_path / f"1{name}").write_bytes(FILES[name]())
    (tmp_path / "2好.txt").write_bytes(text("好"))
    assert reader.stdin is not None and reader.stdout is not None
    reader.stdin.write(json.dumps([str(tmp_path), name in HEAVY]) + "\n")
    reader.stdin.flush()
    answer = reader.stdout.readline()
    assert answer, "the process that reads has ended"
    seconds, problems, projects = json.loads(answer)
    assert seconds < 25, "seconds of processor time, in the process that reads and its workers"
    assert problems and all(message and advice and not DEFECT.search(advice) for message, advice in problems), problems
    assert projects in (["好"], ["甲", "好"])
