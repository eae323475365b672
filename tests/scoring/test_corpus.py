"""Published forms: recomputed scores agree with the printed ones, but for faults that stand in the forms themselves."""

from collections import Counter
from pathlib import Path

import pytest

from jiheng.form import Form, from_json
from jiheng.places import choose
from jiheng.quantity import number
from jiheng.scoring import IndicatorScore, Verdict, score


@pytest.fixture(scope="module")
def forms(corpus: Path) -> list[Form]:
    return [from_json(file.read_bytes())[0] for file in sorted((corpus / "gold").glob("*/*.json"))]


def agreement(row: IndicatorScore) -> str:
    if row.weight is None or row.printed is None or row.score.verdict is Verdict.UNDECIDED:
        return "undecided"
    assert row.score.low is not None and row.score.high is not None
    return "agrees" if row.score.low <= row.printed <= row.score.high else "differs"


def test_indicator_scores(forms: list[Form]):
    tally = Counter(agreement(row) for form in forms for row in score(form, choose(form).book).indicators)
    counted = sum(tally.values())
    assert tally["differs"] <= 0.02 * counted, tally
    assert tally["undecided"] <= 0.08 * counted, tally


def test_execution_scores(forms: list[Form]):
    found = [(score(form, choose(form).book).execution, form.fund()) for form in forms]
    decided = [each for each, _ in found if each.verdict is Verdict.SCORED]
    assert len(decided) >= 0.97 * len(found)
    exact = [each for each, fund in found if fund and each.score is not None and each.score == number(fund.score)]
    assert len(exact) >= 0.85 * len(found)
