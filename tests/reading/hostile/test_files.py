"""Every hostile file ends in a clear word, in bounded time and memory; the file beside it is read."""

import os
import re
from pathlib import Path

import pytest

from jiheng.form import Form, Problem
from jiheng.reading.parallel import read_many

from ..test_many import text
from .corpus import FILES

pytestmark = pytest.mark.workers

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
LONG = {
    "一万层.eml",
    "一条注释二十万笔.ofd",
    "两千张工作表.mht",
    "五千个附件.eml",
    "图元套自己.ofd",
    "套一万层.mht",
    "炸弹.bz2",
    "炸弹.xz",
    "百万个对象.ofd",
    "页面炸弹.ofd",
}
"""Files that take half a second and more: left to a full run but for every fifth of all."""
DEFECT = re.compile("缺陷|开发者")


def marks(name: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.slow] * (name in HEAVY) + [pytest.mark.full] * (name in LONG)


@pytest.mark.parametrize("name", [pytest.param(name, marks=marks(name)) for name in FILES])
def test_hostile_file(name: str, tmp_path: Path) -> None:
    (tmp_path / f"1{name}").write_bytes(FILES[name]())
    (tmp_path / "2好.txt").write_bytes(text("好"))
    began = sum(os.times()[:4])
    found = list(read_many([tmp_path], 1))
    assert sum(os.times()[:4]) - began < 25, "seconds of processor time, here and in the workers"
    problems = [read.found for read in found if isinstance(read.found, Problem)]
    assert problems and all(p.message and p.advice and not DEFECT.search(p.advice) for p in problems), problems
    assert [read.found.project for read in found if isinstance(read.found, Form)] in (["好"], ["甲", "好"])
