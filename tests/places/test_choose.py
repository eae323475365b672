"""Which book a form gets when nobody names one, and what is said about it."""

from collections import Counter
from pathlib import Path

import pytest

from jiheng.form import Form, Fund, Indicator, Labelled
from jiheng.places import BookError, choose, choose_all
from jiheng.places.national import national
from jiheng.places.pack import find
from jiheng.places.usable import packs


def form(department: str = "", year: str | None = "2023", unit: str = "", cost: bool = False, source: str = "") -> Form:
    rows = [Indicator(l1="产出指标")] + ([Indicator(l1="成本指标")] if cost else [])
    return Form(department=department, unit=unit, year=year, indicators=rows, source=source)


@pytest.mark.parametrize(
    ("given", "book", "said"),
    [
        (form("北京市朝阳区某局", "2024"), "beijing-chaoyang-2024", "朝阳区"),
        (form("朝阳区某局", "2024年度"), "beijing-chaoyang-2024", "2024"),
        (form("北京市丰台区某局"), "beijing-fengtai-2023", "丰台区"),
        (form("某局", unit="北京市通州区某中心"), "beijing-tongzhou-2023", "实施单位"),
        (form("北京市丰台区某局", "2026"), "beijing-fengtai-2023", "没有该地 2026 年度的办法"),
        (form("北京市丰台区某局", None), "beijing-fengtai-2023", "没有年度"),
        (form("某县水务局"), "mof-2020", "“某县水务局”没有对应的地方办法"),
        (form("某县水务局", cost=True), "mof-2021-cost", "成本指标"),
        (form("长春市朝阳区某局"), "mof-2020", "长春市朝阳区某局"),
        (form(""), "mof-2020", "没有写明主管部门"),
        (form("219-池州市贵池区城市管理局", "2022"), "anhui-guichi-2022", "主管部门"),
        (form("青岛市市南区江西路街道办事处", "2017"), "mof-2020", "江西路"),
        (form("[105]教育部", unit="武汉某大学"), "mof-2020", "[105]教育部"),
        (form("国家税务总局", unit="国家税务总局重庆市某区税务局"), "mof-2020", "国家税务总局"),
        (form("湖北省教育厅", unit="武汉某大学"), "hubei-2020", "湖北"),
    ],
)
def test_choice_and_reason(given: Form, book: str, said: str):
    choice = choose(given)
    assert choice.book.id == book
    assert said in choice.why
    assert choice.book.title in choice.why


def test_a_form_without_a_place_follows_its_file():
    forms = [form("通州区某局", source="a.txt#1"), form("区某局", source="a.txt#2"), form("区某委", source="b.txt#1")]
    chosen = choose_all(forms)
    assert [each.book.id for each in chosen] == ["beijing-tongzhou-2023", "beijing-tongzhou-2023", "mof-2020"]
    assert "同一文件" in chosen[1].why


def test_a_file_of_two_places_decides_nothing():
    forms = [form("通州区某局", source="a"), form("丰台区某局", source="a"), form("区某局", source="a")]
    assert choose_all(forms)[2].book.id == "mof-2020"


def test_a_short_name_follows_the_full_one_across_files():
    forms = [form("北京市通州区经济和信息化局", source="a"), form("区经信局", source="b"), form("区水务局", source="c")]
    chosen = choose_all(forms)
    assert [each.book.id for each in chosen] == ["beijing-tongzhou-2023", "beijing-tongzhou-2023", "mof-2020"]
    assert "“区经信局”是“北京市通州区经济和信息化局”的简称" in chosen[1].why


def test_a_unit_of_a_central_office_follows_no_place_of_its_file():
    chosen = choose_all([form("湖北省教育厅", source="a"), form("教育部", unit="武汉某大学", source="a")])
    assert [each.book.id for each in chosen] == ["hubei-2020", "mof-2020"]


def test_what_speaks_against_a_pack_says_of_which_block():
    rows = [Indicator("产出指标", weight="9")]
    given = Form(
        department="武汉市某局", year="2023", funds=[Fund("年度资金总额", "1", "1", "1", "10")], indicators=rows
    )
    assert "表中有“资金的分值”、表中有“指标的分值”" in choose(given).why


def test_one_department_in_two_packs_is_said():
    old = Form(
        department="江西省某厅",
        year="2017",
        funds=[Fund("年度资金总额", "1", None, "1")],
        indicators=[Indicator("产出指标")],
    )
    chosen = choose_all([old, form("江西省某厅", "2024")])
    assert [each.book.id for each in chosen] == ["jiangxi-2017", "mof-2020"]
    assert all("同一部门的其他表采用了" in each.why for each in chosen)


def test_one_department_by_full_and_short_names_in_two_packs_is_said():
    old = [Fund("年度资金总额", "1", None, "1")]
    rows = [Indicator("产出指标")]
    full = Form(department="江西省经济和信息化厅", year="2017", funds=old, indicators=rows)
    short = form("经信厅", "2024")
    other = form("水利厅", "2024")
    chosen = choose_all([full, short, other])
    assert [each.book.id for each in chosen] == ["jiangxi-2017", "mof-2020", "mof-2020"]
    assert ["同一部门的其他表采用了" in each.why for each in chosen] == [True, True, False]


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ({"source": "甲/b.txt"}, "同一文件夹没有写部门的其他表采用了"),
        ({"source": "甲/b.txt", "kind": "whole"}, ""),
        ({"source": "乙/b.txt"}, ""),
        ({"source": "甲/b.txt", "department": "某市某局"}, ""),
    ],
)
def test_forms_of_one_folder_without_a_department_in_two_packs_are_said(others: dict[str, str], told: str):
    printed = Form(source="甲/a.txt", year="2022", notes=["得分=20分*执行率"], indicators=[Indicator(weight=None)])
    plain = Form(year="2022", indicators=[Indicator("产出指标", weight="9")], **others)  # type: ignore[arg-type]
    chosen = choose_all([printed, plain])
    assert chosen[0].book.id == "hubei-2020" != chosen[1].book.id
    assert [("其他表采用了" in each.why) for each in chosen] == [bool(told)] * 2
    assert told in chosen[0].why


def test_forms_of_one_unit_without_a_department_in_two_packs_are_said():
    old = Form(
        unit="江西省某中心",
        year="2017",
        funds=[Fund("年度资金总额", "1", None, "1")],
        indicators=[Indicator("产出指标")],
    )
    chosen = choose_all([old, form("", "2024", unit="江西省某中心")])
    assert [each.book.id for each in chosen] == ["jiangxi-2017", "mof-2020"]
    assert all("同一单位的其他表采用了" in each.why for each in chosen)


ROWS = [Indicator(weight="9")]
OLD = Fund("年度资金总额", "10", None, "5", "10", "50%", "5")


@pytest.mark.parametrize(
    ("given", "book", "said"),
    [
        (
            Form(department="某厅", year="2017", funds=[OLD], indicators=[Indicator(weight="9")]),
            "mof-2016",
            "栏目与之相同",
        ),
        (Form(department="某厅", year="2024", funds=[OLD], indicators=[Indicator(weight="9")]), "mof-2020", "某厅"),
        (
            Form(department="某市某局", year="2022", notes=["得分=20分*执行率"], indicators=[Indicator(weight=None)]),
            "hubei-2020",
            "没有写明所在地，表样是湖北省的",
        ),
        (Form(kind="transfer", department="某局", year="2021"), "transfer-2021", "转移支付"),
        (Form(kind="transfer", department="某局", year="2024"), "transfer-2023", "转移支付"),
        (
            Form(kind="transfer", department="某局", year="2024", others=[Labelled("统筹整合资金", "5")]),
            "forestry-2024",
            "统筹整合",
        ),
        (Form(kind="ndrc", department="某局", year="2022"), "ndrc-2021", "中央预算内投资"),
        (Form(kind="whole", department="重庆市某区某局", year="2021"), "chongqing-2021", "重庆"),
        (Form(kind="project", department="重庆市某区某局", year="2021"), "mof-2020", "没有对应"),
        (
            Form(department="云南省某局", year="2022", indicators=[Indicator()]),
            "yunnan-2022",
            "但表中没有“绩效指标性质”",
        ),
    ],
)
def test_kind_layout_and_remarks_choose(given: Form, book: str, said: str):
    choice = choose(given)
    assert choice.book.id == book
    assert said in choice.why


def test_each_pack_that_stands_in_for_places_unknown_is_one() -> None:
    stands_in = Counter(pack.stands_in for pack in packs().values() if pack.stands_in)
    assert stands_in == {"any": 1, "cost": 1}
    assert choose(Form(department="某处")).book.id == national().id
    assert choose(Form(department="某处", indicators=[Indicator(l1="成本指标")])).book.id == national("cost").id


def test_no_pack_of_users_stands_in_for_places_unknown(tmp_path: Path) -> None:
    head = 'id = "own"\nname = "某县办法"\nregion = "某县"\nextends = "mof-2020"\nstands_in = "any"\n'
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "place.toml").write_text(head, "utf-8")
    with pytest.raises(BookError, match="stands_in：只有随软件的"):
        find(tmp_path / "own")
