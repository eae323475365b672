"""Labels by meaning, texts by look, rows by fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.reading.form import column_likelihood
from jiheng.reading.form.alignment import Column, Columns, lay
from jiheng.reading.form.title_block import money_unit, year_in
from jiheng.reading.labels.labels import fund_name, meaning
from jiheng.reading.tables.clean import printed


@pytest.mark.parametrize(
    ("text", "part", "field"),
    [
        ("项 目 名 称", "head", "project"),
        ("主管预算部门：", "head", "department"),
        ("执行率(%)", "fund_column", "rate"),
        ("全年预算数（A）", "fund_column", "budget"),
        ("分值10", "column", "weight"),
        ("得分（10分）", "column", "score"),
        ("进度得分", "fund_column", "score"),
        ("偏差原因分折及改进措施", "column", "reason"),
        ("绩效指标 性质", "column", "property"),
        ("年初设定值", "column", "target"),
        ("其中:当年财政拨款", "fund_row", "当年财政拨款"),
        ("其它资金", "fund_row", "其他资金"),
    ],
)
def test_labels_are_known_however_they_are_written(text: str, part: str, field: str) -> None:
    assert getattr(meaning(printed(text)), part) == field


@pytest.mark.parametrize("text", ["四级指标", "甲", "", "修缮主管部门的办公室三间", "改造路灯", "100"])
def test_other_texts_are_no_labels(text: str) -> None:
    assert not meaning(text).is_label


def test_levels() -> None:
    assert meaning("产出指标(50分)").level1 and meaning("效果指标").level1
    assert meaning("服务对象满意度标").level2 and not meaning("服务对象满意度标").level1
    assert meaning("成本指标").level1 and meaning("成本指标").level2


def test_funds_of_other_names_keep_them() -> None:
    assert fund_name("其中：中央补助") == "中央补助"
    assert fund_name("其他资金") == "其他资金"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("（2023年度）", "2023"),
        ("二〇二三年度", "2023"),
        ("二○二四年度", "2024"),
        ("(2024年)", "2024"),
        ("2023年度项目支出绩效自评表", "2023"),
        ("年度", None),
        ("电话10012023年", None),
        ("（2023-2024年度）", None),  # of a school, or of a span: no year of a budget
        ("2023年—2024年度", None),
    ],
)
def test_year(text: str, year: str | None) -> None:
    assert year_in(text) == year


def test_money_unit() -> None:
    assert money_unit("项目资金（万元）") == "万元"
    assert money_unit("金额单位：元") == "元"
    assert money_unit("项目资金") is None


TREE = [
    Column(name, at) for at, name in enumerate(("l1", "l2", "l3", "target", "actual", "weight", "score", "reason"), 1)
]


def laid(cells: dict[int, str]) -> dict[str, str]:
    found = lay(list(cells), list(cells.values()), Columns(TREE), column_likelihood.column)
    return {TREE[j].field: text for j, text in zip(found.columns, cells.values(), strict=True) if j is not None}


def test_rows_in_place_stay() -> None:
    row = {3: "甲", 4: "≥1个", 5: "1个", 6: "10", 7: "10"}
    found = lay(list(row), list(row.values()), Columns(TREE), column_likelihood.column)
    assert found.columns == [2, 3, 4, 5, 6] and not found.moved


def test_rows_moved_left_and_right_and_partly() -> None:
    assert laid({0: "效益指标", 1: "社会效益指标", 2: "甲", 3: "好", 4: "好", 5: "5", 6: "5"})["l1"] == "效益指标"
    assert laid({3: "时效指标", 4: "甲", 5: "≤1天", 6: "1天", 7: "5", 8: "5"})["l2"] == "时效指标"
    split = laid({1: "专线接入", 3: "=4条", 4: "4条", 5: "10", 6: "9"})
    assert split == {"l3": "专线接入", "target": "=4条", "actual": "4条", "weight": "10", "score": "9"}


@given(st.lists(st.tuples(st.integers(0, 40), st.text(max_size=6)), max_size=60, unique_by=lambda cell: cell[0]))
def test_laying_keeps_order_and_never_uses_a_column_twice(cells: list[tuple[int, str]]) -> None:
    cells = sorted(cells)
    found = lay([place for place, _ in cells], [text for _, text in cells], Columns(TREE), column_likelihood.column)
    used = [j for j in found.columns if j is not None]
    assert len(found.columns) == len(cells) and used == sorted(set(used))


@given(st.text())
def test_printed_text_has_no_blanks_and_is_printed_once(text: str) -> None:
    once = printed(text)
    assert not any(char.isspace() or ord(char) < 32 for char in once)
