"""What checks ask of every row is asked once of a row, and found without asking again."""

import gc
import weakref
from decimal import Decimal

import pytest

from jiheng.checks import case as case_module
from jiheng.checks import remembered
from jiheng.checks.case import Case, FundRow, Row
from jiheng.checks.remembered import each, each_fund
from jiheng.form import TOTAL_FUND, Form, Fund, Indicator
from jiheng.places import load
from jiheng.scoring import score


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    monkeypatch.setattr(remembered, "_each", {})
    monkeypatch.setattr(remembered, "_each_fund", {})
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


def test_rows_of_the_funds_are_asked_likewise(asked: list[str]) -> None:
    @each_fund
    def spent(row: FundRow) -> Decimal | None:
        asked.append(row.name)
        return row.executed

    @each_fund
    def fails(row: FundRow) -> bool:
        raise ArithmeticError(row.name)

    def with_funds(*funds: Fund) -> Case:
        form, book = Form("一", funds=list(funds), money_unit="万元"), load("mof-2020")
        return Case(form, book, score(form, book))

    total, other = Fund(TOTAL_FUND, "", "31.7", "29.3"), Fund("其他资金", "", "3.17", "")
    one = with_funds(total, other)
    assert [(row.name, amount) for row, amount in one.said_of_funds(spent)] == [(TOTAL_FUND, 293000)]
    with pytest.raises(ArithmeticError, match=TOTAL_FUND):
        one.said_of_funds(fails)
    assert with_funds(total).said_of_funds(spent)
    assert asked == [TOTAL_FUND, "其他资金"], "a row that comes back in another form is not asked again"


def test_rows_no_longer_used_are_gone_at_once(asked: list[str]) -> None:
    @each
    def named(row: Row) -> str:
        return row.name

    class Kept:
        """Stands in what is remembered of a row, and is gone with it."""

    one = case_of("用过就放")
    assert one.said(named)
    one.rows[0].memo["kept"] = kept = Kept()
    alive = weakref.ref(kept)
    gc.disable()
    try:
        del one, kept
        case_module._row.cache_clear()
        assert alive() is None, "a row that holds itself waits for the collector, which batches let run but rarely"
    finally:
        gc.enable()
