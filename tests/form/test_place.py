"""A place addresses one cell and no other, and only jiheng.form.place knows how it is written."""

import ast
import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources import modules

from jiheng.form import (
    FIELDS,
    FORM,
    Block,
    Form,
    Fund,
    Indicator,
    Labelled,
    Place,
    Total,
    cell,
    cells,
    describe,
    fund_rows,
    place_key,
    walk,
)

BRACKETED = [block.value for block in (Block.FUNDS, Block.INDICATORS, Block.TOTALS, Block.NOTES, Block.OTHERS)]

texts = st.text(alphabet="河道12.%（）[]#", max_size=4)
columns = st.none() | texts
names = st.sampled_from(["年度资金总额", "其他资金", "其中：省级[专项]", "", "上级.补助#2"])
forms = st.builds(
    Form,
    leader=columns,
    conclusion=columns,
    funds=st.lists(st.builds(Fund, names, columns, columns, columns, columns, columns, columns), max_size=5),
    indicators=st.lists(st.builds(Indicator, texts, texts, texts, columns, texts, columns), max_size=4),
    totals=st.lists(st.builds(Total, st.just("总分"), texts, columns), max_size=3),
    notes=st.lists(texts, max_size=2),
    others=st.lists(st.builds(Labelled, texts, texts), max_size=3),
    blank_rows=st.lists(texts, max_size=2),
)


def form() -> Form:
    return Form(
        funds=[Fund("年度资金总额", budget="10"), Fund("其他资金", budget="4"), Fund("其他资金", budget="6")],
        indicators=[Indicator("产出", "数量", "清淤长度", score="9"), Indicator(l3="清淤及时率", score="8")],
        totals=[Total("总分", "100", "90"), Total("合计", "100", "91")],
        notes=["金额单位：万元"],
        others=[Labelled("项目编码", "3301")],
        blank_rows=["指标2："],
    )


@given(forms)
def test_every_cell_comes_back_from_its_string(made: Form) -> None:
    found = list(walk(made))
    assert [(str(place), text) for place, text in found] == list(cells(made))
    assert len({place for place, _ in found}) == len(found)
    for place, text in found:
        assert Place.parse(str(place)) == place
        assert place.get(made) == cell(made, str(place)) == text


@given(forms)
def test_rows_without_what_is_looked_for_may_be_left_out(made: Form) -> None:
    def found(text: str) -> bool:
        return "清淤" in text

    assert [one for one in walk(made, found) if found(one[1])] == [one for one in walk(made) if found(one[1])]
    assert not any(place.block is Block.FUNDS for place, _ in walk(made, found))


@given(forms)
def test_places_order_as_the_form_prints_them(made: Form) -> None:
    rows = [place for place, _ in walk(made) if place.block is not Block.FUNDS]
    assert rows == sorted(rows) and all(place >= FORM for place in rows)
    assert [place_key(str(place)) for place in rows] == sorted(place_key(str(place)) for place in rows)


@given(forms, st.data())
def test_writing_a_cell_changes_that_cell_and_no_other(made: Form, data: st.DataObject) -> None:
    every = [place for place, _ in walk(made)]
    every += [Place.total(row, field) for row in range(len(made.totals)) for field in ("weight", "score")]
    every = [place for place in every if place.get(made) is not None]
    place = data.draw(st.sampled_from(every))
    before = copy.deepcopy(made)
    place.set(made, "改过")
    assert place.get(made) == "改过"
    assert all(other.get(made) == other.get(before) for other in every if other != place)


def test_a_total_row_is_not_an_indicator() -> None:
    made = form()
    Place.parse("totals[0].score").set(made, "99")
    assert [row.score for row in made.indicators] == ["9", "8"]
    assert [row.score for row in made.totals] == ["99", "91"]


def test_rows_of_the_same_name_are_told_apart() -> None:
    made = form()
    assert [key for key, _ in fund_rows(made)] == ["年度资金总额", "其他资金", "其他资金#2"]
    Place.fund("其他资金#2", "budget").set(made, "7")
    assert [fund.budget for fund in made.funds] == ["10", "4", "7"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("year", "年度"),
        ("funds[年度资金总额].rate", "项目资金·年度资金总额·执行率"),
        ("indicators[0].score", "绩效指标第1行「清淤长度」·得分"),
        ("indicators[7].score", "绩效指标第8行·得分"),
        ("totals[1].weight", "第2个总分行·分值"),
        ("blank_rows[0]", "空白模板行1"),
        ("notes[0]", "第1条说明"),
        ("others[0]", "项目编码"),
        ("form", "整张表"),
        ("funds", "项目资金"),
        ("第三部分第2段“执行率 95%”", "第三部分第2段“执行率 95%”"),
    ],
)
def test_a_place_in_the_officers_words(text: str, words: str) -> None:
    assert describe(form(), text) == words


@pytest.mark.parametrize(
    "text",
    ["", "funds[其他资金].target", "indicators[x].score", "indicators[-1].l1", "rows[0].score", "funds[a", "total"],
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(KeyError):
        Place.parse(text)


@pytest.mark.parametrize(
    "text", ["indicators[9].score", "indicators[0].property", "others[1]", "funds[没有].rate", "form"]
)
def test_a_cell_that_the_form_lacks_is_not_written(text: str) -> None:
    made = form()
    with pytest.raises(KeyError):
        Place.parse(text).set(made, "1")
    assert made == form()


def test_rows_move_and_cover() -> None:
    score = Place.indicator(3, "score")
    assert str(score.moved(5)) == "indicators[5].score" and str(score.at("reason")) == "indicators[3].reason"
    assert score.in_row(Place.indicator(3)) and not score.in_row(Place.total(3))
    wider = (FORM, Place(Block.INDICATORS), Place.indicator(3), score)
    assert all(place.covers(score) for place in wider)
    assert not any(place.covers(score) for place in (Place.total(3), Place(Block.FUNDS), Place.indicator(2)))


def _docstrings(tree: ast.AST) -> set[int]:
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
    return {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}


def _bracketed(tree: ast.Module) -> list[str]:
    """Strings of a module that write or look for the brackets of a place; docstrings and 如 … are for people."""
    docs = _docstrings(tree)
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs)
    said = [node.value for node in strings if isinstance(node.value, str) and "如 indicators" not in node.value]
    return [text for text in said if any(f"{name}[" in text or f"{name}\\[" in text for name in BRACKETED)]


def test_no_other_module_writes_or_reads_the_brackets() -> None:
    bracketed = modules(lambda text: any(f"{name}[" in text or f"{name}\\[" in text for name in BRACKETED))
    others = {path: tree for path, tree in bracketed.items() if path != "form/place.py"}
    assert len(others) > 1
    assert {path: found for path, tree in others.items() if (found := _bracketed(tree))} == {}


def test_the_table_of_fields_names_every_cell_once() -> None:
    keys = [(field.block, field.name) for field in FIELDS]
    assert len(keys) == len(set(keys))
