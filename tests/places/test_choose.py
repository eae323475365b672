"""Which book a form gets when nobody names one, and what is said about it."""

import pytest

from jiheng.form import Form, Indicator
from jiheng.places import choose, choose_all


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
    ],
)
def test_choice_and_reason(given: Form, book: str, said: str):
    choice = choose(given)
    assert choice.book.id == book
    assert said in choice.why
    assert choice.book.title in choice.why


def test_a_form_without_a_place_follows_its_file():
    forms = [form("通州区某局", source="a.txt#1"), form("区某局", source="a.txt#2"), form("区某局", source="b.txt#1")]
    chosen = choose_all(forms)
    assert [each.book.id for each in chosen] == ["beijing-tongzhou-2023", "beijing-tongzhou-2023", "mof-2020"]
    assert "同一文件" in chosen[1].why


def test_a_file_of_two_places_decides_nothing():
    forms = [form("通州区某局", source="a"), form("丰台区某局", source="a"), form("区某局", source="a")]
    assert choose_all(forms)[2].book.id == "mof-2020"
