"""Detectors of personal numbers: what they find, what they leave alone, and that no message repeats a number."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jiheng.checks import audit
from jiheng.checks.personal import bank_cards, id_cards, is_id_card, masked, mobiles, passes_luhn
from jiheng.places import load

from .paper import base_form

WEIGHTS = [2 ** (17 - place) % 11 for place in range(17)]
PREFIXES = load("mof-2020").words("checks.filling.card_prefixes")

digits = st.text("0123456789", min_size=1)
chinese = st.text("补助发放名单共计人次元联系", max_size=8)
birthdays = st.dates(date(1900, 1, 1), date(2020, 12, 31))
mobile_numbers = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(["110101", "320583", "440306", "510104", "650102"]))
    body = region + draw(birthdays).strftime("%Y%m%d") + draw(st.from_regex("[0-9]{3}", fullmatch=True))
    remainder = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[remainder]


@st.composite
def card_numbers(draw: st.DrawFn) -> str:
    body = "62" + draw(st.from_regex("[0-9]{13,16}", fullmatch=True))
    return next(body + digit for digit in "0123456789" if passes_luhn(body + digit))


@given(id_numbers(), chinese, chinese)
def test_an_id_card_number_is_found_wherever_it_stands(number: str, before: str, after: str) -> None:
    assert id_cards(before + number + after) == [number]
    assert id_cards(f"（{number.lower()}）") == [number.lower()]


@given(id_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_no_id_card_number(number: str, place: int, step: int) -> None:
    changed = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert not is_id_card(changed)


@given(id_numbers(), digits)
def test_an_id_card_number_inside_a_longer_number_is_none(number: str, more: str) -> None:
    assert id_cards(more + number) == []


@given(card_numbers(), chinese)
def test_a_bank_card_number_is_found(number: str, around: str) -> None:
    expected = [] if len(set(number)) <= 2 or is_id_card(number) else [number]
    assert bank_cards(f"{around}{number}{around}", PREFIXES) == expected


@given(card_numbers(), st.integers(2, 14), st.integers(1, 9))
def test_one_wrong_digit_is_no_bank_card_number(number: str, place: int, step: int) -> None:
    changed = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert not passes_luhn(changed)
    assert bank_cards(changed, PREFIXES) == []


@given(mobile_numbers, chinese)
def test_a_mobile_number_is_found(number: str, before: str) -> None:
    assert mobiles(f"{before}{number}。") == [number]
    assert mobiles(f"{number[:3]}-{number[3:7]}-{number[7:]}") == [f"{number[:3]}-{number[3:7]}-{number[7:]}"]
    assert mobiles(f"+86{number}") == [number]


@given(mobile_numbers, st.sampled_from("0123456789."), st.sampled_from("条元人次万"))
def test_amounts_counts_and_longer_numbers_are_no_mobile_numbers(number: str, digit: str, unit: str) -> None:
    assert mobiles(digit + number) == []
    assert mobiles(number + digit) == []
    assert mobiles(number + unit) == []


@given(st.one_of(id_numbers(), card_numbers(), mobile_numbers), chinese)
def test_a_masked_text_no_longer_holds_the_number(number: str, around: str) -> None:
    hidden = masked(around + number + around, number)
    assert number not in hidden
    assert len(hidden) == len(around + number + around)


@given(id_numbers(), card_numbers(), mobile_numbers)
def test_no_finding_repeats_a_personal_number(identity: str, card: str, mobile: str) -> None:
    form = base_form()
    form.indicators[1].reason = f"领取人{identity}，卡号{card}，电话{mobile}。"
    findings = audit([form], book=load("mof-2020"), select={"F06", "F07", "F08"}).forms[0].findings
    assert {finding.code for finding in findings} >= {"F06", "F07"}
    for finding in findings:
        told = f"{finding.message}{finding.advice}{finding.expected}"
        assert not any(number in told for number in (identity, card, mobile))
