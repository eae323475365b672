from decimal import Decimal

import pytest

from jiheng.quantity import money, number, points, share


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10", "10"),
        ("9.9", "9.9"),
        ("1,234,567.89", "1234567.89"),
        ("82．61", "82.61"),
        ("10分", "10"),
        ("（10）", "10"),
        ("-3", "-3"),
        (" 5 ", "5"),
        ("０", "0"),
        ("−0", "0"),
    ],
)
def test_number(text: str, expected: str) -> None:
    assert number(text) == Decimal(expected)
    assert str(number(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "—",
        "-",
        "100%",
        "80万元",
        "约10",
        "10/20",
        "1e5",
        "NaN",
        "∞",
        "82..61",
        "1,23",
        "9" * 10**6,
        "十",
        "10 20",
    ],
)
def test_no_number(text: str | None) -> None:
    assert number(text) is None


@pytest.mark.parametrize(("text", "expected"), [("25%", "25"), ("12.5％", "12.5"), ("20分", "20"), ("90", "90")])
def test_the_points_of_a_weight_may_be_its_share_of_a_hundred(text: str, expected: str) -> None:
    assert points(text) == Decimal(expected)


@pytest.mark.parametrize("text", [None, "", "%", "—", "二十"])
def test_no_points(text: str | None) -> None:
    assert points(text) is None


@pytest.mark.parametrize(
    ("text", "ratio", "readings"),
    [
        ("100%", "1", 1),
        ("82.6％", "0.826", 1),
        ("0.5%", "0.005", 1),
        ("0%", "0", 1),
        ("100", "1", 1),
        ("82.6", "0.826", 1),
        ("0.826", "0.826", 2),
        ("1", "1", 2),
        ("1.2", "0.012", 2),
    ],
)
def test_share(text: str, ratio: str, readings: int) -> None:
    rate = share(text)
    assert rate is not None
    assert rate.ratio == Decimal(ratio)
    assert len(rate.readings) == readings
    assert rate.percent == ("%" in text or "％" in text)


@pytest.mark.parametrize("text", ["", None, "—", "百分百", "100%%", "10元"])
def test_no_share(text: str | None) -> None:
    assert share(text) is None


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("80万元", None, "800000"),
        ("80万元", "元", "800000"),
        ("80万", "元", "800000"),
        ("1,234,567.89", "元", "1234567.89"),
        ("12.5", "万元", "125000"),
        ("12.5", "（万元）", "125000"),
        ("1.2亿元", "万元", "120000000"),
        ("¥300", "元", "300"),
        ("0", "万元", "0"),
    ],
)
def test_money(text: str, unit: str | None, yuan: str) -> None:
    assert money(text, unit) == Decimal(yuan)


@pytest.mark.parametrize(
    ("text", "unit"), [("80", None), ("—", "万元"), ("", "元"), ("80%", "元"), ("5", "个"), (None, "元")]
)
def test_no_money(text: str | None, unit: str | None) -> None:
    assert money(text, unit) is None
