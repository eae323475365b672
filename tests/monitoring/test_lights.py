"""Lights, forecasts and breaks of single rows: positive, reverse, dated, in words, and what cannot be told."""

from decimal import Decimal

import msgspec
import pytest

from jiheng.form import Indicator
from jiheng.monitoring import (
    Light,
    Period,
    Point,
    Watched,
    break_between,
    execution_light,
    indicator_light,
    needs_reason,
    period_of,
    propose_forecast,
    usual_period,
    worst,
)
from jiheng.places import load
from jiheng.places.book import Book
from jiheng.scoring import sentence

BOOK = load("mof-2020")
TO_JULY = Period(1, 7)


@pytest.mark.parametrize(
    ("target", "so_far", "forecast", "ticked", "light", "basis"),
    [
        ("≥240次", "146次", "240次", "", "green", "forecast"),
        ("≥60处", "22处", "55处", "", "yellow", "forecast"),
        ("≥60处", "22处", "30处", "", "red", "forecast"),
        ("≥60处", "22处", "59.99处", "", "yellow", "forecast"),
        (">90%", "", "90%", "", "yellow", "forecast"),
        ("≤2小时", "", "2小时", "", "green", "forecast"),
        ("≤2小时", "", "3小时", "", "red", "forecast"),
        ("≤85万元", "31.2万元", "90万元", "", "yellow", "forecast"),
        ("0起", "0起", "0起", "", "green", "forecast"),
        ("优", "", "良", "", "red", "forecast"),
        # nothing foretold: what was ticked, else the value against the time gone
        ("≥60处", "22处", "", "完全不可能", "red", "likelihood"),
        ("≥60处", "22处", "", "确定能", "green", "likelihood"),
        ("≥60处", "22处", "", "", "yellow", "progress"),
        ("≥60处", "12处", "", "", "red", "progress"),
        ("≥60处", "30处", "", "", "green", "progress"),
        ("≥60处", "50处", "", "", "blue", "progress"),
        ("≥60处", "60处", "", "", "green", "progress"),
        ("≥98%", "97%", "", "", "yellow", "progress"),  # a rate does not add up over the year
        ("≤85万元", "31.2万元", "", "", "green", "progress"),
        ("≤2小时", "3小时", "", "", "red", "progress"),
        # days
        ("6月底前", "", "7月15日完成", "", "yellow", "date"),
        ("2022年6月底前", "", "2022年10月", "", "red", "date"),
        ("11月前", "", "11月2日", "", "yellow", "date"),
        ("6月底前", "进行中", "", "", "red", "date"),
        ("12月底前", "进行中", "", "", "none", ""),
        ("≥90%", "未测评", "", "", "none", ""),
        ("", "22处", "30处", "", "none", ""),
    ],
)
def test_light(target: str, so_far: str, forecast: str, ticked: str, light: str, basis: str):
    watched = Watched(so_far, forecast, ticked)
    judged = indicator_light(Indicator(target=target, l3="指标"), watched, TO_JULY, BOOK, 2022)
    assert (judged.light, judged.basis) == (Light(light), basis), judged.trace
    assert sentence(judged.trace)
    assert bool(judged.trace.why) == (judged.light is Light.NONE)
    assert bool(judged.trace.parameters) == (judged.light is not Light.NONE)


def test_sign_and_unit_in_columns_of_their_own_count():
    row = Indicator(target="95", property="≥", unit="%", l3="合格率")
    judged = indicator_light(row, Watched(forecast="90"), TO_JULY, BOOK)
    assert judged.light is Light.YELLOW
    assert "≥95%" in judged.trace.formula


def test_execution_is_measured_against_the_time_gone():
    judged = execution_light("85", "31.2", TO_JULY, BOOK)
    assert judged.light is Light.YELLOW
    assert "执行率 36.71%，时间已过 58.33%，为进度的 62.92%" in judged.trace.formula
    assert execution_light("85", "60", TO_JULY, BOOK).light is Light.BLUE
    assert execution_light("85万元", "312000元", TO_JULY, BOOK).share == judged.share
    assert execution_light("0", "0", TO_JULY, BOOK).trace.why == "预算数为 0 或没有填"
    assert execution_light("85", "", TO_JULY, BOOK).light is Light.NONE


def test_forecast_goes_on_as_between_the_periods():
    row = Indicator(target="≥60处")
    assert propose_forecast(row, [Point(7, "22处")]).text == "38处"
    proposal = propose_forecast(row, [Point(7, "22处"), Point(3, "5处")])
    assert (proposal.text, proposal.figure) == ("43处", Decimal(43))
    assert proposal.formula == "从3 月底 5处到 7 月底 22处，每月 4.25，照此到年底为 43处"
    assert propose_forecast(Indicator(target="≥90%"), [Point(3, "95%"), Point(7, "91%")]).text == "91%"
    assert propose_forecast(row, [Point(12, "61处")]).text == "61处"
    assert propose_forecast(Indicator(target="≤85", unit="万元"), [Point(6, "31.25")]).text == "62.5万元"


@pytest.mark.parametrize(
    "points", [[], [Point(7, "进行中")], [Point(3, "9处"), Point(7, "4处")], [Point(3, "9处"), Point(7, "4万元")]]
)
def test_no_forecast_where_nothing_follows(points: list[Point]):
    proposal = propose_forecast(Indicator(target="≥60处"), points)
    assert proposal.text == ""
    assert proposal.why


def test_break_between_august_and_december():
    row = Indicator(target="≥60处")
    found = break_between(row, "60处", "36处", BOOK)
    assert found is not None
    assert found.trace.formula == "监控时预计 60处（目标的 100%），自评实际 36处（目标的 60%）"
    assert break_between(row, "60处", "55处", BOOK) is None  # within the band
    assert break_between(row, "30处", "60处", BOOK) is None  # better than said
    assert break_between(row, "", "36处", BOOK) is None
    late = break_between(Indicator(target="6月底前"), "6月20日", "8月1日", BOOK)
    assert late is not None


def test_periods_as_they_are_printed():
    assert period_of("1-7月执行数") == TO_JULY
    assert period_of("截至8月底完成值") == Period(1, 8)
    assert period_of("上半年") == Period(1, 6)
    assert period_of("第三季度完成情况") == Period(1, 9)
    assert period_of("全年执行数") is None
    assert period_of("13-14月") is None
    assert TO_JULY.label == "1—7月"
    assert usual_period(BOOK) == TO_JULY
    with pytest.raises(ValueError, match="期间"):
        Period(8, 3)


def test_the_place_decides_thresholds_and_which_lights_are_explained():
    old = BOOK.parameter("monitoring.forecast_bands")
    strict = ({"light": "green", "from": Decimal(1)}, {"light": "red", "from": Decimal(0)})
    own = {**BOOK.parameters, old.path: msgspec.structs.replace(old, value=strict)}
    book: Book = msgspec.structs.replace(BOOK, parameters=own)
    row = Indicator(target="≥60处")
    assert indicator_light(row, Watched(forecast="59处"), TO_JULY, book).light is Light.RED
    assert [needs_reason(light, BOOK) for light in Light] == [False, False, True, True, False]
    assert worst([Light.GREEN, Light.RED, Light.NONE]) is Light.RED
    assert worst([]) is Light.NONE
