"""The sums of a form pick between readings that were really seen."""

from hypothesis import given
from hypothesis import strategies as st

from jiheng.form import TOTAL_FUND, Form, Fund, Indicator
from jiheng.reading.scan.arithmetic import choose


def form(scores=("30", "18", "20", "20"), total="98", executed="86"):
    weights = ("30", "20", "20", "20")
    return Form(
        funds=[
            Fund(TOTAL_FUND, "100", "100", executed, "10", "86%", "8.6"),
            Fund("当年财政拨款", "100", "100", "86", "—", "86%", "—"),
        ],
        indicators=[
            Indicator("产出指标", "数量指标", f"检查{n}次", weight=w, score=s)
            for n, (w, s) in enumerate(zip(weights, scores, strict=True))
        ],
        total_weight="100",
        total_score=total,
    )


def test_a_score_that_makes_the_total_is_taken():
    chosen = choose(form(("30", "16", "20", "20"), "96.6"), {"indicators[1].score": ["18"]})
    assert chosen["indicators[1].score"].text == "18"
    assert "总分" in chosen["indicators[1].score"].sum


def test_the_rate_decides_about_the_executed_amount():
    chosen = choose(form(executed="88"), {f"funds[{TOTAL_FUND}].executed": ["86"]})
    assert chosen[f"funds[{TOTAL_FUND}].executed"].text == "86"


def test_nothing_is_changed_that_was_not_seen_otherwise():
    assert choose(form(("30", "16", "20", "20"), "96.6"), {}) == {}
    assert choose(form(("30", "16", "20", "20"), "96.6"), {"indicators[1].score": ["17"]}) == {}


def test_nothing_is_changed_while_the_sums_hold():
    assert choose(form(total="96.6"), {"indicators[1].score": ["16"], "total_score": ["98"]}) == {}


def test_two_ways_to_mend_a_sum_are_no_choice():
    others = {"indicators[1].score": ["18"], "indicators[2].score": ["22"]}
    weights_allow = form(("30", "16", "16", "20"), "92.6")
    assert choose(weights_allow, {"indicators[1].score": ["20"], "indicators[2].score": ["20"]}) == {}
    assert set(choose(form(("30", "16", "20", "20"), "96.6"), others)) == {"indicators[1].score"}


def test_a_mistake_of_the_form_itself_stays():
    assert choose(form(total="100"), {"year": ["2025"]}) == {}


@given(st.lists(st.text(alphabet="0123456789.,-—%万e∞", max_size=12), min_size=4, max_size=4), st.text(max_size=8))
def test_any_texts_are_borne(scores, other):
    chosen = choose(form(tuple(scores)), {"indicators[0].score": [other], f"funds[{TOTAL_FUND}].rate": [other]})
    assert all(choice.text == other for choice in chosen.values())
