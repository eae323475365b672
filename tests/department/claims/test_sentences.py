"""Sentences that a finance person can read, with the result of each figure."""

from pathlib import Path
from typing import Any

import pytest
from tests.yaml_file import read_yaml

from jiheng.department.claims import claims
from jiheng.writing.claims.rows import STATES

CASES: list[dict[str, Any]] = [
    case for path in sorted((Path(__file__).parent / "cases").glob("*.yaml")) for case in read_yaml(path)
]


@pytest.mark.parametrize("case", CASES, ids=[case["说明"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = claims(enumerate(case["报告"].splitlines(), 1), wrapped=False)
    told = "\n".join(f"{one.code} {one.message}" for one in found.findings)
    for printed, expected in case.get("结果", {}).items():
        states = [STATES[claim.state] for claim in found.claims if claim.printed == printed]
        assert expected in states, (printed, states, told)
    if "不符" in case:
        assert {one.code: one.severity.value for one in found.findings} == case["不符"], told
    if "说到" in case:
        assert case["说到"] in told
    if "个数" in case:
        assert len(found.claims) == case["个数"]
    assert all(outcome.state != "defect" for outcome in found.outcomes.values())
