"""The JSON of an audit: its names, their order, exact figures, and its schema."""

import json
from decimal import Decimal
from pathlib import Path

import jsonschema
from hypothesis import given, settings

from jiheng.checks import audit, entry_text, to_json
from jiheng.checks.accepted import load_accepted
from jiheng.checks.schema import audit_schema
from jiheng.form import Form, Problem
from jiheng.places import load

from .clean_forms import clean_forms
from .paper import base_form, changed


def test_names_and_order() -> None:
    form = changed({"年度资金总额·执行率": "10%"})
    data = json.loads(to_json(audit([form], problems=[Problem("坏.docx", "打不开", "另存为 docx")])))
    assert list(data) == ["forms", "batch", "problems", "batch_outcomes", "batch_accepted"]
    one = data["forms"][0]
    names = ["source", "project", "year", "rulebook", "scores", "outcomes", "findings"]
    assert list(one)[: len(names)] == names
    assert list(one["scores"])[:3] == ["total", "grade", "indicators"]
    finding = next(finding for finding in one["findings"] if finding["code"] == "A01")
    assert list(finding)[:8] == ["code", "severity", "place", "printed", "expected", "message", "advice", "rule"]
    assert finding["label"] == "项目资金·年度资金总额·执行率"
    assert one["outcomes"]["A01"] == {"state": "fail", "why": ""}
    assert data["problems"] == [{"file": "坏.docx", "message": "打不开", "advice": "另存为 docx"}]


def test_figures_keep_every_digit() -> None:
    data = json.loads(to_json(audit([base_form()], book=load("mof-2020"))), parse_float=Decimal)
    scores = data["forms"][0]["scores"]
    assert scores["total"]["printed"] == "96.65"
    assert scores["total"]["recomputed"] == Decimal("96.65")
    assert scores["indicators"][1]["recomputed"] == Decimal("9.65")
    assert scores["indicators"][1]["trace"]["formula"]
    assert scores["grade"] == {"printed": None, "recomputed": "优"}


def test_accepted_findings_stand_apart(tmp_path: Path) -> None:
    form = changed({"年度资金总额·执行率": "10%"})
    finding = audit([form], select={"A01"}).forms[0].findings[0]
    file = tmp_path / "a.toml"
    file.write_text(entry_text(form, finding, "理由", "某人"), encoding="utf-8")
    one = json.loads(to_json(audit([form], select={"A01"}, accepted=load_accepted(file))))["forms"][0]
    assert one["findings"] == []
    assert one["accepted"][0]["code"] == "A01"
    assert one["accepted"][0]["acceptance"]["reason"] == "理由"


@given(clean_forms())
@settings(max_examples=10, deadline=None)
def test_every_audit_follows_the_schema(form: Form) -> None:
    twin = changed({"指标2·得分": "10", "年度资金总额·得分": "100"})
    data = json.loads(to_json(audit([form, form, twin])))
    jsonschema.Draft202012Validator(audit_schema()).validate(data)
