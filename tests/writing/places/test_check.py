"""A pack is tried before it is used: rules, words, layout, and the paper printed and read back in every format."""

import os
from pathlib import Path

import pytest

from jiheng.checks.levels import benefit
from jiheng.department.accounts.vocabulary import accounts
from jiheng.places.sources import SHIPPED, VARIABLE, forget
from jiheng.places.words import words
from jiheng.writing.official import layouts, load_layout
from jiheng.writing.places import check
from jiheng.writing.places.round_trip import differences, sample
from jiheng.writing.report.framework import standard

HEAD = 'id = "my-county"\nname = "某县"\nregion = "某县"\nextends = "mof-2020"\n'


def pack(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "my-county"
    folder.mkdir()
    for name, text in {"place": HEAD, **files}.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


@pytest.mark.full
@pytest.mark.parametrize("name", list(layouts()))
def test_every_shipped_layout_comes_back_in_every_format(name: str):
    assert list(differences(load_layout(name))) == []


def test_the_sample_has_what_the_layout_has_and_no_more():
    form = sample(load_layout("transfer-2021"))
    assert form.funds[0].initial is None and form.indicators[0].weight is None
    assert form.indicators[0].target == "≥12公里"
    assert sample(load_layout("sichuan-2023")).conclusion


def test_a_header_alone_is_a_good_pack(tmp_path: Path):
    assert check(pack(tmp_path)) == []


def layout_with(label: str) -> str:
    text = (SHIPPED / "mof-2020" / "layout.toml").read_text("utf-8")
    return text.replace('label = "偏差原因分析及改进措施"', f'label = "{label}"')


def test_an_unknown_column_name_is_shown_until_the_pack_has_the_word(tmp_path: Path):
    folder = pack(tmp_path, layout=layout_with("年末数字报告"))
    found = check(folder)
    assert found and all(remark.wrong for remark in found)
    assert any("偏差原因" in remark.where and "words.toml" in remark.advice for remark in found)
    (folder / "words.toml").write_text('[form.columns]\nreason = ["年末数字报告"]\n', "utf-8")
    forget()
    assert check(folder) == []


def test_a_word_of_ones_own_is_read_after_the_pack_is_brought(tmp_path: Path):
    folder = pack(tmp_path, words='[form.columns]\nactual = ["年末数字报告"]\n')
    assert "年末数字报告" not in words().form.columns["actual"]
    check(folder)
    assert words().form.columns["actual"][0] == "年末数字报告"
    assert os.environ[VARIABLE] == str(folder.resolve())


def test_a_word_for_a_column_of_the_accounts_is_read_after_the_pack_is_brought(tmp_path: Path):
    assert accounts().field("实付金额") is None
    assert benefit("惠民效益") == "效益"
    more = '[accounts.columns]\nexecuted = ["实付金额"]\n[indicators.benefits]\n"社会效益" = ["惠民"]\n'
    check(pack(tmp_path, words=more))
    assert accounts().field("实付金额") == "executed"
    assert benefit("惠民效益") == "社会效益"


@pytest.mark.parametrize(
    ("files", "where", "said"),
    [
        ({"words": '[report.parts]\n"基本支出" = ["基本(支出"]\n'}, "words.toml", "不是正则式"),
        ({"words": '[indicators.benefits]\n"文化效益" = ["文化"]\n'}, "words.toml", "不认识"),
        ({"words": '[form.columns]\nactual = ["某"]\ntarget = ["某"]\n'}, "words.toml", "既写在"),
        ({"words": '[form.columns]\nactual = [""]\n'}, "words.toml", "空的"),
        ({"words": '[form.columns]\nactual = ["完 成 数"]\n'}, "words.toml", "空格"),
        ({"words": '[patterns.columns]\nscore = [".*"]\n'}, "words.toml", "什么字都成立"),
        ({"words": '[form.columns]\nactaul = ["某"]\n'}, "words.toml", "不认识"),
        ({"words": "[form\n"}, "words.toml", "TOML"),
        ({"rules": "x = 1\n"}, "rules.toml", "只写规则"),
        ({"place": HEAD.replace("my-county", "other")}, "place.toml", "文件夹名"),
        ({"layout": "x = 1\n"}, "layout.toml", "写法"),
        (
            {"rules": '[checks.A99]\nvalue = "off"\ntext = "t"\nsource = "s"\ncertainty = "chosen"\n'},
            "checks.A99",
            "没有这条检查",
        ),
        (
            {"rules": '[execution.weight]\nvalue = 20\ntext = "t"\nsource = "s"\ncertainty = "chosen"\n'},
            "execution.weight",
            "互相矛盾",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, files: dict[str, str], where: str, said: str):
    found = [remark for remark in check(pack(tmp_path, **files)) if remark.wrong]
    assert any(where in remark.where and said in remark.message for remark in found), found


@pytest.mark.full
@pytest.mark.parametrize(
    ("words", "label"),
    [
        ('[form.columns]\nscore = ["权重"]\n', "权重"),
        ('[form.columns]\nscore = ["主管部门"]\n', "主管部门"),
        ('[form]\nlevel1 = ["得分"]\n', "得分"),
    ],
)
def test_a_word_that_shadows_another_is_a_hint(tmp_path: Path, words: str, label: str):
    found = check(pack(tmp_path, words=words))
    assert [remark.wrong for remark in found if label in remark.message and "words.toml" in remark.where] == [False]


def test_the_id_of_a_shipped_pack_is_taken(tmp_path: Path):
    folder = tmp_path / "mof-2020"
    folder.mkdir()
    (folder / "place.toml").write_text(HEAD.replace("my-county", "mof-2020"))
    assert "相同" in check(folder)[0].message


FRAMEWORK = """title = "某县部门评价指标体系"
[[item]]
l1 = "决策"
l2 = "项目立项"
l3 = "立项依据"
weight = 40
[[item]]
l1 = "产出"
l2 = "数量"
l3 = "完成率"
weight = {rest}
"""


def test_a_place_brings_its_own_framework_of_evaluations(tmp_path: Path):
    assert standard("beijing-2024") == standard("mof-2020")
    folder = pack(tmp_path, framework=FRAMEWORK.format(rest=60))
    assert check(folder) == []
    assert [(item.l3, item.weight) for item in standard("my-county").item] == [("立项依据", 40), ("完成率", 60)]
    (folder / "framework.toml").write_text(FRAMEWORK.format(rest=50), "utf-8")
    assert [(one.where, one.message) for one in check(folder)] == [
        ("framework.toml", "评价底稿的分值合计是 90，不是 100")
    ]
