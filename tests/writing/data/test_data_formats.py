"""What is written reads back the same in every format, and is harmless."""

import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.effort import examples

from jiheng.form import TOTAL_FUND, Doubt, Form, Fund, Indicator, Problem
from jiheng.writing.data.column import Column, Row, Table, Type, settled
from jiheng.writing.data.entry import Rest, audited_entries, keyed
from jiheng.writing.data.parquet import parquet_file
from jiheng.writing.data.tables import AUDIT_TABLES, FINDINGS_ALONE, RECORD_TABLES, RECORDS
from jiheng.writing.data.tabular import csv_file, guarded, jsonl_file
from jiheng.writing.data.target import parse_target, write_audit_data, write_records
from jiheng.writing.data.workbook import FIELDS, workbook_file

from ..sample import FORMULA, form, sample
from .readback import Rows, blank, from_csv, from_jsonl, from_parquet, from_xlsx, rows_of

CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "-", "--", "=1+1", "＝12项", "+86 1", "@SUM(A1)", "'", "'=x", "\t", "\r\n", ",", '"', "1e9999"]
    ),
    st.sampled_from(
        [
            "9" * 40,
            "0.12345678901234",
            "1234567890123.45",
            "-5.2%",
            "<r>x</r>",
            "_x000D_",
            "\x00\x1f",
            "\ud800",
            "𠮷\u202e",
        ]
    ),
    st.text(max_size=8),
)
FORMS = st.builds(
    Form,
    source=st.text(max_size=4),
    project=CELLS,
    unit=CELLS,
    goal_actual=CELLS,
    total_score=CELLS,
    funds=st.lists(st.builds(Fund, st.just(TOTAL_FUND), CELLS, CELLS, CELLS, CELLS, CELLS, CELLS), max_size=2),
    indicators=st.lists(st.builds(Indicator, CELLS, CELLS, CELLS, CELLS, CELLS, weight=CELLS, score=CELLS), max_size=2),
    uncertain=st.lists(st.builds(Doubt, st.just("total_score"), st.text(max_size=4)), max_size=1),
)
PROBLEMS = st.lists(st.builds(Problem, st.text(max_size=4), st.text(max_size=4), st.text(max_size=4)), max_size=2)


@settings(max_examples=examples(30, least=3), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FORMS, max_size=3), PROBLEMS)
def test_whatever_a_form_holds_reads_back(forms: list[Form], problems: list[Problem]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for target in ("t/", "t.jsonl/", "t.parquet/", "t.xlsx", "alone.csv", "alone.parquet"):
            write_records(forms, parse_target(f"{folder}/{target}"), problems)
        for table in RECORD_TABLES:
            rows = rows_of(table, keyed(forms), Rest(problems=problems))
            assert from_csv(table, folder / "t" / f"{table.name}.csv") == blank(rows)
            assert from_jsonl(table, folder / "t.jsonl" / f"{table.name}.jsonl") == rows
            assert from_parquet(table, folder / "t.parquet" / f"{table.name}.parquet") == rows
            assert stripped(from_xlsx(table, folder / "t.xlsx")) == stripped(
                [row for row in blank(rows) if any(value is not None for value in row)]
            )
        rows = rows_of(RECORDS, keyed(forms))
        assert from_csv(RECORDS, folder / "alone.csv", worded=True) == blank(rows)
        assert from_parquet(RECORDS, folder / "alone.parquet") == rows


def stripped(rows: Rows) -> Rows:
    """Rows as XML keeps them: one kind of line end, and nothing told of the blank that keeps mark-up text."""
    return [tuple(_xml(value) if isinstance(value, str) else value for value in row) for row in rows]


def _xml(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removesuffix(" ") if text.startswith("<r>") else text


def test_an_audit_reads_back(tmp_path: Path) -> None:
    audit = sample()
    for target in ("t/", "t.jsonl/", "t.parquet/", "alone.csv", "alone.parquet"):
        write_audit_data(audit, parse_target(f"{tmp_path}/{target}"))
    entries = audited_entries(audit)
    rest = Rest(entries, audit.batch, audit.batch_accepted, audit.problems)
    for table in AUDIT_TABLES:
        rows = rows_of(table, entries, rest)
        assert rows
        assert from_csv(table, tmp_path / "t" / f"{table.name}.csv") == blank(rows)
        assert from_jsonl(table, tmp_path / "t.jsonl" / f"{table.name}.jsonl") == rows
        assert from_parquet(table, tmp_path / "t.parquet" / f"{table.name}.parquet") == rows
    rows = rows_of(FINDINGS_ALONE, entries, rest)
    assert from_csv(FINDINGS_ALONE, tmp_path / "alone.csv", worded=True) == blank(rows)
    assert from_parquet(FINDINGS_ALONE, tmp_path / "alone.parquet") == rows


@given(st.one_of(st.text(), CELLS.filter(bool)))
def test_a_guard_comes_off_again(text: str) -> None:
    found = guarded(text)
    assert found.removeprefix("'") == text
    assert not found.startswith(("=", "@", "\t", "\r", "＝", "＠"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("＝12项", "'＝12项"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("+86 138", "'+86 138"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("'quoted", "''quoted"),
        ("-", "-"),
        ("--", "--"),
        ("-5.2%", "-5.2%"),
        ("+1,234.5", "+1,234.5"),
        ("≥95%", "≥95%"),
        ("100%", "100%"),
        ("", ""),
    ],
)
def test_only_what_could_be_a_formula_is_guarded(text: str, expected: str) -> None:
    assert guarded(text) == expected


def test_a_workbook_holds_no_formula(tmp_path: Path) -> None:
    one = form(FORMULA, unit="=1+1", leader="@x", goal_actual="-1+1")
    write_records([one], parse_target(str(tmp_path / "数据.xlsx")))
    cells = [cell for sheet in load_workbook(tmp_path / "数据.xlsx") for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert {FORMULA, "=1+1", "@x", "-1+1"} <= {cell.value for cell in cells}


def test_a_workbook_explains_every_column(tmp_path: Path) -> None:
    write_records([form()], parse_target(str(tmp_path / "数据.xlsx")))
    book = load_workbook(tmp_path / "数据.xlsx")
    assert book.sheetnames == [*(table.title for table in RECORD_TABLES), FIELDS]
    explained = [row[:3] for row in book[FIELDS].iter_rows(min_row=2, values_only=True)]
    assert explained == [
        (table.title, column.title, column.name) for table in RECORD_TABLES for column in table.columns
    ]


def test_a_full_sheet_goes_on_in_the_next(tmp_path: Path) -> None:
    entries = list(keyed([form(source=f"甲.docx#{number}") for number in range(5)]))
    with workbook_file(RECORD_TABLES, tmp_path / "数据.xlsx", max_rows=10) as adds:
        for entry in entries:
            for table, add in zip(RECORD_TABLES, adds, strict=True):
                add(table.rows(entry))
    book = load_workbook(tmp_path / "数据.xlsx")
    assert [name for name in book.sheetnames if name.startswith("绩效指标")] == [
        *("绩效指标", "绩效指标（续2）", "绩效指标（续3）", "绩效指标（续4）")
    ]
    for table in RECORD_TABLES:
        assert from_xlsx(table, tmp_path / "数据.xlsx") == blank(rows_of(table, entries))


def test_a_figure_too_long_for_excel_stays_exact(tmp_path: Path) -> None:
    long, short = "1234567890123.4567", "9.65"
    one = form(funds=[Fund(TOTAL_FUND, long, short, short)], money_unit="元")
    write_records([one], parse_target(str(tmp_path / "数据.xlsx")))
    book = load_workbook(tmp_path / "数据.xlsx")
    head, row = list(book["自评表"].iter_rows(values_only=True))
    found = dict(zip(head, row, strict=True))
    assert found["年初预算数（元）"] == long
    assert found["全年预算数（元）"] == 9.65


Writer = Callable[[Table[Any], Path], Any]


@pytest.mark.full
@pytest.mark.parametrize(
    ("writer", "reader"),
    [(csv_file, from_csv), (jsonl_file, from_jsonl), (parquet_file, from_parquet)],
    ids=["csv", "jsonl", "parquet"],
)
def test_many_rows_keep_their_order(writer: Writer, reader: Callable[[Table[Any], Path], Rows], tmp_path: Path) -> None:
    table = next(table for table in RECORD_TABLES if table.name == "problems")

    def pieces() -> Iterator[list[Row]]:
        for start in range(0, 45_000, 9_000):
            yield [(number, f"{number}.docx", "坏", "换") for number in range(start, start + 9_000)]

    with writer(table, tmp_path / "t") as add:
        for piece in pieces():
            add(piece)
    rows = reader(table, tmp_path / "t")
    assert len(rows) == 45_000
    assert rows[::9_000] == [(number, f"{number}.docx", "坏", "换") for number in range(0, 45_000, 9_000)]
    assert [row[0] for row in rows] == list(range(45_000))


def test_parquet_holds_decimals_to_the_last_digit(tmp_path: Path) -> None:
    figures = ["0", "-0.0000000001", "0.0000001", "1E+3", "-9999999999999999999999999999.9999999999", "12.50"]
    column: Column[Decimal] = Column("figure", "数", "数", lambda one: one, Type.DECIMAL)
    table = Table("figures", "数", "数", (), (column,))
    with parquet_file(table, tmp_path / "t") as add:
        add([(Decimal(figure),) for figure in figures])
        add([(None,)])
    assert from_parquet(table, tmp_path / "t") == [*((Decimal(figure),) for figure in figures), (None,)]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full")
@pytest.mark.parametrize(("writer", "pieces"), [(csv_file, 1), (jsonl_file, 1), (parquet_file, 1), (parquet_file, 3)])
def test_a_full_disk_is_the_error_that_it_is(writer: Writer, pieces: int) -> None:
    table = next(table for table in RECORD_TABLES if table.name == "problems")
    with pytest.raises(OSError, match="28"), writer(table, Path("/dev/full")) as add:
        for _ in range(pieces):
            add([(number, f"{number}.docx", "坏", "换") for number in range(9_000)])


@pytest.mark.full
def test_memory_does_not_grow_with_the_forms(tmp_path: Path) -> None:
    def peak(number: int) -> int:
        forms = (form(source=f"甲.docx#{one}") for one in range(number))
        tracemalloc.start()
        write_records(forms, parse_target(str(tmp_path / "数据.csv")))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(600) - peak(100) < 500_000


def test_wild_figures_leave_the_typed_cell_empty(tmp_path: Path) -> None:
    one = form(funds=[Fund(TOTAL_FUND, "9" * 60, "1e9999", "NaN")])
    write_records([one], parse_target(str(tmp_path / "数据.parquet")))
    row = from_parquet(RECORDS, tmp_path / "数据.parquet")[0]
    found = dict(zip((column.name for column in RECORDS.columns), row, strict=True))
    assert (found["initial"], found["initial_yuan"]) == ("9" * 60, None)
    assert (found["budget"], found["budget_yuan"], found["rate_exact"]) == ("1e9999", None, None)


def test_decimals_at_the_edge() -> None:
    assert settled(Decimal("1E+27")) == Decimal(10) ** 27
    assert settled(Decimal("1E+28")) is None
    assert settled(Decimal("0.00000000005")) == Decimal("1E-10")
    assert settled(Decimal("-0.00000000004")) == 0
