"""The evaluation framework: written blank, filled in, scored with a trace, put into the report."""

import io
from decimal import Decimal

import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.writing.report.conftest import Make
from tests.writing.report.test_content import words

from jiheng.places import load
from jiheng.trouble import Trouble
from jiheng.writing.report import Framework, Material, evaluate, made, standard
from jiheng.writing.report.framework import from_toml
from jiheng.writing.report.framework_paper import from_xlsx, to_toml, to_xlsx

_BOOK = load("mof-2020")


def filled(framework: Framework, score: Decimal | None = None) -> Framework:
    """Every item with full marks, the first with the score given."""
    items = [msgspec.structs.replace(item, score=item.weight) for item in framework.item]
    if score is not None:
        items[0] = msgspec.structs.replace(items[0], score=score, reason="论证不足")
    return msgspec.structs.replace(framework, item=tuple(items))


def test_standard_framework() -> None:
    found = standard()
    assert list(dict.fromkeys(item.l1 for item in found.item)) == ["决策", "过程", "产出", "效益"]
    assert sum(item.weight for item in found.item) == 100
    assert sum(item.weight for item in found.item if item.l1 in ("产出", "效益")) >= 60
    assert len(found.item) == 17


def test_blank_is_open() -> None:
    made_of = evaluate(standard(), _BOOK)
    assert made_of.score is None
    assert made_of.grade is None
    assert made_of.open == 17
    assert "立项依据充分性" in made_of.trace.why


def test_workbook_there_and_back() -> None:
    blank = from_xlsx(to_xlsx(standard()), "底稿.xlsx")
    assert [(one.l1, one.l2, one.l3, one.weight, one.way) for one in blank.item] == [
        (one.l1, one.l2, one.l3, one.weight, one.way) for one in standard().item
    ]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(standard())))
    sheet = book.active
    for row in range(4, 21):
        if "按完成比例" in sheet.cell(row, 5).value:
            sheet.cell(row, 7).value = 0.9
        else:
            sheet.cell(row, 8).value = sheet.cell(row, 4).value
    stream = io.BytesIO()
    book.save(stream)
    found = evaluate(from_xlsx(stream.getvalue(), "底稿.xlsx"), _BOOK)
    ratio = sum(item.weight for item in standard().item if item.way == "ratio")
    assert found.score == 100 - ratio / 10
    assert found.grade == "优"
    assert "90%" in next(one for one in found.items if one.item.l3 == "资金到位率").trace.formula


def test_toml_there_and_back() -> None:
    assert from_toml(to_toml(standard()).encode(), "底稿.toml") == standard()


def test_in_the_report(material: Make) -> None:
    plain = material()
    scored = evaluate(filled(standard(), Decimal("2.5")), _BOOK)
    text = words(made("project", Material(plain.added, plain.group, scored)))
    assert "绩效评价得分为98.5分，评价等级为“优”" in text
    assert "决策类指标分值20分，得分18.5分，得分率92.5%" in text
    assert "论证不足" in text


@given(st.integers(0, 400))
def test_total_is_the_sum_of_the_traces(hundredths: int) -> None:
    found = evaluate(filled(standard(), Decimal(hundredths) / 100), _BOOK)
    assert found.score == sum(Decimal(step.result) for step in found.trace.steps)
    assert found.score == sum(part.score for part in found.parts if part.score is not None)


@pytest.mark.parametrize(("score", "said"), [(Decimal(5), "得分是 5"), (Decimal(-1), "得分是 -1")])
def test_impossible_scores(score: Decimal, said: str) -> None:
    with pytest.raises(Trouble, match=said):
        evaluate(filled(standard(), score), _BOOK)


def test_weights_must_be_a_hundred() -> None:
    short = msgspec.structs.replace(standard(), item=standard().item[1:])
    with pytest.raises(Trouble, match="96"):
        evaluate(short, _BOOK)


def test_papers_that_are_none() -> None:
    with pytest.raises(Trouble, match="工作簿"):
        from_xlsx(b"nothing", "底稿.xlsx")
    with pytest.raises(Trouble, match="TOML"):
        from_toml(b"[[", "底稿.toml")
    with pytest.raises(Trouble, match="写法"):
        from_toml(b'title = "x"\nitem = [{l1 = "a"}]', "底稿.toml")
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    with pytest.raises(Trouble, match="表头"):
        from_xlsx(stream.getvalue(), "底稿.xlsx")


def test_a_cell_that_is_no_number() -> None:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(standard())))
    book.active.cell(4, 8).value = "满分"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(Trouble, match=r"立项依据充分性.*得分“满分”不是数字"):
        from_xlsx(stream.getvalue(), "底稿.xlsx")


def test_a_reason_that_nobody_gave_is_a_gap(material: Make) -> None:
    plain = material()
    items = list(filled(standard(), Decimal("2.5")).item)
    items[0] = msgspec.structs.replace(items[0], reason="")
    scored = evaluate(msgspec.structs.replace(standard(), item=tuple(items)), _BOOK)
    text = words(made("project", Material(plain.added, plain.group, scored)))
    assert text.count("【待填写：扣分原因】") == 1
    assert "按评价标准评定" not in text


def test_the_blank_paper_can_be_read_before_anything_is_computed() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(standard())), data_only=True).active
    weights, heights = [], []
    for row in sheet.iter_rows(min_row=4):
        if row[0].value == "合计":
            assert row[3].value == sum(weights) == 100
            break
        weights.append(row[3].value)
        characters = len(str(row[4].value)) * 2 / sheet.column_dimensions["E"].width
        heights.append((sheet.row_dimensions[row[0].row].height, characters))
    assert all(height >= 14 * characters for height, characters in heights) and max(heights)[1] > 1
