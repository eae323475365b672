"""What holds for every score, whatever the form says."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jiheng.form import TOTAL_FUND, Form, Fund, Indicator
from jiheng.places import books, load
from jiheng.scoring import FormScore, Verdict, explain, score

ZERO = Decimal(0)
BOOKS = st.sampled_from(sorted(books())).map(load)
SIGNS = st.sampled_from(["≥", "≤", "=", ">", "<", ""])
FIGURES = st.decimals(0, 10_000, places=2)
WEIGHTS = st.integers(1, 60)
ODD = st.sampled_from(
    [
        "",
        "0",
        "-5",
        "NaN",
        "∞",
        "1e9999",
        "9" * 400,
        "优良中低差",
        "优",
        "12月底前",
        "3-5天",
        "90%",
        "≥90%",
        "已完成",
        "无",
        "5万",
    ]
)
CELLS = st.one_of(st.text(max_size=20), ODD, FIGURES.map(str))


def one(book, sign: str, target: object, actual: object, weight: object, unit: str = "个"):
    row = Indicator(l1="产出指标", l2="数量指标", l3="完成量", target=f"{sign}{target}{unit}", actual=f"{actual}{unit}")
    row.weight = str(weight)
    return score(Form(year="2025", indicators=[row]), book).indicators[0]


@settings(deadline=None)
@given(BOOKS, SIGNS, FIGURES, FIGURES, WEIGHTS)
def test_a_score_lies_between_nothing_and_its_weight(book, sign, target, actual, weight):
    found = one(book, sign, target, actual, weight).score
    if found.verdict is not Verdict.UNDECIDED:
        assert found.low is not None and found.high is not None
        assert 0 <= found.low <= found.high <= weight
        assert found.score is None or found.low <= found.score <= found.high
        assert all(found.low <= alternative.score <= found.high for alternative in found.alternatives)


@settings(deadline=None)
@given(BOOKS, FIGURES.filter(bool), FIGURES, FIGURES, WEIGHTS)
def test_more_is_never_worse_below_a_positive_target(book, target, one_actual, other_actual, weight):
    less, more = sorted((min(one_actual, target), min(other_actual, target)))
    first, second = one(book, "≥", target, less, weight).score.score, one(book, "≥", target, more, weight).score.score
    assert first is not None and second is not None
    assert first <= second <= weight


@settings(deadline=None)
@given(BOOKS, FIGURES.filter(bool), FIGURES, FIGURES, WEIGHTS)
def test_less_is_never_worse_for_a_reverse_target(book, target, one_actual, other_actual, weight):
    less, more = sorted((one_actual, other_actual))
    first, second = one(book, "≤", target, less, weight).score.score, one(book, "≤", target, more, weight).score.score
    assert first is not None and second is not None
    assert weight >= first >= second


@settings(deadline=None)
@given(BOOKS, st.sampled_from(["≥", "≤", "="]), st.integers(1, 900), st.integers(1, 900), WEIGHTS)
def test_the_unit_of_money_makes_no_difference(book, sign, target, actual, weight):
    in_ten_thousands = one(book, sign, target, actual, weight, "万元")
    in_yuan = one(book, sign, target * 10_000, actual * 10_000, weight, "元")
    assert in_ten_thousands.score.score == in_yuan.score.score
    assert in_ten_thousands.score.verdict == in_yuan.score.verdict
    assert in_ten_thousands.ratio == in_yuan.ratio


@settings(deadline=None)
@given(BOOKS, FIGURES.filter(bool), FIGURES, WEIGHTS)
def test_the_execution_score_is_the_rounded_share(book, budget, executed, weight):
    funds = [Fund(TOTAL_FUND, initial=str(budget), budget=str(budget), executed=str(executed), weight=str(weight))]
    found = score(Form(funds=funds), book)
    assert found.rate == executed / budget
    assert found.execution.score == min(weight * executed / budget, Decimal(weight)).quantize(
        Decimal("0.01"), "ROUND_HALF_UP"
    )


@settings(deadline=None, max_examples=examples(200))
@given(
    BOOKS,
    st.lists(st.fixed_dictionaries(dict.fromkeys(("l1", "l2", "l3", "target", "actual", "weight", "score"), CELLS))),
    CELLS,
    CELLS,
)
def test_no_cell_breaks_scoring_and_the_total_is_the_sum(book, rows, budget, executed):
    funds = [Fund(TOTAL_FUND, budget=budget, executed=executed, weight="10", score="9")]
    form = Form(year="2025", funds=funds, indicators=[Indicator(**row) for row in rows])
    found = score(form, book)
    assert explain(found)
    assert msgspec.json.decode(msgspec.json.encode(found), type=dict)
    if found.total.score is not None:
        assert found.total.low is not None and found.total.high is not None
        assert found.total.low <= found.total.score <= found.total.high
        assert found.grade is not None
        sure = sum((each.score.score or ZERO for each in found.indicators), found.execution.score or ZERO)
        assert found.total.score >= sure


def test_the_total_takes_printed_scores_within_their_band():
    book = load("mof-2020")
    funds = [Fund(TOTAL_FUND, budget="10", executed="10", weight="10", score="10")]
    rows = [
        Indicator(target="≥10个", actual="9个", weight="50", score="50"),
        Indicator(target="改善环境", actual="改善环境", weight="30", score="27"),
        Indicator(target="改善环境", actual="改善环境", weight="10", score="2"),
    ]
    found = score(Form(funds=funds, indicators=rows), book)
    assert found.total.score == 10 + 45 + 27 + 8
    assert (found.total.low, found.total.high) == (10 + 45 + 24 + 8, 10 + 45 + 30 + 10)
    assert found.grade == "优"
    rows[1].score = ""
    missing: FormScore = score(Form(funds=funds, indicators=rows), book)
    assert missing.total.verdict is Verdict.UNDECIDED
    assert missing.total.score is None and missing.grade is None


@pytest.mark.parametrize(
    ("total", "grade"), [(100, "优"), (90, "优"), (89, "良"), (80, "良"), (79, "中"), (60, "中"), (59, "差")]
)
def test_grades_include_their_lower_bound(total: int, grade: str):
    row = Indicator(target="≥100个", actual=f"{total}个", weight="100")
    funds = [Fund(TOTAL_FUND, budget="10", executed="0", weight="10")]
    assert score(Form(funds=funds, indicators=[row]), load("mof-2020")).grade == grade


@pytest.mark.parametrize(("weight", "printed"), [("", "-5"), ("-5", "3"), ("-5", "-5")])
def test_negative_figures_do_not_pull_the_total_below_its_bounds(weight: str, printed: str):
    form = Form(indicators=[Indicator(weight=weight, score=printed)], funds=[Fund(TOTAL_FUND, score="9")])
    found = score(form, load("mof-2020")).total
    assert found.low is not None and found.score is not None and found.high is not None
    assert 0 <= found.low <= found.score <= found.high
