"""Every check D01–D19 does on the cases of cases/ what the case says."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.checks.paper import SEVERITIES, STATES, changed
from tests.yaml_file import read_yaml

from jiheng.checks.outcome import Outcome
from jiheng.department import Given, add_up, catalogue
from jiheng.department.context import Scene
from jiheng.places import load

HERE = Path(__file__).parent
OWN = [code for code, check in catalogue().items() if check.subject is Scene]
HEADINGS = ("是什么", "为什么", "举例", "怎么改")
CASES = [
    (page["检查"], case)
    for path in sorted((HERE / "cases").glob("D*.yaml"))
    if (page := read_yaml(path))["检查"] in OWN
    for case in page["用例"]
]


def outcome_of(code: str, case: dict[str, Any]) -> Outcome:
    given = Given(
        management=Decimal(case["管理得分"]) if "管理得分" in case else None,
        stated=(("报告", Decimal(case["报告得分"])),) if "报告得分" in case else (),
    )
    forms = [changed(sheet) for sheet in case["各表"]]
    for number, form in enumerate(forms, 1):
        form.source = f"例表.docx#{number}"
    rollup = add_up(forms, book=load(case.get("办法", "mof-2020")), given=given).rollup
    return rollup.groups[0].outcomes[code]


@pytest.mark.parametrize(("code", "case"), CASES, ids=lambda part: part if isinstance(part, str) else part["说明"])
def test_case(code: str, case: dict[str, Any]) -> None:
    outcome = outcome_of(code, case)
    told = "\n".join(f"{finding.place} {finding.message} {finding.advice}" for finding in outcome.findings)
    assert outcome.state == STATES[case["结果"]], outcome.why + told
    for words in case.get("说到", ()):
        assert words in told + outcome.why
    for words in case.get("不说", ()):
        assert words not in told + outcome.why
    if "处数" in case:
        assert len(outcome.findings) == case["处数"], told
    if "程度" in case:
        assert {finding.severity.value for finding in outcome.findings} == {SEVERITIES[case["程度"]]}
    for finding in outcome.findings:
        assert finding.message.endswith("。") and finding.advice.endswith("。") and finding.rule


@pytest.mark.parametrize("code", OWN)
def test_a_check_has_a_case_that_passes_and_one_that_fails(code: str) -> None:
    assert {STATES[case["结果"]] for own, case in CASES if own == code} >= {"pass", "fail"}


@pytest.mark.parametrize("code", OWN)
def test_page_has_its_four_parts_in_order(code: str) -> None:
    check = catalogue()[code]
    found = [line.strip() for line in check.page.splitlines() if line.strip() in HEADINGS]
    assert tuple(found) == HEADINGS
    assert re.search("[一-鿿]", check.page.splitlines()[0])
    assert all(path in load("mof-2020").parameters for path in check.rules)
