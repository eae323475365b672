"""How scores follow the place: the base of the execution rate, where it is counted, forms without scores, bands."""

from decimal import Decimal

import msgspec
import pytest

from jiheng.checks import State, audit
from jiheng.form import Form, Fund, Indicator, Labelled
from jiheng.places import Book, load
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
