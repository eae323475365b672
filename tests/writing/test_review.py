from decimal import Decimal

import pytest

from jiheng.form import Fund, Indicator
from jiheng.writing.score_review import Review, ScoreAgreement, reviews

from .sample import audited, form


def execution(printed: str, executed: str = "99") -> Review:
    fund = Fund("年度资金总额", "120", "110", executed, "10", "", printed)
    return list(reviews(audited(form(funds=[fund]))))[1]


def indicator(printed: str, **changes: str) -> Review:
    row = Indicator("产出指标", "数量指标", "打捞漂浮物重量", "≥", "400", "吨", "386", "10", printed, "")
    for name, text in changes.items():
        setattr(row, name, text)
    return list(reviews(audited(form(indicators=[row]))))[2]


@pytest.mark.parametrize(
    ("printed", "executed", "standing", "gap"),
    [
        ("9", "99", ScoreAgreement.AGREES, None),
        ("9.2", "99", ScoreAgreement.OFF, Decimal("0.20")),
        ("9.99", "109.97", ScoreAgreement.AGREES, None),
        ("9", "97", ScoreAgreement.NEAR, Decimal("0.18")),
        ("", "99", ScoreAgreement.MISSING, None),
        ("九点", "99", ScoreAgreement.MISSING, None),
        ("9", "", ScoreAgreement.UNKNOWN, None),
    ],
)
def test_how_an_execution_score_stands(
    printed: str, executed: str, standing: ScoreAgreement, gap: Decimal | None
) -> None:
    review = execution(printed, executed)
    assert (review.standing, review.gap) == (standing, gap)
    assert review.wrong == (standing in (ScoreAgreement.OFF, ScoreAgreement.MISSING))
    assert review.why


def test_full_marks_for_a_missed_target_are_no_rounding() -> None:
    assert indicator("10").standing is ScoreAgreement.OFF
    assert indicator("9.65").standing is ScoreAgreement.AGREES


@pytest.mark.parametrize(
    ("printed", "standing", "gap"),
    [
        ("8", ScoreAgreement.WITHIN, None),
        ("10", ScoreAgreement.WITHIN, None),
        ("7", ScoreAgreement.OUTSIDE, Decimal(-1)),
    ],
)
def test_a_level_is_held_against_its_band(printed: str, standing: ScoreAgreement, gap: Decimal | None) -> None:
    review = indicator(printed, property="定性", target="优良中低差", actual="优（有照片）", unit="")
    assert (review.standing, review.range, review.gap) == (standing, "8–10", gap)


def test_total_comes_first_then_execution_then_every_indicator() -> None:
    told = list(reviews(audited(form())))
    assert [review.item for review in told[:3]] == ["总分", "预算执行率", "保洁河道条数"]
    assert len(told) == 2 + len(form().indicators)
    assert told[0].why.startswith("等级：优；")


def test_a_form_without_funds_says_so() -> None:
    assert list(reviews(audited(form(funds=[]))))[1].standing is ScoreAgreement.UNKNOWN
