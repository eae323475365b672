"""How scores follow the place: the base of the execution rate, where it is counted, forms without scores, bands."""

from decimal import Decimal

import msgspec
import pytest

from jiheng.checks import State, audit
from jiheng.form import Form, Fund, Indicator, Labelled, Total
from jiheng.places import Book, choose, load
from jiheng.scoring import FormScore, score


def made(book: str, fund: Fund, *rows: Indicator, **more: object) -> FormScore:
    return score(Form(funds=[fund], indicators=list(rows), year="2024", **more), load(book))  # type: ignore[arg-type]


FULL = Indicator("产出指标", "数量指标", "场次", None, "≥1场", None, "1场", "90", "90")


@pytest.mark.parametrize(
    ("book", "fund", "rate", "said"),
    [
        ("mof-2020", Fund("年度资金总额", "100", "80", "40", "10", "50%", "5"), "0.5", "全年预算数 80"),
        ("mof-2016", Fund("年度资金总额", "100", "80", "40", "10", "40%", "4"), "0.4", "年初预算数 100"),
        ("mof-2020", Fund("年度资金总额", "100", None, "40", "10", "40%", "4"), "0.4", "年初预算数 100"),
        ("mof-2016", Fund("年度资金总额", None, "80", "40", "10", "50%", "5"), "0.5", "全年预算数 80"),
    ],
)
def test_the_base_of_the_rate(book: str, fund: Fund, rate: str, said: str):
    result = made(book, fund, FULL)
    assert result.rate == Decimal(rate)
    assert said in result.execution.trace.formula


def test_pooled_money_is_taken_off():
    fund = Fund("年度资金总额", None, "100", "40", None, "50%", None)
    result = made("forestry-2024", fund, kind="transfer", others=[Labelled("统筹整合资金(B)", "20")])
    assert result.rate == Decimal("0.5")
    assert "扣除统筹整合资金后的全年预算数 80" in result.execution.trace.formula


@pytest.mark.parametrize(
    ("others", "rate", "said"),
    [
        ([Labelled("实际到位数", "50", place="funds[年度资金总额]")], "0.8", "实际到位数 50 万元"),
        ([Labelled("资金到位率", "50%", place="funds[年度资金总额]")], "0.4", "全年预算数 100"),
        ([Labelled("到位数", "50")], "0.8", "实际到位数 50 万元"),
        ([Labelled("到位数", "20", place="funds[其他资金]")], "0.4", "全年预算数 100"),
        ([], "0.4", "全年预算数 100"),
    ],
)
def test_the_base_that_has_arrived(others: list[Labelled], rate: str, said: str):
    fund = Fund("年度资金总额", None, "100", "40", "10", "80%", "8")
    book = based_on("arrived")
    form = Form(year="2024", funds=[fund], others=others)
    result = score(form, book)
    assert result.rate == Decimal(rate) and said in result.execution.trace.formula
    outcome = audit([form], book=book, select={"A01"}).forms[0].outcomes["A01"]
    assert (outcome.state is State.PASS) == (rate == "0.8")


def applicable(**more: object) -> Form:
    """Rows of 50, 30 and 20 points of which the last does not apply."""
    rows = [
        Indicator("产出", "数量", "场次", None, "≥10场", None, "9场", "50", "45"),
        Indicator("效益", "社会效益", "覆盖村", None, "≥3个", None, "3个", "30", "30"),
        Indicator("效益", "经济效益", "增收", None, "不适用", None, "不适用", "20", "不适用"),
    ]
    return Form(year="2018", indicators=rows, total_score="93.75", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "more",
    [
        {"notes": ["注：不适用的指标不考核，用适用指标得分汇总后按百分制折算。"]},
        {"totals": [Total("折算总分", "100", "93.75")]},
    ],
)
def test_what_does_not_apply_is_left_out_and_the_rest_scaled(more: dict[str, object]):
    form = applicable(**more)
    book = choose(form).book
    assert str(score(form, book).total.score) == "93.75"
    assert "适用指标的分值 80" in score(form, book).total.trace.formula
    outcomes = audit([form]).forms[0].outcomes
    assert outcomes["A08"].state is State.PASS and outcomes["A06"].state is State.NOT_APPLICABLE
    form.total_score = "75"
    assert [one.expected for one in audit([form]).forms[0].outcomes["A08"].findings] == ["93.75"]


def test_nothing_is_scaled_where_the_form_does_not_say_so():
    assert score(applicable(), choose(applicable()).book).total.score is None


def test_a_county_of_five_parts_counts_no_execution_rate_besides():
    fund = Fund("年度资金总额", None, "30", "29.4", None, "98%", None)
    rows = [Indicator(part, "", part, None, "100%", None, "100%", "20", "20") for part in ("制度", "数量", "质量")]
    result = made("hebei-ningjin-2019", fund, *rows)
    assert result.total.score == 60


def test_the_only_row_of_money_is_the_whole():
    fund = Fund("中央财政资金", None, "100", "80", "10", "80%", "8")
    result = made("mof-2020", fund, FULL)
    assert (result.rate, result.execution.score, result.total.score) == (Decimal("0.8"), 8, 98)
    assert result.execution.place == "funds[中央财政资金].score"


def test_several_rows_without_a_total_are_not_added_up():
    rows = [
        Fund("中央资金", None, "60", "60", None, "100%", None),
        Fund("县级资金", None, "40", "20", None, "50%", None),
    ]
    result = score(Form(funds=rows, indicators=[FULL], year="2024"), load("mof-2020"))
    assert result.rate is None and "年度资金总额" in result.execution.trace.why


def based_on(base: str) -> Book:
    """The national book with another base of the execution rate."""
    book = load("mof-2020")
    own = msgspec.structs.replace(book.parameter("execution.base"), value=base)
    return msgspec.structs.replace(book, parameters={**book.parameters, "execution.base": own})


def test_a_weight_of_twenty():
    fund = Fund("年度资金总额", None, "32", "31.4", None, "98.13%", "19.63")
    assert made("hubei-2020", fund, FULL).execution.score == Decimal("19.63")


def test_execution_inside_the_tree_counts_once():
    fund = Fund("年度资金总额", "100", "100", "80", None, "80%", None)
    inside = Indicator("管理", "资金管理", "预算执行率", None, "100%", None, "80%", "10", "8")
    assert made("ningxia-yinchuan-2021", fund, FULL, inside).total.score == 98
    assert made("mof-2020", fund, FULL).total.score == 98, "without it the funds block counts"


def test_indicators_that_make_the_whole_leave_the_execution_rate_no_points():
    rows = [msgspec.structs.replace(FULL, weight="60"), msgspec.structs.replace(FULL, weight="40")]
    bare = Fund("年度资金总额", None, "100", "80", None, "80%", None)
    total = made("mof-2020", bare, *rows).total
    assert total.score == 100 and "执行率不另计分" in total.trace.why
    scored = msgspec.structs.replace(bare, weight="10", score="8")
    assert made("mof-2020", scored, *rows).total.score == 108, "a form that prints its points counts them"
    assert made("mof-2020", bare, *rows[:1]).total.score == 68, "there the whole wants them"


@pytest.mark.parametrize("kind", ["transfer", "ndrc", "project"])
def test_a_form_without_scores_has_no_total(kind: str):
    fund = Fund("年度资金总额", None, "100", "80", None, "80%", None)
    row = Indicator("产出指标", "数量指标", "场次", None, "≥1场", None, "1场", None, None)
    result = made("transfer-2021", fund, row, kind=kind)
    assert result.total.score is None
    assert result.rate == Decimal("0.8")


@pytest.mark.parametrize(
    ("actual", "expected"), [("95%", "10"), ("90%", "10"), ("88%", "9"), ("80%", "8"), ("40%", "0")]
)
def test_satisfaction_by_bands(actual: str, expected: str):
    row = Indicator("满意度指标", "服务对象满意度指标", "群众满意率", None, "98%", None, actual, "10", "")
    assert made("jiangxi-2017", Fund("年度资金总额"), row).indicators[0].score.score == Decimal(expected)


@pytest.mark.parametrize(("actual", "expected"), [("5%", "5"), ("-10%", "5"), ("12%", "3"), ("20%", "1"), ("30%", "0")])
def test_cost_control_by_bands(actual: str, expected: str):
    row = Indicator("产出指标", "成本指标", "成本控制率", None, "10%", None, actual, "5", "")
    assert made("mof-2017-central", Fund("年度资金总额"), row).indicators[0].score.score == Decimal(expected)


@pytest.mark.parametrize(("book", "low"), [("mof-2020", "6"), ("mof-2016", "5"), ("hubei-2020", "5")])
def test_the_middle_band_begins_where_the_place_says(book: str, low: str):
    row = Indicator("效益指标", "社会效益指标", "环境改善", "定性", "改善", None, "部分达成", "10", "7")
    assert made(book, Fund("年度资金总额"), row).indicators[0].score.low == Decimal(low)
