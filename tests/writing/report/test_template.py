"""Templates: a user's own, and every way to get one wrong, named in Chinese with what is known."""

from pathlib import Path

import pytest
from tests.writing.report.conftest import Make

from jiheng.trouble import Trouble
from jiheng.writing.report import KINDS, made
from jiheng.writing.report.compose import Gap, Heading, Numbered

_OWN = """
title = "{department}报告"
[[section]]
heading = "概况"
content = [
  { id = "one", text = "执行率{execution_rate}。共{projects_count}个。" },
  { gap = "背景" },
  { table = "rates" },
]
[[section]]
level = 2
heading = "细目"
[[section]]
level = 3
heading = "小目"
[[section]]
heading = "末节"
"""


def test_own_outline(material: Make, tmp_path: Path) -> None:
    path = tmp_path / "我的.toml"
    path.write_text(_OWN, encoding="utf-8")
    blocks = made(path, material()).blocks
    headings = [one.text for one in blocks if isinstance(one, Heading)]
    assert headings == ["一、概况", "（一）细目", "1.小目", "二、末节"]
    assert [one.text for one in blocks if isinstance(one, Gap)] == ["【待填写：背景】"]
    assert [one.caption for one in blocks if isinstance(one, Numbered)] == ["表1 预算管理主要比率"]


@pytest.mark.parametrize("kind", KINDS)
def test_own_templates_are_right(material: Make, kind: str) -> None:
    assert made(kind, material()).blocks


@pytest.mark.parametrize(
    ("old", "new", "said", "advice"),
    [
        ("{execution_rate}", "{执行率多少}", "执行率多少", "execution_rate"),
        ("{department}报告", "{谁}报告", "谁", "department"),
        ('table = "rates"', 'table = "总表"', "总表", "units"),
        ('table = "rates"', 'chart = "圆饼"', "圆饼", "scores"),
        ('table = "rates"', 'list = "好事"', "好事", "problems"),
        ('id = "one", ', "", "id", "id"),
        ('table = "rates"', 'id = "one", text = "再来。"', "one", "重复"),
        ('table = "rates"', 'table = "rates", gap = "甲"', "table、gap", "一个"),
        ('table = "rates"', 'tabel = "rates"', "tabel", "report.md"),
        ("level = 3", "level = 7", "7", "1 到 3"),
        ("[[section]]", "[[section", "TOML", "UTF-8"),
    ],
)
def test_wrong_templates(material: Make, tmp_path: Path, old: str, new: str, said: str, advice: str) -> None:
    path = tmp_path / "错.toml"
    path.write_text(_OWN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Trouble) as caught:
        made(path, material())
    assert said in caught.value.message
    assert advice in caught.value.advice


def test_missing_template(material: Make, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="打不开"):
        made(tmp_path / "没有.toml", material())
