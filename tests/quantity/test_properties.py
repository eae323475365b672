import runpy
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jiheng.quantity import (
    Comparator,
    Kind,
    Quantity,
    Value,
    answer,
    convert,
    may_be_dated,
    may_count,
    meets,
    money,
    number,
    parse,
    render,
    share,
)
from jiheng.quantity import understood as told

FIGURES = st.decimals(min_value=0, max_value=10**9, places=2).map(lambda d: d.normalize()).map(lambda d: f"{d:f}")
COUNTED = ("", "个", "项", "次", "人", "人次", "家", "万人次", "次/年", "Mbps", "平方米", "公顷")
MEASURED = (
    "%",
    "‰",
    "成",
    "个百分点",
    "元",
    "万元",
    "亿元",
    "元/人",
    "分钟",
    "小时",
    "天",
    "个月",
    "年",
    "工作日",
    "小时/次",
)
UNITS = st.sampled_from(COUNTED + MEASURED)
SIGNS = st.sampled_from(["", "≥", "≤", ">", "<", "=", "不少于", "不超过", "约", "近"])
ENDS = st.sampled_from(["", "以上", "以内", "左右", "以下"])
WORDS = st.sampled_from(
    [
        "",
        "完成",
        "，",
        "优（",
        "；",
        "2024年",
        "支出",
        "已",
        "）",
        "第",
        "IPv6",
        " ",
        "2023.12.31",
        "12月底前",
        "-",
        "7×24",
    ]
)
CELLS = st.lists(st.tuples(WORDS, SIGNS, FIGURES, UNITS, ENDS), max_size=4).map(
    lambda rows: "".join("".join(r) for r in rows)
)
WILD = st.text(
    st.one_of(st.characters(), st.sampled_from("0123456789.,%万亿元年月日一二百千第优良中差/-~×$\\≥≤余多半约")),
    max_size=60,
)
TEXTS = st.one_of(CELLS, WILD)


def bare(value: Value) -> tuple[object, ...]:
    """What a value says, without where in the text it says so."""
    said = tuple(
        (q.kind, q.comparator, q.figure, q.unit, q.base, q.upper, q.upper_base, q.approximate) for q in value.quantities
    )
    return said, value.scale, value.level


@settings(max_examples=examples(600), deadline=None)
@given(TEXTS)
def test_what_is_printed_reads_back_to_the_same_value(text: str) -> None:
    value = parse(text)
    assert bare(parse(render(value))) == bare(value)


@settings(max_examples=examples(300), deadline=None)
@given(
    FIGURES,
    SIGNS,
    UNITS,
    st.sampled_from([None, "≥", "=", "定性"]),
    st.sampled_from([None, "项", "%", "万元", "课包", "/"]),
)
def test_completed_cells_read_back(figure: str, sign: str, unit: str, column: str | None, measure: str | None) -> None:
    value = parse(sign + figure + unit, sign=column, unit=measure)
    assert bare(parse(render(value))) == bare(value)


@settings(max_examples=examples(600), deadline=None)
@given(TEXTS)
def test_spans_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for quantity in parse(text).quantities:
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end


@settings(max_examples=examples(600), deadline=None)
@given(TEXTS, st.sampled_from([None, "项", "年", "月"]))
def test_only_what_may_be_dated_depends_on_the_year(text: str, unit: str | None) -> None:
    if not may_be_dated(text):
        assert parse(text, unit=unit, year=2023) == parse(text, unit=unit)


@given(st.one_of(TEXTS, WILD))
def test_only_what_may_count_counts(text: str) -> None:
    if not may_count(text):
        assert not any(quantity.figure is not None and quantity.unit for quantity in parse(text).quantities)


@settings(max_examples=examples(600), deadline=None)
@given(WILD, st.one_of(st.none(), WILD), st.one_of(st.none(), WILD))
def test_no_text_raises(text: str, sign: str | None, unit: str | None) -> None:
    value = parse(text, sign=sign, unit=unit)
    assert value.text == text
    assert told(value)
    for quantity in value.quantities:
        assert all(d is None or d.is_finite() for d in (quantity.figure, quantity.base, quantity.upper))
        assert meets(quantity, quantity) in (True, None)
    answer(value, value, text)
    number(text), share(text), money(text, unit)


@given(
    FIGURES,
    st.sampled_from([("元", "亿元"), ("分钟", "天"), ("个月", "年"), ("平方米", "公顷"), ("MB", "TB"), ("%", "‰")]),
)
def test_conversion_there_and_back_is_exact(figure: str, units: tuple[str, str]) -> None:
    one, other = units
    (quantity,) = parse(figure + one).quantities
    there = convert(quantity, other)
    assert there is not None and there.base == quantity.base
    assert convert(there, one) == quantity


@given(FIGURES, FIGURES, st.sampled_from(["项", "%", "万元", "小时"]))
def test_meeting_agrees_with_arithmetic(goal: str, got: str, unit: str) -> None:
    def of(text: str) -> Quantity:
        return parse(text).quantities[0]

    assert meets(of(f"≥{goal}{unit}"), of(got + unit)) is (Decimal(got) >= Decimal(goal))
    assert meets(of(f"≤{goal}{unit}"), of(got + unit)) is (Decimal(got) <= Decimal(goal))


@pytest.mark.full
def test_hostile_texts_take_bounded_time() -> None:
    pieces = [
        "9",
        "一",
        "A",
        "1,",
        "1.",
        "1-",
        "≥",
        "年",
        "2023年",
        "1月",
        "第",
        "优",
        "1/",
        "7×",
        " ",
        "\\geq",
        "<br",
        "不超过",
        "(",
        "半",
    ]
    texts = [piece * 20_000 for piece in pieces] + [piece * (19_000 // len(piece)) for piece in pieces]
    began = time.process_time()
    for text in [*texts, "9" * 10**6, "1e" * 10**5]:
        parse(text)
        number(text)
        money(text, "元")
    assert time.process_time() - began < 10


def test_long_figures_stay_text() -> None:
    assert parse("9" * 10**6).kind is Kind.TEXT
    assert all(q.comparator is not Comparator.EQ for q in parse("1" * 25 + "项").quantities)


def test_the_fuzz_target_runs() -> None:
    target = Path(__file__).resolve().parents[2] / "fuzz" / "fuzz_quantity.py"
    assert runpy.run_path(str(target))["with_random"](0.3) > 0
