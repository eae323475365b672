"""Units are cut by content, done once, and hold what an audit of the same forms tells."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiheng.batch.plan import plan
from jiheng.batch.query import ask, asked
from jiheng.batch.run import Progress, run
from jiheng.batch.store import Store
from jiheng.batch.unit import settings
from jiheng.batch.work import do
from jiheng.checks import audit
from jiheng.form import to_json
from jiheng.places.sources import VARIABLE, forget
from jiheng.trouble import Trouble

from .made import form, write

pytest.importorskip("polars")
pytest.importorskip("duckdb")


def batch(source: Path, out: Path, size: int = 10, rulebook: str = "auto") -> Progress:
    """Everything in this process; what `run` does in others."""
    own = settings(rulebook)
    planned = plan([source], own, size)
    store = Store(out)
    with store.opened():
        done = store.plan(planned.units, planned.problems)
        for unit in planned.units:
            do(unit, out, own)
    counts = [store.counts(unit.id) for unit in planned.units]
    return Progress(len(planned.units), len(planned.units), len(done), sum(counts[1:], counts[0]))


def rows(out: Path, sql: str) -> list[tuple[Any, ...]]:
    with asked(out) as connection:
        return list(ask(connection, sql).rows)


def test_the_tables_hold_what_an_audit_of_the_same_forms_tells(tmp_path: Path) -> None:
    forms = [form(number) for number in range(1, 26)]
    done = batch(write(tmp_path / "a.jsonl", forms), tmp_path / "out")
    told = audit(forms, ignore=("B",)).forms
    assert done.counts.forms == 25
    assert done.counts.findings == sum(len(one.findings) for one in told)
    found = rows(tmp_path / "out", "SELECT source, code, place FROM findings JOIN forms USING (form_id) ORDER BY ALL")
    assert found == sorted((one.form.source, each.code, each.place) for one in told for each in one.findings)
    scores = rows(tmp_path / "out", "SELECT source, total_recomputed FROM forms ORDER BY number")
    assert scores == [(one.form.source, one.score.total.score) for one in told]
    assert all(isinstance(score, Decimal) for _, score in scores)
    assert rows(tmp_path / "out", "SELECT DISTINCT area, year_number FROM forms ORDER BY 2") == [
        ("松泠区", 2020 + number) for number in range(3)
    ]


def test_what_is_done_is_not_done_again_and_lines_added_cost_only_the_last_unit(tmp_path: Path) -> None:
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    forms = [form(number) for number in range(1, 36)]
    assert batch(write(source, forms[:25]), out).before == 0
    assert batch(source, out).before == 3
    again = batch(write(source, forms), out)
    assert (again.before, again.total, again.counts.forms) == (2, 4, 35)
    assert rows(out, "SELECT count(*), count(DISTINCT form_id) FROM forms") == [(35, 35)]
    assert len(list((out / "units").iterdir())) == 4


def test_another_rulebook_is_another_result(tmp_path: Path) -> None:
    source = write(tmp_path / "a.jsonl", [form(1)])
    batch(source, tmp_path / "out")
    assert batch(source, tmp_path / "out", rulebook="mof-2021-cost").before == 0
    assert rows(tmp_path / "out", "SELECT rulebook FROM forms") == [("mof-2021-cost",)]


def test_a_pack_of_the_users_own_that_changed_is_another_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    pack = tmp_path / "my-county"
    pack.mkdir()
    without = settings().digest
    (pack / "place.toml").write_text('id = "my-county"\nname = "样山县办法"\nextends = "mof-2020"\n', "utf-8")
    forget()
    brought = settings().digest
    (pack / "words.toml").write_text("# 改过\n", "utf-8")
    assert len({without, brought, settings().digest}) == 3
    monkeypatch.undo()
    forget()


def test_a_document_changed_costs_only_its_own_unit(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.json").write_bytes(to_json([form(number, source="")]))
    first = batch(folder, out, size=320)
    assert first.counts.forms == 60 and first.total > 3
    (folder / "30.json").write_bytes(to_json([form(30, source=""), form(99, source="")]))
    (folder / "31.json").unlink()
    again = batch(folder, out, size=320)
    assert again.counts.forms == 60
    assert again.before >= again.total - 3
    assert rows(out, "SELECT count(*), count(DISTINCT form_id) FROM forms") == [(60, 60)]


def test_of_secret_projects_only_the_number_is_kept(tmp_path: Path) -> None:
    forms = [form(1), form(2, secrecy="秘密★5年", project="某工程"), form(3)]
    assert batch(write(tmp_path / "a.jsonl", forms), tmp_path / "out").counts.secret == 1
    assert rows(tmp_path / "out", "SELECT number FROM forms ORDER BY 1") == [(1,), (3,)]
    for path in (tmp_path / "out").rglob("*.parquet"):
        assert "某工程".encode() not in path.read_bytes()


def test_a_line_that_is_no_record_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    source = write(tmp_path / "a.jsonl", [form(1), form(2)])
    source.write_bytes(source.read_bytes() + b"{not json\n\n[1]\n\xff\xfe\n")
    done = batch(source, tmp_path / "out")
    assert (done.counts.forms, done.counts.problems) == (2, 3)
    told = rows(tmp_path / "out", "SELECT message FROM problems ORDER BY number")
    assert [message[:5] for (message,) in told] == ["第 3 行", "第 5 行", "第 6 行"]


def test_records_that_share_a_source_have_ids_of_their_own(tmp_path: Path) -> None:
    batch(write(tmp_path / "a.jsonl", [form(number, source="同名") for number in range(30)]), tmp_path / "out")
    assert rows(tmp_path / "out", "SELECT count(DISTINCT form_id) FROM forms") == [(30,)]


def test_what_a_killed_run_left_half_done_is_cleared_and_never_read(tmp_path: Path) -> None:
    source, out = write(tmp_path / "a.jsonl", [form(number) for number in range(20)]), tmp_path / "out"
    batch(source, out)
    stray = out / "units" / "0123456789abcdef01234567"
    stray.mkdir()
    (stray / "forms.parquet").write_bytes(b"half")
    (out / "work" / "0123-x").mkdir(parents=True)
    assert rows(out, "SELECT count(*) FROM forms") == [(20,)]
    assert batch(source, out).before == 2
    assert not stray.exists() and not (out / "work" / "0123-x").exists()


def test_a_unit_done_twice_counts_once(tmp_path: Path) -> None:
    source, out, own = write(tmp_path / "a.jsonl", [form(1)]), tmp_path / "out", settings()
    (unit,) = plan([source], own).units
    store = Store(out)
    with store.opened():
        store.plan([unit], ())
        with store.writing(unit.id) as slow:
            assert do(unit, out, own).forms == 1
            (slow / "unit.json").write_bytes(b"{}")
    assert store.counts(unit.id).forms == 1
    assert rows(out, "SELECT count(*) FROM forms") == [(1,)]
    assert list((out / "work").iterdir()) == []


def test_two_runs_do_not_write_into_one_folder(tmp_path: Path) -> None:
    planned = plan([write(tmp_path / "a.jsonl", [form(1)])], settings())
    with Store(tmp_path / "out").opened(), pytest.raises(Trouble):
        next(run(planned, tmp_path / "out", settings()))
