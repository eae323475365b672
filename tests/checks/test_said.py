"""What checks ask of every row is asked once of a row, and found without asking again."""

from decimal import Decimal

import pytest

from jiheng.checks import case as module
from jiheng.checks.case import Case, Row, each
from jiheng.form import Form, Indicator
from jiheng.places import load
from jiheng.scoring import score


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(module, "_each", {})
    return []


def case_of(*names: str) -> Case:
    rows = [Indicator("产出指标", "数量指标", name, "≥", "3", "次", "3", "10", "10", "") for name in names]
    form, book = Form("一", indicators=rows), load("mof-2020")
    return Case(form, book, score(form, book))


def test_rows_of_which_something_is_said(asked: list[str]) -> None:
    @each
    def shares(row: Row) -> Decimal | None:
        asked.append(row.name)
        return {"零次": Decimal(0), "三次": Decimal(3)}.get(row.name)

    @each
    def is_third(row: Row) -> bool:
        return row.name == "三次"

    one = case_of("零次", "二次", "三次")
    assert [(row.name, share) for row, share in one.said(shares)] == [("零次", 0), ("三次", 3)]
    assert [row.name for row, _ in one.said(is_third)] == ["三次"]
    one.forget()
    assert [row.name for row, _ in one.said(shares)] == ["零次", "三次"] and len(asked) == 3
    assert [row.name for row, _ in case_of("零次", "二次", "别的").said(shares)] == ["零次"]
    assert asked[3:] == ["别的"], "a row that comes back in another form is not asked again"


def test_a_function_that_raises_stops_no_other(asked: list[str]) -> None:
    @each
    def fails(row: Row) -> bool:
        raise ArithmeticError(row.name)

    @each
    def named(row: Row) -> str:
        return row.name

    one = case_of("坏一行")
    assert [said for _, said in one.said(named)] == ["坏一行"]
    with pytest.raises(ArithmeticError, match="坏一行"):
        one.said(fails)


def test_functions_of_modules_loaded_later_are_asked_too(asked: list[str]) -> None:
    @each
    def first(row: Row) -> str:
        return "先"

    assert case_of("后来一行").said(first)

    @each
    def later(row: Row) -> str:
        return "后"

    assert [said for _, said in case_of("后来一行").said(later)] == ["后"]
