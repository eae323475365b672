"""What is corrected from the form alone, and what is left to a person."""

import copy
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.writing.office_files import Figures, docx

from jiheng.checks import audit
from jiheng.form import Doubt, Form, cell
from jiheng.quantity import number, share
from jiheng.reading.read import read_bytes
from jiheng.trouble import Trouble
from jiheng.writing.correct.likeness import like
from jiheng.writing.correct.plan import CorrectionPlan, plan

RATE, SCORE = "funds[年度资金总额].rate", "funds[年度资金总额].score"


def form(figures: Figures) -> Form:
    return next(item for item in read_bytes(docx(figures), "甲.docx") if isinstance(item, Form))


def planned(of: Form) -> CorrectionPlan:
    return plan(audit([of]).forms[0], lambda origin, before, wanted: wanted)


def changes(of: CorrectionPlan) -> dict[str, tuple[str, str]]:
    return {change.place: (change.before, change.after) for change in of.changes}


def of_figures(of: CorrectionPlan) -> list[str]:
    """Codes of what is left to a person among figures and scores; what is said of goals and targets is left anyway."""
    return [left.finding.code for left in of.left if left.finding.code[0] in "AS"]


def why(of: CorrectionPlan, place: str) -> str:
    return next(left.why for left in of.left if left.finding.place == place)


def test_one_wrong_rate_changes_score_and_total_after_it() -> None:
    before = form(Figures())
    untouched = copy.deepcopy(before)
    result = planned(before)
    assert changes(result) == {RATE: ("100%", "75%"), SCORE: ("10", "7.5"), "total_score": ("100", "97.5")}
    assert before == untouched
    assert result.form.totals[0].score == "97.5"
    assert of_figures(result) == []
    assert planned(result.form).changes == ()


def test_a_missing_rate_and_a_missing_total_are_filled_in() -> None:
    result = planned(form(Figures(rate="", score="7.5", total="")))
    assert changes(result) == {RATE: ("", "75%"), "total_score": ("", "97.5")}


def test_a_right_form_is_left_alone() -> None:
    result = planned(form(Figures(rate="75%", score="7.5", total="97.5")))
    assert result.changes == () and of_figures(result) == []


@pytest.mark.parametrize("place", [RATE, "funds[年度资金总额]", "funds[年度资金总额].budget", "funds"])
def test_a_doubtful_reading_changes_nothing_that_rests_on_it(place: str) -> None:
    doubtful = form(Figures())
    doubtful.uncertain.append(Doubt(place, "看不清"))
    result = planned(doubtful)
    assert RATE not in changes(result)
    assert "看不清" in why(result, RATE)


def test_a_doubtful_row_leaves_the_total_alone() -> None:
    doubtful = form(Figures(rate="75%", score="7.5"))
    doubtful.uncertain.append(Doubt("indicators[1]", "错了位"))
    result = planned(doubtful)
    assert changes(result) == {}
    assert of_figures(result) == []  # a sum over a doubted row is no evidence that the total is wrong


def test_a_score_above_its_weight_leaves_the_total_to_a_person() -> None:
    result = planned(form(Figures(rate="75%", score="7.5", second_score="33", total="98")))
    assert changes(result) == {}
    assert "A11" in why(result, "total_score")


@pytest.mark.parametrize("score", ["完成", "", "-3"])
def test_a_score_that_is_no_figure_leaves_the_total_to_a_person(score: str) -> None:
    for total in ("", "98"):
        result = planned(form(Figures(rate="75%", score="7.5", second_score=score, total=total)))
        assert "total_score" not in changes(result)


def test_more_spent_than_there_was_leaves_the_rate_to_a_person() -> None:
    result = planned(form(Figures(executed="250")))
    assert RATE not in changes(result)


def test_parts_that_do_not_add_up_leave_the_rate_to_a_person() -> None:
    wrong = form(Figures())
    wrong.funds[1].executed = "160"
    result = planned(wrong)
    assert RATE not in changes(result) and SCORE not in changes(result)
    assert "A03" in why(result, RATE)


def test_two_totals_leave_both_to_a_person() -> None:
    wrong = form(Figures(rate="75%", score="7.5"))
    wrong.totals.append(copy.copy(wrong.totals[0]))
    wrong.totals[0].score = "93"
    assert changes(planned(wrong)) == {}


def test_a_total_without_a_cell_is_not_missed() -> None:
    without = form(Figures(rate="75%", score="7.5"))
    without.totals, without.total_score, without.total_weight = [], None, None
    without.origins.pop("total_score")
    result = planned(without)
    assert changes(result) == {}
    assert of_figures(result) == []


def test_what_cannot_be_written_holds_up_what_follows() -> None:
    def shown(origin: object, before: str, wanted: str) -> str:
        if wanted == "7.5":
            raise Trouble("公式")
        return wanted

    result = plan(audit([form(Figures(total="96"))]).forms[0], shown)
    assert set(changes(result)) == {RATE}
    assert why(result, SCORE) == "公式"
    assert "A02" in why(result, "total_score")


def test_slight_differences_are_left() -> None:
    result = planned(form(Figures(rate="75%", score="8", total="98")))
    assert SCORE not in changes(result)
    assert "取整" in why(result, SCORE)


def test_a_slight_difference_that_follows_a_correction_is_corrected() -> None:
    result = planned(form(Figures(executed="200", rate="99%", score="9.9", total="99.9")))
    assert changes(result) == {RATE: ("99%", "100%"), SCORE: ("9.9", "10"), "total_score": ("99.9", "100")}


@pytest.mark.parametrize(
    ("printed", "wanted", "text"),
    [
        ("100%", "56.25%", "56.25%"), ("100", "56.25%", "56.25"), ("1", "56.25%", "0.5625"),
        ("0.9", "56.25%", "0.5625"),
        ("100", "0.56%", "0.56%"), ("", "75%", "75%"), ("10分", "7.5", "7.5分"), ("10", "7.5", "7.5"),
        ("100", "5.6%", "5.6"),
    ],
)  # fmt: skip
def test_a_figure_is_written_as_its_neighbour_was(printed: str, wanted: str, text: str) -> None:
    assert like(printed, wanted) == text


@given(st.sampled_from(["100%", "100", "1", "0.9", "", "10.5"]), st.decimals(0, 1, places=4))
def test_a_rate_never_changes_its_meaning(printed: str, ratio: Decimal) -> None:
    wanted = f"{(ratio * 100).normalize():f}%"
    understood = share(like(printed, wanted))
    assert understood is not None and understood.ratio == ratio


FIGURE = st.integers(0, 130).map(str)


@given(FIGURE, FIGURE, FIGURE, FIGURE, FIGURE)
def test_correcting_the_corrected_changes_nothing(
    rate: str, score: str, total: str, executed: str, second: str
) -> None:
    figures = Figures(rate=f"{rate}%", score=score, total=total, executed=executed, second_score=second)
    result = planned(form(figures))
    again = planned(result.form)
    assert again.changes == ()
    assert again.form == result.form
    for change in result.changes:
        assert number(cell(result.form, change.place)) is not None or share(cell(result.form, change.place))
