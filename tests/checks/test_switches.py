"""A rulebook turns a check off or sets how grave it is, for forms, for batches and for departments alike."""

from pathlib import Path

import msgspec
import pytest

from jiheng.checks import Audit, Severity, State, audit, catalogue
from jiheng.checks.switches import unknown_switches
from jiheng.form import Form, Fund, Indicator
from jiheng.places import Book, load

OVER = Form(
    project="某项目",
    department="某局",
    unit="某局",
    year="2024",
    funds=[Fund("年度资金总额", "100", "100", "120", "10", "120%", "10")],
    indicators=[Indicator("产出指标", "数量指标", "场次", None, "≥1场", None, "1场", "90", "90")],
    total_weight="100",
    total_score="100",
)


def book(tmp_path: Path, *switches: tuple[str, str]) -> Book:
    head = 'id = "my-county"\nname = "某县办法"\nregion = "某县"\nextends = "mof-2020"\n'
    marks = 'text = "本地另有规定"\nsource = "某县〔2025〕1号"\ncertainty = "published"\n'
    rules = "".join(f'[checks.{code}]\nvalue = "{value}"\n{marks}' for code, value in switches)
    (tmp_path / "my.toml").write_text(head + rules, "utf-8")
    return load(tmp_path / "my.toml")


def severities(result: Audit, code: str) -> list[Severity]:
    findings = [*result.batch, *(one for form in result.forms for one in form.findings)]
    return [one.severity for one in findings if one.code == code]


def test_off_says_why_and_by_which_rule(tmp_path: Path):
    assert severities(audit([OVER], book=load("mof-2020")), "A04")
    result = audit([OVER], book=book(tmp_path, ("A04", "off")))
    assert severities(result, "A04") == []
    outcome = result.forms[0].outcomes["A04"]
    assert outcome.state is State.NOT_APPLICABLE
    assert "本地另有规定（某县〔2025〕1号）" in outcome.why


@pytest.mark.parametrize("value", ["notice", "warning", "error"])
def test_the_stated_severity(tmp_path: Path, value: str):
    assert set(severities(audit([OVER], book=book(tmp_path, ("A04", value))), "A04")) == {Severity(value)}


@pytest.mark.parametrize(("value", "expected"), [("off", []), ("notice", [Severity.NOTICE])])
def test_checks_over_a_batch(tmp_path: Path, value: str, expected: list[Severity]):
    assert len(severities(audit([OVER, OVER], book=load("mof-2020")), "B01")) == 1
    assert severities(audit([OVER, OVER], book=book(tmp_path, ("B01", value))), "B01") == expected


def test_a_switch_for_no_check_is_known(tmp_path: Path):
    assert unknown_switches(book(tmp_path, ("A04", "off"), ("A99", "off")), set(catalogue())) == ["checks.A99"]


@pytest.mark.parametrize("code", ["R02", "E04", "E06", "F06"])
def test_severities_that_reviewers_give_stand_in_the_base(code: str):
    switch = load("mof-2020").parameter(f"checks.{code}")
    assert switch.value == catalogue()[code].severity
    assert "评审" in switch.source


def test_a_place_makes_light_of_what_reviewers_hold_for_an_error(tmp_path: Path):
    lost = msgspec.structs.replace(
        OVER, indicators=[msgspec.structs.replace(OVER.indicators[0], score="80", reason="")]
    )
    assert severities(audit([lost], book=load("mof-2020")), "R02") == [Severity.ERROR]
    assert severities(audit([lost], book=book(tmp_path, ("R02", "notice"))), "R02") == [Severity.NOTICE]


def test_a_place_that_rounds_half_to_even_is_told_so_in_the_message(tmp_path: Path):
    form = msgspec.structs.replace(
        OVER, funds=[Fund("年度资金总额", "200", "200", "197.3", "10", "98.65%", "9.5")], total_score="99.5"
    )
    head = 'id = "my-county"\nname = "某县办法"\nregion = "某县"\nextends = "mof-2020"\n'
    marks = 'text = "按 GB/T 8170 修约"\nsource = "某县〔2025〕1号"\ncertainty = "published"\n'
    (tmp_path / "even.toml").write_text(f'{head}[rounding.mode]\nvalue = "half_even"\n{marks}', "utf-8")
    for own, wanted in ((load("mof-2020"), "9.87"), (load(tmp_path / "even.toml"), "9.86")):
        result = audit([form], book=own)
        assert [one.expected for one in result.forms[0].findings if one.code == "A02"] == [wanted]
