"""The cases in cases/*.yaml, written so that a finance officer can read and add to them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.yaml_file import read_yaml

from jiheng.form import FUND_FIELDS, INDICATOR_FIELDS, TOTAL_FUND, Form, Fund, Indicator, Labelled
from jiheng.places import Book, load
from jiheng.scoring import Score, Verdict, explain, score

CASES = [
    (file.stem, case) for file in sorted((Path(__file__).parent / "cases").glob("*.yaml")) for case in read_yaml(file)
]
VERDICTS = {"确定": Verdict.SCORED, "区间": Verdict.BAND, "判断": Verdict.JUDGEMENT, "不定": Verdict.UNDECIDED}
KEYS = {"名称", "办法", "参数", "年度", "指标", "评分标准", "资金", "结论", "得分", "最低", "最高", "各种得分", "说明"}
FIELDS = {label: name for name, label in INDICATOR_FIELDS.items()}
FUNDS = {label: name for name, label in FUND_FIELDS.items()}


def book_of(case: dict[str, Any]) -> Book:
    book = load(case.get("办法", "mof-2020"))
    changed = dict(book.parameters)
    for path, value in case.get("参数", {}).items():
        changed[path] = msgspec.structs.replace(changed[path], value=decimals(value))
    return msgspec.structs.replace(book, parameters=changed)


def decimals(value: Any) -> Any:
    if isinstance(value, list):
        return tuple({key: decimals(item) for key, item in row.items()} for row in value)
    return Decimal(str(value)) if isinstance(value, int | float) else value


def scored(case: dict[str, Any]) -> Score:
    form = Form(year=case.get("年度", "2025"))
    if "资金" in case:
        form.funds = [Fund(TOTAL_FUND, **{FUNDS[label]: text for label, text in case["资金"].items()})]
        return score(form, book_of(case)).execution
    form.indicators = [Indicator(**{FIELDS[label]: text for label, text in case["指标"].items()})]
    if "评分标准" in case:
        form.others = [Labelled("评分标准", case["评分标准"], place="indicators[0]")]
    return score(form, book_of(case)).indicators[0].score


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=[f"{stem}-{case['名称']}" for stem, case in CASES])
def test_case(case: dict[str, Any]):
    assert case.keys() <= KEYS
    result = scored(case)
    text = explain(result)
    assert result.verdict is VERDICTS[case["结论"]], text
    if "得分" in case:
        assert result.score == Decimal(str(case["得分"])), text
    if "最低" in case:
        assert (result.low, result.high) == (Decimal(case["最低"]), Decimal(case["最高"])), text
    if "各种得分" in case:
        scores = [Decimal(str(each)) for each in case["各种得分"]]
        assert [alternative.score for alternative in result.alternatives] == scores, text
        assert (result.low, result.high) == (min(scores), max(scores))
    for word in case.get("说明", []):
        assert word in text
    assert (result.score is not None) == (result.verdict is Verdict.SCORED)
