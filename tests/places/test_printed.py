"""What a form prints of its rules goes before the book of its place, and is cited as printed on the form."""

from decimal import Decimal

import pytest

from jiheng.form import Form, Fund, Indicator, Labelled
from jiheng.places import Certainty, choose, load
from jiheng.places.printed import (
    ExecutionCells,
    as_printed,
    execution_cells,
    execution_weight,
    labelled_weights,
    noted_weights,
)
from jiheng.scoring import score as score_form

BOOK = load("mof-2020")
USUAL = {"output": 50, "benefit": 30, "satisfaction": 10, "execution": 10}


def rows(*names: str) -> list[Indicator]:
    return [Indicator(name, weight=None) for name in names]


@pytest.mark.parametrize(
    ("note", "weights"),
    [
        (
            "注：产出50分、效益30分、满意度10分、执行率10分。",
            USUAL,
        ),
        (
            "一级指标分值统一设置为：产出指标50分、效益指标30分、满意度指标10分、预算资金执行率10分",
            USUAL,
        ),
        ("产出、效益、满意度都要填写", {}),
        ("共完成产出50件、效益明显", {}),
    ],
)
def test_weights_in_a_remark(note: str, weights: dict[str, int]):
    assert noted_weights(Form(notes=[note]))[0] == {name: Decimal(figure) for name, figure in weights.items()}


def test_weights_in_the_names_of_blocks():
    form = Form(indicators=rows("产出指标（40分）", "产出指标（40分）", "效益指标(30分)", "满意度指标（10分）"))
    assert labelled_weights(form, BOOK) == {"output": 40, "benefit": 30, "satisfaction": 10}
    assert labelled_weights(Form(indicators=rows("产出指标（40分）", "效益指标")), BOOK) == {}


@pytest.mark.parametrize(
    ("form", "weight"),
    [
        (Form(funds=[Fund("年度资金总额", weight="15")]), 15),
        (Form(funds=[Fund("年度资金总额", weight="10分")]), 10),
        (Form(notes=["得分=20分*执行率"]), 20),
        (Form(notes=["产出50分、效益30分、满意度10分、执行率10分"]), 10),
        (Form(), None),
    ],
)
def test_the_weight_of_execution(form: Form, weight: int | None):
    assert execution_weight(form) == weight


@pytest.mark.parametrize(
    ("label", "weight", "score", "cells"),
    [
        ("分值", "10", "9.6", ("10", "9.6", "score")),
        ("分值（10分）", "10", "9.6", ("10", "9.6", "score")),
        ("分值（10分）", "", "9.6", ("10", "9.6", "score")),
        ("分值(10分)", "9.6", None, ("10", "9.6", "weight")),
        ("分值（10分）", "10", None, ("10", None, "score")),  # the weight again, or a full score: not known
        ("分值", "9.6", None, ("9.6", None, "score")),
        ("分值", None, None, (None, None, "score")),
    ],
)
def test_where_the_weight_of_execution_and_its_score_stand(
    label: str, weight: str | None, score: str | None, cells: tuple[str | None, str | None, str]
):
    fund = Fund("年度资金总额", budget="360", executed="342", weight=weight, score=score)
    form = Form(funds=[fund], labels={"funds.weight": [label]})
    assert execution_cells(form) == ExecutionCells(*cells)
    assert score_form(form, BOOK).execution.score == Decimal(cells[0] or 10) * Decimal("0.95")


def test_labels_and_a_remark_make_the_scheme_and_the_choice_says_so():
    form = Form(
        department="某局",
        notes=["得分=20分*执行率"],
        indicators=rows("产出指标（40分）", "效益指标（30分）", "满意度指标（10分）"),
    )
    book = as_printed(form, BOOK)
    assert book.number("execution.weight") == 20
    assert [dict(row) for row in book.rows("weights.schemes")] == [
        {"execution": 20, "output": 40, "cost": 0, "benefit": 30, "satisfaction": 10}
    ]
    assert book.parameter("execution.weight").certainty is Certainty.PRINTED
    assert "本表所印" in book.parameter("weights.schemes").source
    assert book.id == BOOK.id
    choice = choose(Form(department="某局", year="2024", notes=form.notes, indicators=form.indicators))
    assert choice.book.number("execution.weight") == 20


def test_parts_that_are_no_whole_change_no_scheme():
    form = Form(
        notes=["执行率10分"],
        funds=[Fund("年度资金总额", weight="10")],
        indicators=rows("产出指标（70分）", "效益指标（20分）", "满意度指标（10分）"),
    )
    assert as_printed(form, BOOK).rows("weights.schemes") == BOOK.rows("weights.schemes")


@pytest.mark.parametrize(
    "note",
    [
        "定性指标根据完成情况分为三档，分别按照100%-80%（含80%）、80%-50%（含50%）、50%-0%合理确定分值",
        "三档：达成100%～80%，部分达成80%～50%，未达成50%～0",
    ],
)
def test_bands_in_a_remark(note: str):
    bands = as_printed(Form(notes=[note]), BOOK).rows("qualitative.bands")
    assert [(row["low"], row["high"]) for row in bands] == [
        (Decimal("0.8"), 1),
        (Decimal("0.5"), Decimal("0.8")),
        (0, Decimal("0.5")),
    ]


def test_what_agrees_changes_nothing():
    note = "定性指标分三档：100%-80%（含）、80%-60%（含）、60%-0%；"
    note += "90（含）-100分为优，80（含）-90分为良，60（含）-80分为中"
    assert as_printed(Form(notes=[note]), BOOK) is BOOK


def test_the_same_rules_give_the_same_book():
    first, second = (as_printed(Form(notes=["得分=20分*执行率"]), BOOK) for _ in range(2))
    assert first is second


def test_three_bands_printed_beside_the_rows_count():
    text = "达成预期指标100%-80%（含80%）、部分达成80%-50%（含50%）、未达成50%-0%"
    form = Form(department="某局", others=[Labelled("评分标准", text, place="indicators[0]")])
    bands = as_printed(form, BOOK).rows("qualitative.bands")
    assert [(row["high"], row["low"]) for row in bands] == [
        (1, Decimal("0.8")),
        (Decimal("0.8"), Decimal("0.5")),
        (Decimal("0.5"), 0),
    ]
    assert as_printed(Form(others=[Labelled("依据", text, place="indicators[0]")]), BOOK) is BOOK


def rates(label: str, *funds: Fund, arrived: tuple[str, ...] = ()) -> Form:
    others = [Labelled("到位数", text, place=f"funds[{fund.name}]") for fund, text in zip(funds, arrived, strict=False)]
    labels = {
        "funds.rate": [label],
        "funds.initial": ["年初预算数（A）"],
        "funds.budget": ["全年预算数（B）"],
        "funds.executed": ["全年执行数（C）"],
    }
    return Form(funds=list(funds), others=others, labels=labels)


TOTAL, COUNTY = Fund("年度资金总额", "80", "100", "90.24", rate="94%"), Fund("县级资金", "80", "80", "76", rate="95%")


@pytest.mark.parametrize(
    ("form", "base"),
    [
        (rates("执行率", TOTAL), "budget"),
        (rates("执行率（C/B）", TOTAL), "budget"),
        (rates("执行率（C/A×100%）", TOTAL), "initial"),
        (rates("支出率（支出÷到位）", TOTAL, arrived=("96",)), "arrived"),
        (rates("支出率", TOTAL, COUNTY, arrived=("96", "80")), "arrived"),  # 94 % is that of no other amount
        (rates("支出率", COUNTY, arrived=("80",)), "budget"),
        (rates("支出率", TOTAL, Fund("县级资金", "80", "80", "76", rate="90%"), arrived=("96", "80")), "budget"),
    ],
)
def test_what_the_rate_is_reckoned_by_is_read_from_its_label_or_from_the_rates(form: Form, base: str):
    assert as_printed(form, BOOK).text("execution.base") == base


@pytest.mark.parametrize(("label", "weight"), [("得分（满分20分）", "20"), ("得分", None), ("得分（满分100分）", None)])
def test_the_label_of_the_score_may_state_its_weight(label: str, weight: str | None):
    form = Form(funds=[Fund("年度资金总额", "100", "100", "90", None, "90%", "18")], labels={"funds.score": [label]})
    assert execution_cells(form).weight == weight
    assert score_form(form, as_printed(form, BOOK)).execution.score == Decimal(weight or 10) * 9 / 10
