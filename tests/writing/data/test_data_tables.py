"""The definitions of the tables, and what stands in them."""

import re
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiheng.checks import Acceptance, Accepted, Audit
from jiheng.form import Doubt, Form, Fund, Indicator, Origin, Problem
from jiheng.writing.data.column import Table, Type, settled
from jiheng.writing.data.entry import FormEntry, Rest, audited_entries, keyed
from jiheng.writing.data.tables import AUDIT_TABLES, FINDINGS_ALONE, RECORD_TABLES, RECORDS

from ..sample import FULL_MARKS, RATE, audited, form, sample
from .readback import rows_of

ALL = [*AUDIT_TABLES, FINDINGS_ALONE, RECORDS]
BY_NAME = {table.name: table for table in AUDIT_TABLES}
PYTHON = {Type.TEXT: str, Type.INTEGER: int, Type.DECIMAL: Decimal, Type.BOOLEAN: bool}


def named(table: Table[Any], audit: Audit) -> list[dict[str, Any]]:
    """The rows of an audit as dicts."""
    entries = audited_entries(audit)
    rest = Rest(entries, audit.batch, audit.batch_accepted, audit.problems)
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in rows_of(table, entries, rest)]


def of_form(table: Table[Any], one: Form) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in rows_of(table, keyed([one]))]


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.title)
def test_columns_are_named_titled_and_described(table: Table[Any]) -> None:
    names, titles = [column.name for column in table.columns], [column.title for column in table.columns]
    assert len(set(names)) == len(names)
    assert len(set(titles)) == len(titles)
    for column in table.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
        assert column.title and column.description
        assert column.type is Type.TEXT or not column.choices
    assert set(table.key) <= set(names)
    for link in table.links:
        assert set(link.columns) <= set(names)
        assert set(link.columns) == set(BY_NAME[link.table].key)


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.title)
def test_values_have_the_type_of_their_column(table: Table[Any]) -> None:
    rows = named(table, sample())
    assert rows
    for row in rows:
        for column in table.columns:
            value = row[column.name]
            assert value is None or type(value) is PYTHON[column.type], column.name
            assert value is None or not column.choices or value in column.choices


def test_keys_are_unique_and_links_lead_somewhere() -> None:
    for table in AUDIT_TABLES:
        rows = named(table, sample())
        keys = [tuple(row[name] for name in table.key) for row in rows]
        assert len(set(keys)) == len(keys), table.name
        for link in table.links:
            targets = {tuple(row[name] for name in link.columns) for row in named(BY_NAME[link.table], sample())}
            assert {tuple(row[name] for name in link.columns) for row in rows} <= targets


def test_a_form_with_what_was_printed_and_what_was_worked_out() -> None:
    row = named(BY_NAME["forms"], sample())[0]
    assert row["source"] == "水务局2024.docx"
    assert (row["budget"], row["budget_yuan"]) == ("110", Decimal(1_100_000))
    assert (row["rate"], row["rate_printed"], row["rate_exact"]) == ("92%", Decimal("0.92"), Decimal("0.9"))
    assert (row["total_score"], row["total_score_points"]) == ("97.2", Decimal("97.2"))
    assert row["total_recomputed"] is not None
    assert row["rulebook"] == "mof-2021-cost"
    assert (row["fund_rows"], row["indicator_rows"]) == (4, 7)


def test_counts_agree_with_the_findings() -> None:
    findings = named(BY_NAME["findings"], sample())
    concerned = named(BY_NAME["finding_forms"], sample())
    for row in named(BY_NAME["forms"], sample()):
        own = [one for one in findings if one["form_id"] == row["form_id"] and one["forms_concerned"] == 1]
        still_open = [one["severity"] for one in own if not one["accepted"]]
        assert [row["errors"], row["warnings"], row["notices"]] == [
            still_open.count(severity) for severity in ("error", "warning", "notice")
        ]
        assert row["accepted"] == len(own) - len(still_open)
        joint = {one["finding_id"] for one in findings if one["forms_concerned"] > 1 and not one["accepted"]}
        about = {one["finding_id"] for one in concerned if one["form_id"] == row["form_id"]}
        assert row["joint_findings"] == len(joint & about)
    assert sum(one["forms_concerned"] for one in findings) == len(concerned)


def test_a_finding_at_its_cell() -> None:
    row = named(FINDINGS_ALONE, sample())[0]
    assert (row["project"], row["code"], row["severity"]) == ("河道日常保洁服务", "A01", "error")
    assert row["label"] == "项目资金·年度资金总额·执行率"
    assert (row["at_file"], row["at_table"], row["at_row"], row["at_column"]) == ("水务局2024.docx", 1, 6, 7)
    assert row["at_page"] is row["accepted_by"] is None


def test_an_accepted_finding_says_who_when_and_why() -> None:
    one = audited(form(), [FULL_MARKS], [Accepted(RATE, Acceptance("已核对", "某甲", "2025-01-02"))])
    rows = named(BY_NAME["findings"], Audit((one,), {}, ()))
    assert [row["accepted"] for row in rows] == [False, True]
    assert [rows[1][f"accepted_{name}"] for name in ("reason", "by", "date")] == ["已核对", "某甲", "2025-01-02"]


def test_an_indicator_as_printed_understood_and_recomputed() -> None:
    row = named(BY_NAME["indicators"], sample())[1]
    assert (row["target"], row["actual"], row["property"]) == ("400", "386", "≥")
    assert (row["direction"], row["met"], row["ratio"]) == ("positive", False, Decimal("0.965"))
    assert (row["target_sign"], row["target_figure"], row["target_unit"]) == ("≥", Decimal(400), "吨")
    assert (row["score_points"], row["score_recomputed"], row["verdict"]) == (Decimal(10), Decimal("9.65"), "scored")
    assert "386" in row["why"]


def test_reading_alone_gives_the_same_cells_without_scores() -> None:
    for table in RECORD_TABLES:
        names = {column.name for column in table.columns}
        whole = [{name: row[name] for name in names} for row in named(BY_NAME[table.name], sample())]
        forms = [one.form for one in sample().forms]
        rest = Rest(problems=sample().problems)
        alone = [
            dict(zip((column.name for column in table.columns), row, strict=True))
            for row in rows_of(table, keyed(forms), rest)
        ]
        assert alone == whole
    assert {table.name for table in RECORD_TABLES} == {"forms", "funds", "indicators", "others", "doubts", "problems"}


def test_a_form_without_indicators_is_not_lost() -> None:
    (row,) = of_form(RECORDS, form(indicators=[]))
    assert row["project"] == "河道日常保洁服务"
    assert row["indicator_number"] is row["indicator_l3"] is None


def test_an_empty_form_is_a_row() -> None:
    for table in (*RECORD_TABLES, RECORDS):
        assert len(of_form(table, Form())) == (table.name in ("forms", "records"))


@pytest.mark.parametrize(
    ("budget", "executed", "expected"),
    [
        ("0", "0", None),
        ("-5", "1", None),
        ("5", "-1", None),
        ("", "1", None),
        ("约五万", "1", None),
        ("3", "1", Decimal("0.3333333333")),
        ("10000元", "0.5", Decimal("0.5")),
    ],
)
def test_the_exact_rate(budget: str, executed: str, expected: Decimal | None) -> None:
    one = form(funds=[Fund("年度资金总额", "1", budget, executed)])
    (row,) = of_form(BY_NAME["forms"].unaudited(), one)
    assert row["rate_exact"] == expected
    if expected is None:
        assert audited(one).score.rate is None or Decimal(budget or 1) == 0


def test_doubts_and_problems() -> None:
    one = form(
        uncertain=[Doubt("indicators[1].score", "印得不清"), Doubt("indicators", "缺一行")],
        origins={"indicators[1].score": Origin("甲.pdf", page=3)},
    )
    first, second = of_form(BY_NAME["doubts"], one)
    assert (first["printed"], first["at_page"], first["why"]) == ("10", 3, "印得不清")
    assert second["printed"] is None
    rest = Rest(problems=[Problem("坏.docx", "已损坏", "请重新另存")])
    assert rows_of(BY_NAME["problems"], [], rest) == [(1, "坏.docx", "已损坏", "请重新另存")]


def ids(*forms: Form) -> list[str]:
    return [entry.form_id for entry in keyed(forms)]


def test_the_key_of_a_form_holds_over_runs() -> None:
    first, second = Form(source="甲.docx#1"), Form(source="甲.docx#2")
    assert ids(first, second) == ["f9397964e5193e7f0", "f24e9dfc7bbc649e9"]
    assert ids(second, first) == ids(first, second)[::-1]
    corrected = msgspec.structs.replace(first, project="改了名", total_score="99")
    assert ids(corrected) == ids(first)
    assert len(set(ids(first, second, first, Form(), Form()))) == 5
    assert all(re.fullmatch("f[0-9a-f]{16}", one) for one in ids(first, second, Form(source="\ud800")))


def test_the_key_of_a_finding_outlives_the_others() -> None:
    def found(*findings: Any) -> dict[str, str]:
        rows = named(BY_NAME["findings"], Audit((audited(form(), findings),), {}, ()))
        return {row["code"]: row["finding_id"] for row in rows}

    assert found(RATE, FULL_MARKS)["S02"] == found(FULL_MARKS)["S02"]
    twice = named(BY_NAME["findings"], Audit((audited(form(), [RATE, RATE]),), {}, ()))
    assert twice[0]["finding_id"] != twice[1]["finding_id"]


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_a_settled_decimal_is_plain_and_near(figure: Decimal) -> None:
    found = settled(figure)
    if not figure.is_finite() or abs(figure) >= Decimal(10) ** 28:
        assert found is None
        return
    assert found is not None
    assert abs(found - figure) <= Decimal("0.5e-10")
    text = format(found, "f")
    assert str(found) == text or "E" in str(found)
    assert not ("." in text and text.endswith("0"))
    assert text != "-0"


def test_an_entry_is_made_as_forms_pass() -> None:
    def endless() -> Any:
        number = 0
        while True:
            number += 1
            yield Form(source=f"甲.txt#{number}", indicators=[Indicator()])

    first = next(iter(keyed(endless())))
    assert isinstance(first, FormEntry)
    assert first.number == 1
