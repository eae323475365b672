"""What only a real PostgreSQL with real transactions can show: many at once, and moving between databases."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web import cluster
from tests.web.conftest import environment
from tests.web.test_backup import differing, jiheng, keys_of, python, state
from tests.web.test_migrations import AT_ONCE, ONE_BY_ONE

_BEGIN = """
import threading
from jiheng.web import setup; setup.prepare()
from django.db import connection, transaction
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog import anchors, log
from jiheng.web.auditlog.models import AuditEntry

def together(count, work):
    failed, ready = [], threading.Barrier(count)
    def one(number):
        try:
            ready.wait()
            work(number)
        except BaseException as error:
            failed.append(repr(error))
        finally:
            connection.close()
    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert not failed, failed[:3]
"""
_SAVES = """
from jiheng.web.forms.models import Conflict, SelfEvaluation, Version
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import record_of, save
person = Person.objects.get(username="gongyuan")
form = SelfEvaluation.objects.filter(state="draft", unit__name__contains="公园").first()
base = form.version
"""
_SAME_CELL = (
    _BEGIN
    + _SAVES
    + """
together(2, lambda number: save(person, form.pk, base, [CellChange("goal_actual", "", f"第 {number} 人")]))
form.refresh_from_db()
kept = Conflict.objects.get(form=form)
assert form.version == base + 1
assert {record_of(form).goal_actual, kept.changes[0][2]} == {"第 0 人", "第 1 人"}
"""
)
_OTHER_CELLS = (
    _BEGIN
    + _SAVES
    + """
places = ["goal_actual", *(f"indicators[{n}].reason" for n in range(len(record_of(form).indicators)))]
together(len(places), lambda number: save(person, form.pk, base, [CellChange(places[number], "", f"第 {number} 人")]))
form.refresh_from_db()
from jiheng.form import cell
assert [cell(record_of(form), place) for place in places] == [f"第 {n} 人" for n in range(len(places))]
numbers = list(Version.objects.filter(form=form).order_by("number").values_list("number", flat=True))
assert numbers == list(range(1, base + len(places) + 1))
assert not Conflict.objects.exists()
"""
)
_CHAIN = (
    _BEGIN
    + """
before = AuditEntry.objects.count()
def writes(number):
    for turn in range(25):
        try:
            with transaction.atomic():
                log.write(None, "test", detail={"number": number, "turn": turn})
                if turn % 5 == 4:
                    raise InterruptedError
        except InterruptedError:
            pass
together(20, writes)
assert AuditEntry.objects.count() == before + 20 * 20
found = log.check(anchors.heads())
assert found.broken is None, found
"""
)
_JOBS = (
    _BEGIN
    + """
from collections import Counter
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import finish, put, take
for number in range(200):
    put("test", None, number=number)
taken = []
def works(number):
    while (job := take(f"worker-{number}")) is not None:
        taken.append((job.pk, number))
        assert finish(job, Job.State.DONE)
together(8, works)
assert max(Counter(pk for pk, _ in taken).values()) == 1
assert len(taken) == 200
assert len({number for _, number in taken}) > 1
assert Job.objects.filter(state="done", attempts=1).count() == 200
"""
)
_HELD = (
    _BEGIN
    + """
from jiheng.web.jobs.queue import put, take
first, second = put("test", None), put("test", None)
with transaction.atomic():
    assert take("a").pk == first.pk
    found = []
    together(1, lambda number: found.append(take("b")))
    assert found[0].pk == second.pk
"""
)
_APPEND_ONLY = (
    _BEGIN
    + """
from django.db import DatabaseError
table = "auditlog_auditentry"
for sql in (f"UPDATE {table} SET action='x'", f"DELETE FROM {table}", f"TRUNCATE {table}"):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        assert "append-only" in str(error)
    else:
        raise AssertionError(sql)
"""
)
_NEW_ROWS = (
    _BEGIN
    + """
from jiheng.web.jobs.queue import put
from jiheng.web.accounts.models import Organisation
one = put("test", None)
assert Organisation.objects.create(name="新单位", kind="unit").pk > 4
log.write(None, "test")
assert log.check(anchors.heads()).broken is None
"""
)

_PREPARED = (
    _BEGIN
    + """
from jiheng.web import prepared
from jiheng.web.accounts.models import Organisation
from jiheng.web.ready_query import Ready
named = Ready(lambda pk, name, kind: Organisation.objects.filter(pk=pk, name=name).exclude(kind=kind))
def holds():
    for unit in Organisation.objects.all():
        other = next(one for one in Organisation.Kind if one != unit.kind)
        assert named(unit.pk, unit.name, kind=other) == [unit]
        assert named(unit.pk, unit.name + "'; --", kind=other) == []
def waiting():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]
for turn in range(3): holds()
assert waiting()
for unit in Organisation.objects.all(): Organisation.objects.filter(pk=unit.pk).update(name=f"改名 {unit.pk}")
holds()
connection.close()
holds()
pk = Organisation.objects.first().pk
for number in range(prepared._KEPT + 20):
    one = Ready(lambda pk: Organisation.objects.filter(pk=pk))
    for turn in range(4): assert one(pk)
assert waiting() == prepared._KEPT
for turn in range(2): holds()
together(4, lambda number: [holds() for turn in range(4)])
"""
)
_DISK = (
    _BEGIN
    + """
from django.test.utils import CaptureQueriesContext
from jiheng.web.brief_write import brief_write
def told(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]
def waits():
    return told("SHOW synchronous_commit")
told("SELECT set_config('synchronous_commit', 'on', false)")  # the cluster of the tests never waits for the disk

committed = {}
def note():
    committed["held"] = told("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
    committed["end"] = told("SELECT pg_current_wal_insert_lsn()")
with CaptureQueriesContext(connection) as asked, transaction.atomic():
    transaction.on_commit(note)  # runs before the hooks of the entries
    for number in range(3): log.write(None, "test")
assert committed["held"] == 0, "the disk is waited for with the log locked"
assert told("SELECT pg_current_wal_flush_lsn() >= %s", committed["end"]), "what was told as done is not on the disk"
assert sum("pg_logical_emit_message" in one["sql"] for one in asked) == 1
assert log.check(anchors.heads()).broken is None
assert waits() == "on"

seen = []
brief_write(lambda: seen.append(waits()))
with transaction.atomic():
    brief_write(lambda: seen.append(waits()))
assert seen == ["off", "on"], seen
"""
)
_REWRITTEN = (
    _BEGIN
    + """
from django.core.management import call_command
def known():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'forms_version' AND attname = 'total'")
        (figures,) = cursor.fetchone()
        cursor.execute("SELECT vacuum_count FROM pg_stat_user_tables WHERE relname = 'forms_version'")
        return figures, *cursor.fetchone()
call_command("migrate", "accounts", "0001", verbosity=0)
with connection.cursor() as cursor:  # as an upgrade does that gives a column another type
    cursor.execute("ALTER TABLE forms_version ALTER COLUMN total TYPE text")
assert known() == (0, 0), "a column of another type has lost its figures"
call_command("migrate", verbosity=0)
assert known() == (1, 1), known()
"""
)


_KEPT = ("audit-heads.txt", "keys.json")
"""What lies beside a database and belongs to it."""


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory) -> Iterator[cluster.Cluster]:
    """A private cluster with a database `example` that holds the example department: copy it, never change it."""
    if why := cluster.missing():
        pytest.skip(why)
    with cluster.running() as running:
        folder = tmp_path_factory.mktemp("example")
        code = "from jiheng.web import serving, setup; setup.prepare(); serving.bring_up(demo=True)"
        python(code, folder, running.create("example"))
        for kept in _KEPT:
            shutil.copy(folder / kept, running.folder / kept)
        yield running


@pytest.fixture
def example(postgresql, tmp_path) -> Iterator[tuple[Path, str]]:
    """A data folder and the URL of a database with the example department, for one test."""
    name, data = f"copy{os.getpid()}", tmp_path / "data"
    data.mkdir()
    for kept in _KEPT:
        shutil.copy(postgresql.folder / kept, data)
    yield data, postgresql.create(name, template="example")
    postgresql.drop(name)


@pytest.mark.parametrize(
    "code",
    [_SAME_CELL, _OTHER_CELLS, _CHAIN, _JOBS, _HELD, _APPEND_ONLY, _PREPARED, _DISK, _REWRITTEN],
    ids=[
        "same cell",
        "other cells",
        "audit chain",
        "jobs",
        "a held job is passed by",
        "append-only",
        "prepared",
        "disk",
        "rewritten",
    ],
)
def test_at_once(example, code):
    python(code, *example)


def test_from_postgresql_to_sqlite_and_back(postgresql, example, tmp_path):
    data, url = example
    made = jiheng("backup", "-o", tmp_path / "b.zip", "--data", data, "--database", url, "--no-check")
    assert made.returncode == 0, made.stderr
    done = jiheng("restore", tmp_path / "b.zip", "--data", tmp_path / "lite", *keys_of(data))
    assert done.returncode == 0, done.stderr
    lite = state(tmp_path / "lite")
    assert differing(state(data, url), lite) == {"auditlog.auditentry"}
    made = jiheng("backup", "-o", tmp_path / "c.zip", "--data", tmp_path / "lite", "--no-check")
    assert made.returncode == 0, made.stderr
    back = postgresql.create("back")
    done = jiheng("restore", tmp_path / "c.zip", "--data", tmp_path / "back", "--database", back, *keys_of(data))
    assert done.returncode == 0, done.stderr
    assert differing(lite, state(tmp_path / "back", back)) == {"auditlog.auditentry"}
    python(_NEW_ROWS, tmp_path / "back", back)
    postgresql.drop("back")


@pytest.mark.slow
def test_a_database_made_at_once_is_what_the_migrations_make(postgresql, tmp_path):
    shapes = []
    for name, code in (("at_once", AT_ONCE), ("one_by_one", ONE_BY_ONE)):
        shapes.append(json.loads(python(code, tmp_path / name, postgresql.create(name))))
        postgresql.drop(name)
    assert shapes[0] == shapes[1]


def test_a_full_database_is_never_restored_into(example, seeded, tmp_path):
    _, url = example
    assert jiheng("backup", "-o", tmp_path / "b.zip", "--data", seeded, "--no-check").returncode == 0
    before = state(tmp_path / "data", url)
    refused = jiheng("restore", tmp_path / "b.zip", "--data", tmp_path / "new", "--database", url, *keys_of(seeded))
    assert refused.returncode == 2
    assert "空的数据库" in refused.stderr
    assert not (tmp_path / "new").exists()
    assert state(tmp_path / "data", url) == before


@pytest.mark.slow
def test_a_restore_that_was_killed_is_begun_again(postgresql, seeded, tmp_path):
    assert jiheng("backup", "-o", tmp_path / "b.zip", "--data", seeded, "--no-check").returncode == 0
    url, delay, done = postgresql.create("killed"), 1.0, False
    while not done:
        command = [sys.executable, "-m", "jiheng", "restore", str(tmp_path / "b.zip"), "--data", str(tmp_path / "new")]
        command += ["--keys", str(seeded / "keys.json")]
        process = subprocess.Popen([*command, "--database", url], env=environment(tmp_path), stderr=subprocess.PIPE)
        try:
            process.wait(delay)
            done = True
            assert process.returncode == 0, process.stderr.read().decode()
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        delay *= 1.5
    assert differing(state(seeded), state(tmp_path / "new", url)) == {"auditlog.auditentry"}
    postgresql.drop("killed")
