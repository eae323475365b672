from decimal import Decimal

import pytest
from msgspec.structs import replace

from jiheng.checks import Audit, Outcome, Severity, State
from jiheng.form import WHOLE, Form, Origin
from jiheng.places.score_ranges import range_of
from jiheng.quantity.words import points, short
from jiheng.writing.report_model import Digest
from jiheng.writing.text import clean, form_name, span, whereabouts

from .sample import audited, finding, form, many, sample


def test_findings_are_numbered_from_the_gravest() -> None:
    lines = Digest(sample()).lines
    assert [line.number for line in lines] == list(range(1, 16))
    assert [line.finding.severity.rank for line in lines] == sorted(line.finding.severity.rank for line in lines)
    errors = [line.form for line in lines if line.finding.severity is Severity.ERROR]
    assert errors == sorted(errors)


def test_counts_agree_with_each_other() -> None:
    digest = Digest(sample())
    total = len(digest.lines)
    assert sum(digest.by_severity.values()) == total
    assert sum(sum(counts.values()) for _, _, counts in digest.by_family) == total
    assert sum(count.findings for count in digest.by_check) == total
    assert digest.clean_forms + len(digest.by_form) == 6
    assert sum(use.forms for use in digest.books) == 6
    assert sum(printed for _, printed, _ in digest.score_bins) == 6
    assert sum(recomputed for _, _, recomputed in digest.score_bins) == 6


def test_why_a_rulebook_was_taken_is_not_said_of_forms_taken_for_other_reasons() -> None:
    offices = ("海云市水务局", "海云市水务局", "海云市文化局")
    forms = tuple(replace(audited(form()), why_book=f"“{office}”没有对应的地方办法") for office in offices)
    (use,) = Digest(Audit(forms, {}, (), (), ())).books
    assert use.why == "“海云市水务局”没有对应的地方办法（另 1 张的理由不同，逐张见 jiheng explain）"


def test_a_batch_finding_counts_for_each_of_its_forms() -> None:
    digest = Digest(Audit(many(6).forms, {}, sample().batch))
    assert next(count.forms for count in digest.by_check if count.code == "B01") == 2
    assert {one.index for one in digest.by_form} == {0, 2, 4, 5}
    assert sum(sum(one.counts.values()) for one in digest.by_form) == sum(digest.by_severity.values()) + 1
    assert digest.counted_in_each == "各表之间的问题 1 处，涉及的每张表都计入。"
    assert Digest(many(6)).counted_in_each == ""


def test_the_form_of_least_quality_comes_first() -> None:
    digest = Digest(sample())
    totals = [one.quality.total for one in digest.by_form]
    assert totals == sorted(totals) and totals[0] < 100
    clean = set(range(6)) - {one.index for one in digest.by_form}
    assert all(digest.qualities[index].total == 100 for index in clean)


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["甲", "乙"], "甲、乙"),
        (["甲", "甲"], "甲（2 张表）"),
        (["甲", "乙", "丙", "丁", "戊"], "甲、乙、丙 等 5 张表"),
        (["甲", "乙", "甲"], "甲、乙（3 张表）"),
    ],
)
def test_how_several_forms_are_named(names: list[str], shown: str) -> None:
    twin = finding("B01", Severity.ERROR, "project", "", "", "重复。", forms=tuple(range(len(names))))
    digest = Digest(Audit(tuple(audited(form(name)) for name in names), {}, (twin,)))
    assert digest.lines[0].project == shown


def test_a_check_that_broke_down_is_told_once() -> None:
    broken = {"A01": Outcome(State.DEFECT, "检查本身出错")}
    one = audited(form())
    forms = tuple(type(one)(one.form, one.book, "", one.score, broken, ()) for _ in range(3))
    assert Digest(Audit(forms, {}, ())).defects == ["A01：检查本身出错"]


@pytest.mark.parametrize(
    ("score", "label"),
    [(None, "无总分"), ("-3", "60以下"), ("59.99", "60以下"), ("60", "60–80"), ("100", "100"), ("104", "100以上")],
)
def test_bars_of_the_distribution(score: str | None, label: str) -> None:
    assert range_of(None if score is None else Decimal(score)) == label


def test_words() -> None:
    assert clean(None) == ""
    assert clean("a\x00b\u202e\ud800c\n") == "a�b��c\n"
    assert (short("一二三", 3), short("一二三四", 3)) == ("一二三", "一二…")
    assert (points(None), points(Decimal("9.650"))) == ("", "9.65")
    assert (span(None, None), span(Decimal(8), Decimal("8.0")), span(Decimal(8), Decimal(10))) == ("", "8", "8–10")
    assert form_name(Form()) == "（没有项目名称）"
    assert form_name(Form(source="a.docx#1")) == "a.docx#1"
    assert form_name(Form(kind=WHOLE, department="松泠区园林环境局", source="a.docx#1")) == "松泠区园林环境局整体支出"


@pytest.mark.parametrize(
    ("origin", "shown"),
    [
        (None, "来源.txt"),
        (Origin("目录/河道.txt", line=12), "河道.txt 第12行"),
        (Origin("a.xlsx", sheet="表二", row=3, column=4), "a.xlsx 工作表“表二” D3"),
        (Origin("a.xlsx", sheet="表二", row=12, column=28), "a.xlsx 工作表“表二” AB12"),
        (Origin("a.pdf", page=2, table=1, row=3), "a.pdf 第2页 表1 第3行"),
        (Origin(), "来源.txt"),
    ],
)
def test_where_a_cell_stands(origin: Origin | None, shown: str) -> None:
    one = Form(source="来源.txt", origins={} if origin is None else {"project": origin})
    assert whereabouts(one, "project") == shown


def test_a_check_is_counted_at_each_severity_as_it_was_given() -> None:
    findings = tuple(
        finding("A02", severity, "total_score", "", "", "算错。") for severity in (Severity.ERROR, Severity.NOTICE)
    )
    (count,) = Digest(Audit((audited(form(), findings),), {}, ())).by_check
    assert (count.findings, count.split) == (2, "错误 1、提示 1")
