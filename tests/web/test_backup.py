"""A backup made while people work, and brought back: on SQLite, from hand to hand with PostgreSQL, and when killed."""

import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.web import fresh
from tests.web.conftest import environment

from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.backup import lock
from jiheng.web.backup.jobs import folder
from jiheng.web.jobs.models import Job
from jiheng.web.sealing import keys

_KEEP_A_FILE = """
from jiheng.web import setup; setup.prepare()
from jiheng.web.files.storage import keep
print(keep([b"evidence"], "a.pdf", "pdf", None).sha256)
"""
_SAVE_ALL_THE_TIME = """
import itertools
from jiheng.web import setup; setup.prepare()
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import save
from jiheng.web.accounts.models import Person
person = Person.objects.get(username="gongyuan")
form = SelfEvaluation.objects.filter(state="draft", unit__name__contains="公园").first()
for number in itertools.count():
    save(person, form.pk, form.version + number, [CellChange("goal_actual", "", f"第 {number} 次")])
    print(number, flush=True)
"""
_STATE = """
import json
import re
from jiheng.web import setup; setup.prepare()
from django.apps import apps
from jiheng.web.backup.table_dump import counted, lines, tables
from jiheng.web.auditlog import anchors, log
found = {label: counted(lines(model, "default")).sha256 for label, model in tables(apps).items()}
broken = log.check(anchors.heads()).broken
print(json.dumps({"tables": found, "broken": broken and broken.why}))
"""


_LOCK = """
from jiheng.web import setup; setup.prepare()
from jiheng.web.accounts.models import Person
from jiheng.web.backup import lock
print(lock.renew(Person.objects.get(username="anquan")))
"""


def jiheng(*options: object, database: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    return fresh.jiheng([*map(str, options)], environment(Path("unused"), database) | more)


def keys_of(data: Path) -> tuple[object, ...]:
    """The option that names the key file of a data folder."""
    return "--keys", data / "keys.json"


def python(code: str, data: Path, database: str = "") -> str:
    ran = fresh.python(code, environment(data, database))
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout.strip()


def state(data: Path, database: str = "") -> dict:
    return json.loads(python(_STATE, data, database))


def differing(one: dict, other: dict) -> set[str]:
    return {label for label, digest in one["tables"].items() if other["tables"][label] != digest}


@pytest.fixture(scope="module")
def with_a_file(seeded, tmp_path_factory) -> Path:
    """The example with an uploaded file; copy it, never change it."""
    folder = tmp_path_factory.mktemp("with a file") / "data"
    shutil.copytree(seeded, folder)
    python(_KEEP_A_FILE, folder)
    return folder


@pytest.fixture
def data(with_a_file, tmp_path) -> Path:
    """The example with an uploaded file."""
    return Path(shutil.copytree(with_a_file, tmp_path / "data"))


@pytest.fixture(scope="module")
def made_backup(with_a_file, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("backup") / "备份.zip"
    made = jiheng("backup", "-o", path, "--data", with_a_file, "--no-check", "--plain")
    assert made.returncode == 0, made.stderr
    return path


@pytest.fixture
def backup(made_backup, tmp_path) -> Path:
    """A backup of the example as `data` has it."""
    return Path(shutil.copy(made_backup, tmp_path))


def test_what_is_brought_back_is_what_was_there(data, tmp_path):
    path = tmp_path / "备份.jhb"
    before = state(data)
    made = jiheng("backup", "-o", path, "--data", data)
    assert made.returncode == 0, made.stderr
    done = jiheng("restore", path, "--data", tmp_path / "new", *keys_of(data))
    assert done.returncode == 0, done.stderr
    after = state(tmp_path / "new")
    assert differing(before, after) == {"auditlog.auditentry"}  # the restore itself is on record
    assert after["broken"] is None
    sealed = [file.read_bytes() for file in (tmp_path / "new/files").glob("*/*")]
    assert sealed == [file.read_bytes() for file in (data / "files").glob("*/*")] != []
    assert {file.name for file in tmp_path.iterdir()} == {"data", "new", "备份.jhb"}
    assert (tmp_path / "new/keys.json").read_bytes() == (data / "keys.json").read_bytes()


def test_keys_and_sessions_stay_where_they_are(data, backup):
    with zipfile.ZipFile(backup) as archive:
        names = archive.namelist()
    key = (data / "secret.key").read_bytes()
    assert not [name for name in names if "session" in name or "secret" in name]
    assert key not in backup.read_bytes()


@pytest.mark.full
def test_it_is_one_moment_while_people_save(data, tmp_path):
    writer = subprocess.Popen([sys.executable, "-c", _SAVE_ALL_THE_TIME], env=environment(data), stdout=subprocess.PIPE)
    try:
        writer.stdout.readline()
        made = jiheng("backup", "-o", tmp_path / "b.zip", "--data", data, "--no-check")  # it is restored below
        before = int(writer.stdout.readline())
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    assert made.returncode == 0, made.stderr
    assert before > 0
    assert jiheng("restore", tmp_path / "b.zip", "--data", tmp_path / "new", *keys_of(data)).returncode == 0
    with sqlite3.connect(tmp_path / "new/jiheng.sqlite3") as database:
        asked = (
            "SELECT f.version, max(v.number), count(*) FROM forms_selfevaluation f "
            "JOIN forms_version v ON v.form_id = f.id GROUP BY f.id"
        )
        assert all(version == last == count for version, last, count in database.execute(asked))


@pytest.mark.parametrize("holds", ["a file", "a database"])
def test_what_is_there_is_never_written_over(backup, tmp_path, holds, data):
    place = tmp_path / "place"
    if holds == "a database":
        shutil.copytree(data, place)
    else:
        place.mkdir()
        (place / "x").write_text("mine")
    before = {file: file.read_bytes() for file in place.rglob("*") if file.is_file()}
    refused = jiheng("restore", backup, "--data", place, *keys_of(data))
    assert refused.returncode == 2
    assert "新的或空的文件夹" in refused.stderr
    assert {file: file.read_bytes() for file in place.rglob("*") if file.is_file()} == before


def rewritten(path: Path, change: dict[str, bytes | None]) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | change
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)


def damages(path: Path) -> dict[str, dict[str, bytes | None] | bytes]:
    with zipfile.ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        rows = archive.read("rows/forms.selfevaluation.jsonl")
        file = next(name for name in archive.namelist() if name.startswith("files/"))
    return {
        "another's zip": {"manifest.json": None},
        "a changed figure": {"rows/forms.selfevaluation.jsonl": rows.replace("绩".encode(), "纪".encode(), 1)},
        "a row cut off": {"rows/forms.selfevaluation.jsonl": rows[: rows[:-1].rindex(b"\n") + 1]},
        "a table gone": {"rows/forms.version.jsonl": None},
        "a changed file": {file: b"other"},
        "a file that climbs": {"manifest.json": json.dumps(manifest | {"files": ["../../x"]}).encode()},
        "a newer one": {"manifest.json": json.dumps(manifest | {"format": 99}).encode()},
        "a newer database": {"manifest.json": json.dumps(manifest | {"migrations": [["forms", "9999_x"]]}).encode()},
        "half a file": path.read_bytes()[: path.stat().st_size // 2],
        "no zip": b"PK nothing",
    }


@pytest.mark.slow
def test_a_damaged_backup_is_refused_and_leaves_nothing(backup, tmp_path, data):
    for name, change in damages(backup).items():
        bad = tmp_path / "bad.zip"
        shutil.copy(backup, bad)
        if isinstance(change, bytes):
            bad.write_bytes(change)
        else:
            rewritten(bad, change)
        refused = jiheng("restore", bad, "--data", tmp_path / "new", *keys_of(data))
        assert refused.returncode == 2, (name, refused.stderr)
        assert "缺陷" not in refused.stderr, (name, refused.stderr)
        assert not (tmp_path / "new").exists(), name
        bad.unlink()
        assert {file.name for file in tmp_path.iterdir()} == {"data", "备份.zip"}, name


def test_a_missing_file_is_said_and_the_rest_is_kept(data, tmp_path):
    next((data / "files").glob("*/*")).write_bytes(b"changed")
    made = jiheng("backup", "-o", tmp_path / "b.zip", "--data", data)
    assert made.returncode == 1
    assert "1 个上传的文件" in made.stderr
    assert jiheng("restore", tmp_path / "b.zip", "--data", tmp_path / "new", *keys_of(data)).returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_kill_leaves_the_whole_or_nothing(data, backup, tmp_path, command):
    target = tmp_path / ("out.zip" if command == "backup" else "new")
    options = (
        ("-o", target, "--data", data, "--plain") if command == "backup" else (backup, "--data", target, *keys_of(data))
    )
    done, delay = False, 0.2
    while not done:
        arguments = [sys.executable, "-m", "jiheng", command, *map(str, options)]
        process = subprocess.Popen(arguments, env=environment(Path("unused")), stderr=subprocess.DEVNULL)
        try:
            done = process.wait(delay) == 0
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            whole = target.exists()
            assert not whole or command == "restore" or zipfile.ZipFile(target).testzip() is None
            assert not whole or command == "backup" or state(target)["broken"] is None
            shutil.rmtree(target, ignore_errors=True) if target.is_dir() else target.unlink(missing_ok=True)
        delay *= 1.25
    assert state(target)["broken"] is None if command == "restore" else zipfile.ZipFile(target).testzip() is None


@pytest.fixture
def sealed(data, tmp_path) -> Path:
    path = tmp_path / "备份.jhb"
    made = jiheng("backup", "-o", path, "--data", data, "--no-check")
    assert made.returncode == 0, made.stderr
    return path


def refusal(*options: object, **more: str) -> str:
    """What a restore says that leaves nothing behind."""
    target = Path(options[1]).parent / "new"
    refused = jiheng(*options, "--data", target, **more)
    assert refused.returncode == 2, refused.stderr
    assert not target.exists()
    return refused.stderr


@pytest.mark.full
def test_a_sealed_backup_tells_nothing_and_opens_with_its_key_file_alone(sealed, data, tmp_path):
    assert not zipfile.is_zipfile(sealed)
    assert "松泠区".encode() not in sealed.read_bytes()
    assert "请用 --keys 指出" in refusal("restore", sealed)
    assert "没有“" in refusal("restore", sealed, "--keys", tmp_path / "nothing")
    other = tmp_path / "other.json"
    keys.write(other, keys.KeyFile(1, {1: keys._fresh()}))
    assert "另一把密钥" in refusal("restore", sealed, "--keys", other)
    whole = sealed.read_bytes()
    for bad in (whole[:-40], whole[:-1] + b"x", whole[:60] + b"x" + whole[61:]):
        sealed.write_bytes(bad)
        assert "缺陷" not in refusal("restore", sealed, *keys_of(data))


@pytest.mark.slow
def test_a_locked_backup_wants_the_second_persons_token(data, tmp_path):
    path = tmp_path / "备份.jhb"
    token = python(_LOCK, data)
    made = jiheng("backup", "-o", path, "--data", data)  # restored on trial without the token, which nobody keeps
    assert made.returncode == 0, made.stderr
    assert "第二个人的恢复凭证" in refusal("restore", path, *keys_of(data))
    assert "恢复凭证不对" in refusal("restore", path, *keys_of(data), JIHENG_RESTORE_TOKEN="ABCD-EFGH")
    assert "另一把密钥" in refusal("restore", path, JIHENG_RESTORE_TOKEN=token)
    given = {"JIHENG_RESTORE_TOKEN": token.lower().replace("-", " ")}
    done = jiheng("restore", path, "--data", tmp_path / "new", *keys_of(data), **given)
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_key_file_is_copied_and_renewed_and_old_backups_still_open(sealed, data, tmp_path):
    copy = tmp_path / "copy.json"
    assert jiheng("keys", "copy", "-o", copy, "--data", data).returncode == 0
    assert jiheng("keys", "copy", "-o", copy, "--data", data).returncode == 2
    assert jiheng("keys", "rotate", "--data", data).returncode == 0
    shown = jiheng("keys", "show", "--data", data).stdout
    assert "2 号" in shown
    assert "没有，请运行" in shown
    assert state(data)["broken"] is None
    assert jiheng("restore", sealed, "--data", tmp_path / "new", *keys_of(data)).returncode == 0
    assert jiheng("restore", sealed, "--data", tmp_path / "copied", "--keys", copy).returncode == 0


@pytest.mark.django_db
def test_the_security_administrator_makes_the_token_and_only_they(signed_in):
    for username in ("xitong", "rizhi", "tianbao"):
        assert signed_in(username).get("/backup/token").status_code == 403
    browser = signed_in("anquan")
    assert "一个人就能恢复" in browser.get("/backup/token").content.decode()
    page = browser.post("/backup/token", {"do": "renew"}).content.decode()
    token = re.search(r'class="once">([^<]+)<', page)[1]
    assert lock.private_of(lock.as_bytes(token)).public_key().public_bytes_raw() == lock.public()
    assert token not in browser.get("/backup/token").content.decode()
    browser.post("/backup/token", {"do": "off"})
    assert lock.public() == b""
    assert {"backup.lock", "backup.unlock"} <= set(AuditEntry.objects.values_list("action", flat=True))


@pytest.mark.django_db
def test_the_page_is_for_the_system_administrator(signed_in):
    for username in ("tianbao", "caizheng", "anquan", "rizhi"):
        assert signed_in(username).get("/backup/").status_code == 403
        assert signed_in(username).post("/backup/make").status_code == 403
    assert "还没有备份" in signed_in("xitong").get("/backup/").content.decode()


@pytest.mark.django_db
def test_asking_twice_makes_one_job(signed_in):
    browser = signed_in("xitong")
    first, second = browser.post("/backup/make"), browser.post("/backup/make")
    assert first.url == second.url
    assert Job.objects.filter(kind="backup.make").count() == 1
    assert "正在备份" in browser.get("/backup/").content.decode()


@pytest.fixture
def one_kept():
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / "jiheng-20250301-080000-1.zip"
    path.write_bytes(b"PK")
    yield path
    path.unlink(missing_ok=True)


@pytest.mark.django_db
def test_a_backup_is_downloaded_and_removed_on_record(signed_in, one_kept):
    browser = signed_in("xitong")
    assert one_kept.name in browser.get("/backup/").content.decode()
    assert b"".join(browser.get(f"/backup/file/{one_kept.name}").streaming_content) == b"PK"
    assert browser.post(f"/backup/file/{one_kept.name}/remove").status_code == 302
    assert not one_kept.exists()
    assert {"backup.download", "backup.remove"} <= set(AuditEntry.objects.values_list("action", flat=True))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["..%2Fsecret.key", "secret.key", "jiheng-1.zip", "..", "jiheng-20250301-080000-9.zip"]
)
def test_only_backups_are_given_out(signed_in, one_kept, name):
    assert signed_in("xitong").get(f"/backup/file/{name}").status_code == 404
