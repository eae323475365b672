"""Units in Latin letters in any case, scientific notation, denied bounds, units nobody listed, closing levels."""

from decimal import Decimal

import pytest

from jiheng.quantity import Comparator, closing, meets, number, parse, shared_unit


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("≥5000m", "4000m", False),
        ("≥5km", "5200m", True),
        ("≥12000m2", "9000m²", False),
        ("≥12000㎡", "1.3hm²", True),
        ("≤2h", "5H", False),
        ("≤60dB", "75分贝", False),
        ("≥95分贝", "95DB", True),
        ("≥3000m3", "2000立方米", False),
        ("≥500kW", "0.3MW", False),
        ("≥10KV", "10千伏", True),
        ("≥1.6Mpa", "1.5MPa", False),
        ("≤30mg/L", "28mg/l", True),
        ("≥50HZ", "49hz", False),
        ("≥300t", "280吨", False),
    ],
)
def test_units_in_latin_letters_compare(target: str, actual: str, met: bool) -> None:
    assert meets(parse(target).quantities[0], parse(actual).quantities[0]) is met


@pytest.mark.parametrize("text", ["5G网络", "提升5A级景区形象", "4S店", "ISO9001", "A4纸", "2E5", "IPv6"])
def test_designations_are_no_units(text: str) -> None:
    assert not any(quantity.unit for quantity in parse(text).quantities)


@pytest.mark.parametrize(
    ("text", "figure", "unit"),
    [("4.2E+3", "4200", ""), ("1.2E+07元", "12000000", "元"), ("3.5e2株", "350", "株"), ("5E-01", "0.5", "")],
)
def test_scientific_notation_is_one_figure(text: str, figure: str, unit: str) -> None:
    (quantity,) = parse(text).quantities
    assert (quantity.figure, quantity.unit) == (Decimal(figure), unit)


def test_scientific_notation_in_a_figure_cell() -> None:
    assert number("1.2E+02") == Decimal(120)
    assert "E" not in str(number("1.2E+02"))


@pytest.mark.parametrize(
    "text",
    ["无超出4小时的情况", "没超过4小时", "未曾超过4小时", "无一次超过4小时", "不存在超过4小时的情况", "杜绝超过4小时"],
)
def test_denied_excess_is_within(text: str) -> None:
    (quantity,) = parse(text).quantities
    assert quantity.comparator is Comparator.LE


@pytest.mark.parametrize("text", ["不断超过4小时", "不仅超过4小时", "无论超过4小时"])
def test_a_negation_inside_another_word_denies_nothing(text: str) -> None:
    (quantity,) = parse(text).quantities
    assert quantity.comparator is Comparator.GT


@pytest.mark.parametrize(
    ("target", "actual", "met"), [("≥80炉", "75炉", False), ("≤20mSv", "18mSv", True), ("≥80炉以上", "80炉", True)]
)
def test_an_unknown_unit_on_both_sides_compares(target: str, actual: str, met: bool) -> None:
    pair = shared_unit(parse(target), parse(actual))
    assert pair is not None
    assert meets(pair[0].quantities[0], pair[1].quantities[0]) is met


@pytest.mark.parametrize(("target", "actual"), [("≥80炉", "75窑"), ("3级", "2级"), ("5G", "4G"), ("≥80炉", "完成")])
def test_different_units_and_labels_do_not(target: str, actual: str) -> None:
    assert shared_unit(parse(target), parse(actual)) is None


def test_hours_of_a_unit_column() -> None:
    assert meets(parse("≤4", unit="时").quantities[0], parse("3小时内").quantities[0]) is True


@pytest.mark.parametrize(
    ("text", "level"),
    [("居民知晓程度高", "高"), ("知晓程度中（抽查）", "中"), ("知晓率提高", None), ("高，后来低", None)],
)
def test_a_level_that_closes_a_statement(text: str, level: str | None) -> None:
    found = closing(text, ("高", "中", "低"))
    assert (found.unit if found else None) == level
