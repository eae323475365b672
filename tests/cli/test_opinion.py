"""`jiheng opinion` as people use it."""

import json
from pathlib import Path

import docx

from .conftest import Run


def test_opinions_of_a_folder(run: Run, department: Path, tmp_path: Path) -> None:
    target = tmp_path / "意见.docx"
    ran = run("opinion", department, "-o", target, "--due", "2025-03-31", "--office", "某区财政局")
    assert ran.code == 0
    assert "退回修改" in ran.out and "自评质量" in ran.out
    assert "涉密项目 1 个没有写进审核意见" in ran.err and "已写入" in ran.err
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(target)).paragraphs)
    assert "2025年3月31日前" in text and "监测设备维护" not in text


def test_the_lowest_quality_comes_first(run: Run, department: Path, tmp_path: Path) -> None:
    target = tmp_path / "意见.json"
    ran = run("opinion", department, "-o", target)
    made = json.loads(target.read_text("utf-8"))["opinions"]
    worst = min(made, key=lambda one: one["quality"]["total"])
    assert worst["project"][:4] in ran.out.split("退回修改")[0]


def test_an_update_tells_what_it_kept(run: Run, department: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "旧.json", tmp_path / "新.json"
    run("opinion", department, "-o", old)
    data = json.loads(old.read_text("utf-8"))
    at = next(number for number, one in enumerate(data["opinions"]) if one["sections"]["must"])
    data["opinions"][at]["sections"]["must"][0]["text"] = "请先核对原始凭证。"
    data["opinions"][at]["sections"]["must"][1:2] = []
    old.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    ran = run("opinion", department, "-o", new, "--update", old)
    assert "保留改过和自己写的 1 句" in ran.err and "删去过的 1 句没有再写" in ran.err
    again = json.loads(new.read_text("utf-8"))
    assert again["opinions"][at]["sections"]["must"] == data["opinions"][at]["sections"]["must"]


def test_refusals(run: Run, department: Path, tmp_path: Path) -> None:
    assert "不是日期" in run("opinion", department, "--due", "3月底").err
    assert "不会写" in run("opinion", department, "-o", tmp_path / "意见.txt").err
    empty = tmp_path / "空.txt"
    empty.write_text("这里没有表", "utf-8")
    ran = run("opinion", empty)
    assert ran.code == 2 and "没有可以写审核意见的自评表" in ran.err


def test_a_folder_has_a_paper_for_each_unit(run: Run, department: Path, tmp_path: Path) -> None:
    ran = run("opinion", department, "-o", f"{tmp_path}/意见/")
    assert ran.code == 0
    names = sorted(path.name for path in (tmp_path / "意见").iterdir())
    assert names == sorted(
        ["审核情况一览.docx", "审核意见单 澜州市松泠区公园服务中心.docx", "审核意见单 澜州市松泠区园林环境局.docx"]
    )
    paper = docx.Document(str(tmp_path / "意见" / names[0]))
    others = docx.Document(str(tmp_path / "意见" / "审核意见单 澜州市松泠区公园服务中心.docx"))
    assert "审核情况一览" in paper.paragraphs[0].text
    assert not any("公共厕所日常维护" in one.text for one in others.paragraphs), "别的单位的项目不在里面"
    again = run("opinion", department, "-o", tmp_path / "新.docx", "--update", tmp_path / "意见")
    assert again.code == 0 and "保留改过和自己写的 0 句" in again.err
