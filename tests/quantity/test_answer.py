import pytest

from jiheng.quantity import Value, answer, answers, parse


def chosen(target: Value, text: str, hint: str) -> str | None:
    found = answer(target, parse(text), hint)
    if found.quantity is None or not found.certain:
        return None
    return text[found.quantity.start : found.quantity.end]


TWO_AMOUNTS = "工程总投资860万元，2024年支出215万元"


@pytest.mark.parametrize(
    ("target", "actual", "hint", "expected"),
    [
        ("≤1000万元", TWO_AMOUNTS, "指标1：工程总投资", "860万元"),
        ("≤1000万元", TWO_AMOUNTS, "2024年支出", "215万元"),
        ("≤1000万元", TWO_AMOUNTS, "支付费用", None),
        ("≤1000万元", TWO_AMOUNTS, "投资支出", None),
        ("≤1000万元", TWO_AMOUNTS, "", None),
        ("≥10份", "召开会议3次，编制简报12份", "编制简报数量", "12份"),
        ("≥3次", "召开会议3次，编制简报12份", "简报", "3次"),
        ("≥95%", "抽查120户，满意率98%", "满意度", "98%"),
        ("≥95%", "甲类满意率98%，乙类满意率98%", "满意度", "98%"),
        ("≥95%", "完成", "满意度", None),
        ("≥95%", "", "满意度", None),
        ("≥95%", "0.98", "满意度", None),
        ("≤20万元", "2024年支付尾款4.5万元", "合同金额", None),
        ("≤20万元", "2024年支付尾款4.5万元", "支付尾款金额", "4.5万元"),
        ("≤36.05万元", "360500", "不超预算", None),
        ("≤36.05万元", "36.02", "不超预算", "36.02"),
        ("≥3项", "按2022版标准完成", "标准", None),
        ("年内发放不少于2批", "已发放3批", "发放批次", "3批"),
        ("加强管理", "已完成3项", "管理", None),
    ],
)
def test_answer(target: str, actual: str, hint: str, expected: str | None) -> None:
    assert chosen(parse(target), actual, hint) == expected


def test_level_is_looked_for_on_the_scale() -> None:
    target = parse("符合/不符合", sign="定性")
    assert chosen(target, "不符合（未通过检查）", "") == "不符合"
    assert not answer(target, parse("整改中")).certain


def test_each_demand_has_its_answer() -> None:
    target = parse("全年活动不少于8次，受众不少于3万人次")
    actual = parse("举办活动16次，受众33000余人次")
    assert not answer(target, actual).certain
    assert [(a.certain, a.quantity and str(a.quantity.figure)) for a in answers(target, actual)] == [
        (True, "16"),
        (True, "33000"),
    ]


def test_why_is_said_in_words() -> None:
    assert "不能断定" in answer(parse("≤1000万元"), parse(TWO_AMOUNTS)).why
    assert "完成与否" in answer(parse("≥95%"), parse("完成")).why
