"""The forms beside the same projects' forms of last year."""

from typing import Any

import pytest

from jiheng.department.comparison import LastYearComparison
from jiheng.department.last_year import compare_last_year
from jiheng.form import Form
from jiheng.places import load

from .forms import form

BOOK = load("mof-2020")
MISSED, RATE, HOURS = 1, 2, 3
"""Indicators of the clean form: 打捞漂浮物重量 (missed, with a reason), 巡查考核合格率, 漂浮物清理时限 (≤)."""


def last(project: str = "2023年河道保洁", **changes: Any) -> Form:
    """A year before, with everything met just as it was set and all money spent."""
    made = form(project, "上年.docx#1", 年度="2023", **changes)
    for one in made.indicators:
        one.reason = ""
        if one.property in ("≥", "≤"):
            one.actual = one.target
    return made


def now(project: str = "2024年河道保洁", **changes: Any) -> Form:
    return form(project, 年度="2024", **changes)


def compared(this: Form, before: Form) -> LastYearComparison:
    return compare_last_year([this], [before], BOOK)


def told(comparison: LastYearComparison) -> list[tuple[str, str]]:
    return [(one.code, one.kind) for one in comparison.remarks]


def test_a_project_is_known_without_its_year_and_an_even_one_is_not_remarked() -> None:
    comparison = compared(now(), last())
    assert len(comparison.pairs) == 1 and comparison.findings == ()
    assert {outcome.state for outcome in comparison.outcomes.values()} == {"pass"}


@pytest.mark.parametrize(("index", "reached", "lower"), [(RATE, "97", True), (RATE, "95", False), (HOURS, "18", True)])
def test_a_target_below_what_was_reached(index: int, reached: str, lower: bool) -> None:
    before = last()
    before.indicators[index].actual = reached
    comparison = compared(now(), before)
    assert told(comparison) == ([("D27", "目标低于上年实际")] if lower else [])
    if lower:
        assert comparison.findings[0].place == f"indicators[{index}].target"
        assert comparison.findings[0].expected == reached


def test_the_same_shortfall_again_and_the_reason_copied() -> None:
    this, before = now(), last()
    before.indicators[MISSED].actual = "380"
    assert told(compared(this, before)) == [("D28", "连续两年未完成")]
    before.indicators[MISSED].reason = this.indicators[MISSED].reason
    assert told(compared(this, before)) == [("D28", "连续两年未完成"), ("D28", "原因照抄上年")]


@pytest.mark.parametrize(
    ("carried", "severity"), [("11", None), ("18", "warning"), ("0", "notice"), ("5", "notice"), ("", None)]
)
def test_money_carried_over(carried: str, severity: str | None) -> None:
    """Last year's budget is 110, of which 99 were spent."""
    comparison = compared(now(上年结转资金·全年预算数=carried), last())
    assert [one.severity.value for one in comparison.findings] == ([severity] if severity else [])
    assert all(one.code == "D29" for one in comparison.findings)


def test_forms_of_the_same_year_are_not_last_years() -> None:
    comparison = compared(now(), now("2024年河道保洁"))
    assert comparison.pairs == () and "同一年度" in comparison.notes[0]
    assert {outcome.state for outcome in comparison.outcomes.values()} == {"not_applicable"}


def test_another_project_is_not_compared() -> None:
    comparison = compared(now(), last("智慧水务平台建设"))
    assert comparison.pairs == () and comparison.suspected == ()


@pytest.mark.parametrize("secret_side", ["now", "last"])
def test_a_project_that_is_secret_in_one_year_stays_unseen(secret_side: str) -> None:
    this, before = now(), last()
    (this if secret_side == "now" else before).secrecy = "秘密★3年"
    comparison = compare_last_year([this, form("甲路养护", 年度="2024")], [before, last("乙桥维修")], BOOK)
    assert comparison.pairs == () and comparison.suspected == ()
    if secret_side == "now":
        assert "河道保洁" not in repr(comparison)
