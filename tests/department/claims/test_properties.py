"""Figures in any unit, order and rounding; hostile text; time that grows with the text."""

import time
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples

from jiheng.checks import State
from jiheng.department.claims import Claims, claims

CENTS = st.integers(min_value=1, max_value=10**8).map(lambda cents: Decimal(cents) / 100)


def read(*lines: str) -> Claims:
    return claims(enumerate(lines, 1), wrapped=False)


def failed(found: Claims) -> set[str]:
    return {one.code for one in found.findings}


@given(CENTS, CENTS)
def test_a_true_sum_is_never_wrong_whatever_its_rounding(basic: Decimal, project: Decimal) -> None:
    total = (basic + project).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"2024年全年预算数{total}万元，其中：基本支出预算数{basic:f}万元，项目支出预算数{project:f}万元。"
    assert read(text).claims[0].state is State.PASS


@given(CENTS, CENTS, st.integers(min_value=5, max_value=10**6))
def test_a_wrong_sum_is_always_found(basic: Decimal, project: Decimal, cents: int) -> None:
    total = basic + project + Decimal(cents) / 100
    text = f"2024年全年预算数{total:.2f}万元，其中：基本支出预算数{basic:.2f}万元，项目支出预算数{project:.2f}万元。"
    assert failed(read(text)) == {"D30"}


@given(CENTS, st.sampled_from([ROUND_HALF_UP, ROUND_DOWN]), st.data())
def test_a_rate_rounded_or_truncated_is_right(budget: Decimal, rounding: str, data: st.DataObject) -> None:
    spent = data.draw(st.integers(min_value=0, max_value=int(budget * 100))) / Decimal(100)
    rate = (spent / budget * 100).quantize(Decimal("0.01"), rounding)
    found = read(f"全年预算数{budget}万元，全年支出{spent}万元，预算执行率为{rate}%。")
    assert not found.findings
    assert found.claims[-1].state is State.PASS


@given(CENTS)
def test_one_amount_in_other_units_is_one_figure(amount: Decimal) -> None:
    yuan = format((amount * 10000).normalize(), "f")
    found = read(
        f"2024年全年预算数{amount:f}万元。", f"2024年全年预算数{yuan}元。", f"2024年全年预算数{amount / 10000:f}亿元。"
    )
    assert not found.findings
    assert [claim.state for claim in found.claims] == [State.PASS] * 3


@given(st.permutations(["项目支出300.00万元", "基本支出200.00万元", "其他支出10.00万元"]))
def test_the_order_of_parts_does_not_matter(parts: list[str]) -> None:
    assert not read(f"全年支出510.00万元，其中：{'，'.join(parts)}。").findings
    assert failed(read(f"全年支出515.00万元，其中：{'，'.join(parts)}。")) == {"D30"}


@pytest.mark.parametrize("width", [18, 24, 31])
def test_wrapped_lines_read_as_the_paragraph(width: int) -> None:
    text = "2024年全年预算数16496.13万元，其中，基本支出预算数3024.29万元，项目支出预算数13471.85万元。"
    text += "资金总体支出9718.93万元，其中，基本支出2816.64万元，项目支出6902.29万元。预算执行率为58.92%。"
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    whole, torn = read(text), claims(enumerate(lines, 1))
    assert [(claim.printed, claim.state) for claim in torn.claims] == [(one.printed, one.state) for one in whole.claims]


@given(st.text(max_size=300))
@settings(max_examples=examples(150), deadline=None)
def test_any_text_is_taken(text: str) -> None:
    found = claims(enumerate(text.splitlines(), 1))
    assert all(outcome.state is not State.DEFECT for outcome in found.outcomes.values())
    for claim in found.claims:
        assert found.sentence(claim).text[claim.start : claim.end] or claim.kind == "grade"


PIECES = [
    "全年预算数",
    "支出",
    "其中",
    "增长",
    "由",
    "到",
    "占",
    "率",
    "项目",
    "均为优",
    "第三",
    "，",
    "。",
    "；",
    "（",
    "”",
    "9e999",
    "NaN",
]
PIECES += [
    "0",
    "-0",
    "0万元",
    "12.5%",
    "1e5",
    "99999999999999999999元",
    "亿",
    "个",
    "2024年",
    "∞",
    "\x00",
    "不予评价",
    "涉密项目3个",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=examples(300), deadline=None)
def test_words_in_any_order_are_taken(text: str) -> None:
    found = read(text)
    assert all(outcome.state is not State.DEFECT for outcome in found.outcomes.values())


@pytest.mark.full
@pytest.mark.parametrize(
    "text",
    [
        "，" * 100_000,
        "全年预算数1万元" * 5_000,
        "其中" * 50_000,
        "“" * 100_000,
        "一、" * 50_000,
        "9" * 200_000,
        "《" * 100_000,
    ],
    ids=["commas", "one sentence", "words", "quotes", "numbers", "digits", "titles"],
)
def test_a_monstrous_line_takes_bounded_time(text: str) -> None:
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 5


@pytest.mark.full
def test_time_grows_with_the_text() -> None:
    lines = [
        f"第{n}项工作完成，2024年全年预算数{n}.50万元，支出{n}.10万元，执行率98%，检查单位{n}家次，发现问题{n}处。"
        for n in range(800)
    ]

    def seconds(count: int) -> float:
        best = 9.0
        for _ in range(2):
            begun = time.process_time()
            read(*lines[:count])
            best = min(best, time.process_time() - begun)
        return best

    assert seconds(800) < 8 * seconds(200)
