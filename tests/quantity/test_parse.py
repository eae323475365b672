"""What single cells mean. The tables of docs/quantity.md are checked in test_document.py."""

from datetime import date
from decimal import Decimal

import pytest

from jiheng.quantity import Comparator, Kind, Value, parse

Expected = list[tuple[str, str]]


def told(value: Value) -> Expected:
    """Each quantity as (kind, sign + figure + unit), as short as can be."""

    def one(q: object) -> str:
        sign = q.comparator or ""  # type: ignore[attr-defined]
        figure = "" if q.figure is None else f"{q.figure:f}"  # type: ignore[attr-defined]
        upper = "" if q.upper is None else f"~{q.upper:f}"  # type: ignore[attr-defined]
        return f"{sign}{figure}{upper}{q.unit}"  # type: ignore[attr-defined]

    return [(q.kind.value, one(q)) for q in value.quantities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("完成巡检 12 次，整改隐患 30 处", [("count", "12次"), ("count", "30处")]),
        ("培训3期，共计450人次", [("count", "3期"), ("count", "450人次")]),
        ("服务企业不少于50家，满意度≥92%", [("count", "≥50家"), ("share", "≥92%")]),
        ("新建绿地2.5公顷", [("count", "2.5公顷")]),
        ("每年不少于4次", [("count", "≥4次")]),
        ("月均处理工单1,200件", [("count", "1200件")]),
        ("发放补贴￥80,000元", [("money", "80000元")]),
        ("合同额一百二十万元", [("money", "1200000元")]),
        ("三点五亿元", [("money", "350000000.0元")]),
        ("支付进度款的百分之三十", [("share", "30%")]),
        ("故障率≤千分之三", [("share", "≤3‰")]),
        ("热线接通率达到98.5％", [("share", "98.5%")]),
        ("24小时内到场，72小时内修复", [("duration", "≤24小时"), ("duration", "≤72小时")]),
        ("工期90个自然日", [("duration", "90个自然日")]),
        ("2天12小时", [("duration", "60小时")]),
        ("PM2.5浓度35微克/立方米以下", [("count", "≤35微克/立方米")]),
        ("第2批采购5台", [("count", "5台")]),
        ("2号楼改造3间", [("count", "3间")]),
        ("5G基站20个", [("count", "20个")]),
        ("开通WiFi6热点15个", [("count", "15个")]),
        ("2023年度支出50万元", [("money", "50万元")]),
        ("24年支出50万元", [("money", "50万元")]),
        ("2022-2023年完成10项", [("count", "10项")]),
        ("1.组织活动3场；2.印发手册500册", [("count", "3场"), ("count", "500册")]),
        ("上百次", [("count", "100次")]),
        ("增长率不低于-5%", [("share", "≥-5%")]),
        ("误差-2～3毫米", [("count", "-2~3毫米")]),
        ("三四次", []),
        ("数十家", []),
        ("单位：万元", []),
        ("每平方米", []),
        ("第一、二、三季度", [("date", "")]),
        ("联系电话13800000000", [("count", "13800000000")]),
        ("5「课包」", [("count", "5课包")]),
        ("<br>≥5项</br>", [("count", "≥5项")]),
        ("&ge;5项", [("count", "≥5项")]),
        ("$\\leqslant 3$ 天", [("duration", "≤3天")]),
    ],
)
def test_running_text(text: str, expected: Expected) -> None:
    assert told(parse(text)) == expected


@pytest.mark.parametrize(
    "text", ["支持部门2024支出", "提升5A级景区形象", "落实“三会一课”", "一体化", "十四五", "V2.0版", "4K视频", "H5页面"]
)
def test_words_with_figures_are_no_counts(text: str) -> None:
    assert all(q.kind is not Kind.COUNT or not q.unit for q in parse(text).quantities)


def test_span_is_the_piece_that_was_understood() -> None:
    value = parse("设备抢修到场48小时内完成")
    (quantity,) = value.quantities
    assert value.text[quantity.start : quantity.end] == "48小时内"


def test_column_completes_only_what_is_missing() -> None:
    assert told(parse("95", sign="≥", unit="%")) == [("share", "≥95%")]
    assert told(parse("95%", sign="≥", unit="个")) == [("share", "≥95%")]
    assert told(parse("不超过95", sign="≥", unit="%")) == [("share", "≤95%")]
    assert told(parse("提交报告3份", sign="≥", unit="项")) == [("count", "3份")]
    assert told(parse("5", sign="定性", unit="/")) == [("count", "5")]
    assert told(parse("100", unit="个（单位：TB）")) == [("count", "100TB")]


@pytest.mark.parametrize("sign", ["≥", "≧", ">=", "大于等于", "不少于"])
def test_spellings_of_the_sign_column(sign: str) -> None:
    assert parse("3", sign=sign).quantities[0].comparator is Comparator.GE


def test_base_is_in_the_base_unit_and_figure_as_printed() -> None:
    (quantity,) = parse("2.50万元").quantities
    assert (str(quantity.figure), quantity.unit, quantity.base) == ("2.50", "万元", Decimal(25000))


def test_year_of_the_form_completes_a_date() -> None:
    dated, bare = (parse("12月底前", year=year).quantities[0] for year in (2023, None))
    assert dated.upper_base == Decimal(date(2023, 12, 31).toordinal())
    assert bare.upper_base is not None and bare.upper_base < 2000


@pytest.mark.parametrize(
    ("text", "comparator", "last"),
    [
        ("次年3月底前", Comparator.LE, date(2024, 3, 31)),
        ("≤次年3月底", Comparator.LE, date(2024, 3, 31)),
        ("下一年度6月30日前完成", Comparator.LE, date(2024, 6, 30)),
        ("上年12月底前", Comparator.LE, date(2022, 12, 31)),
        ("次年度上半年完成", None, date(2024, 6, 30)),
    ],
)
def test_the_next_and_the_last_year_are_those_beside_the_year_of_the_form(
    text: str, comparator: Comparator | None, last: date
) -> None:
    (dated,) = parse(text, year=2023).quantities
    assert (dated.comparator, dated.upper_base) == (comparator, Decimal(last.toordinal()))
    assert not any(quantity.kind is Kind.DATE for quantity in parse(text).quantities)


def test_level_with_text_keeps_the_figures_of_the_text() -> None:
    value = parse("优（提交报告2份）")
    assert value.level == "优"
    assert told(value) == [("level", "优"), ("count", "2份")]


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("优良种低差", ("优", "良", "中", "低", "差")),
        ("差/中/良/优", ("优", "良", "中", "差")),
        ("好坏", ("好", "坏")),
        ("是/否", ("是", "否")),
        ("达标/未达标", ("达标", "未达标")),
        ("完成/未完成", ("完成", "未完成")),
        ("优秀、良好、一般、较差", ("优秀", "良好", "一般", "较差")),
        ("符合/不符合", ("符合", "不符合")),
        ("优", ()),
        ("好评率", ()),
        ("高质量", ()),
        ("优优", ()),
    ],
)
def test_scale(text: str, scale: tuple[str, ...]) -> None:
    assert parse(text).scale == scale


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("好评率较高", Kind.TEXT),
        ("无投诉", Kind.TEXT),
        ("完成评审工作方案", Kind.TEXT),
        ("是否合规", Kind.TEXT),
        ("无", Kind.YESNO),
    ],
)
def test_words_that_begin_like_a_level(text: str, kind: Kind) -> None:
    assert parse(text).kind is kind


@pytest.mark.parametrize("text", ["1e9999", "NaN", "Infinity", "∞", "--5", "9" * 21, "0x10", "\x00\x1b", "", " ", "。"])
def test_not_understood_is_text(text: str) -> None:
    assert parse(text) == Value(text)


def test_minus_zero_is_zero() -> None:
    assert str(parse("−0").quantities[0].figure) == "0"


@pytest.mark.parametrize("text", ["2023年2月30日", "2023.13.45", "13月40日"])
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert Kind.DATE not in {q.kind for q in parse(text).quantities}
