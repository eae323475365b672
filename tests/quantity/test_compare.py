from decimal import Decimal

import pytest
from msgspec.structs import replace

from jiheng.quantity import Comparator, Quantity, convert, meets, parse, ratio


def one(text: str) -> Quantity:
    (quantity,) = parse(text).quantities
    return quantity


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("≥95%", "95%", True),
        ("≥95%", "94.99%", False),
        (">95%", "95%", False),
        ("≥95%", "99.9", True),
        ("≥95%", "≥95%", True),
        ("≥95%", "超过90%", None),
        ("≤2小时", "120分钟", True),
        ("≤2小时", "3小时", False),
        ("≤48小时", "48小时内", True),
        ("≤36小时", "48小时内", None),
        ("≤5分钟", "0.1小时", False),
        ("≤3天", "3-5天", None),
        ("≤5天", "3-5天", True),
        ("3-5天", "4天", True),
        ("3-5天", "6天", False),
        ("≤30万元", "300000元", True),
        ("≤30万元", "30.0001万元", False),
        ("≤500万", "500万元", True),
        ("=12项", "12", True),
        ("=12项", "11项", False),
        ("=12份", "12个", True),
        ("≥100次", "100余次", True),
        ("≥120次", "100余次", None),
        ("≥100人", "约105人", None),
        ("≥100人", "约200人", True),
        ("≥100人", "100人次", None),
        ("≥12次/年", "12次", True),
        ("≤3天", "3个工作日", None),
        ("≤1个月", "30天", None),
        ("10", "10", True),
        ("10", "12", None),
        ("≤0起", "0起", True),
        ("≥1Gbps", "1000Mbps", True),
        ("≥5个百分点", "5%", None),
        ("达到良以上", "优", True),
        ("达到良以上", "中", False),
        ("基本满意", "非常满意", True),
        ("合格", "合格", True),
        ("优", "显著", None),
        ("已完成", "按时完成", True),
        ("已完成", "未完成", False),
        ("7×24小时", "7*24*365", True),
        ("7×24小时", "5×8小时", None),
        ("2023年12月31日前", "2023年11月20日", True),
        ("2023年12月31日前", "2023年12月31日", True),
        ("2023年12月31日前", "2024年1月5日", False),
        ("12月底前", "11月底前", True),
        ("12月底前", "11月", True),
        ("12月底前", "2023年11月", None),
        ("2023年11月前", "2023年10月31日", True),
        ("2023年11月前", "2023年11月", False),
        ("2023年6月15日前", "2023年6月", None),
        ("2023.1.1-2023.12.31", "2023年6月", True),
        ("2023.12.31", "2023.10.31", None),
        ("2023年12月底前", "2023.12.20", True),
        ("≥95%", "已完成", None),
        ("≥3项", "3天", None),
    ],
)
def test_meets(target: str, actual: str, met: bool | None) -> None:
    assert meets(one(target), one(actual)) is met


def test_direction_can_be_put_into_a_bare_target() -> None:
    target = replace(one("10"), comparator=Comparator.LE)
    assert meets(target, one("12")) is False


@pytest.mark.parametrize(
    ("actual", "target", "expected"),
    [("120分钟", "≤4小时", "0.5"), ("90%", "≥100%", "0.9"), ("12", "=10项", "1.2"), ("30万元", "300000元", "1")],
)
def test_ratio(actual: str, target: str, expected: str) -> None:
    assert ratio(one(actual), one(target)) == Decimal(expected)


@pytest.mark.parametrize(
    ("actual", "target"), [("3天", "3项"), ("5起", "0起"), ("优", "优"), ("2023年6月1日", "2023年6月30日前")]
)
def test_no_ratio(actual: str, target: str) -> None:
    assert ratio(one(actual), one(target)) is None


def test_convert() -> None:
    converted = convert(one("2.5万元"), "元")
    assert converted is not None and converted.figure == 25000
    assert convert(one("3天"), "个月") is None
    assert convert(one("3人"), "人次") is None
    assert convert(one("15亩"), "公顷").figure == 1  # type: ignore[union-attr]
