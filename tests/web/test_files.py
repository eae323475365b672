"""Stored files: who may have which, what expires, what is swept and what must stay."""

import datetime
from pathlib import Path

import pytest
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import content_of, in_clear, keep, path_of, seal_older
from jiheng.web.files.sweep import sweep
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.sealing import keys
from jiheng.web.sealing.fields import as_stored
from jiheng.web.sealing.seal import CannotOpen

pytestmark = pytest.mark.django_db

AT_ONCE = datetime.timedelta(0)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    """A store of its own."""
    from dataclasses import replace

    settings.CONFIG = replace(settings.CONFIG, data=tmp_path)
    keys.make(settings.CONFIG.keys)
    return settings.CONFIG.files


def _kept(data: bytes, by: str = "caizheng", expires: datetime.timedelta | None = None) -> StoredFile:
    file = keep([data], "汇总.xlsx", "xlsx", Person.objects.get(username=by))
    if expires is not None:
        file.expires = timezone.now() + expires
        file.forms = [SelfEvaluation.objects.filter(project__secret=False).first().pk]
        file.save()
    return file


HOUR = datetime.timedelta(hours=1)


def test_what_was_made_for_a_person_is_theirs_alone(signed_in):
    url = f"/files/{_kept(b'x', expires=HOUR).pk}"
    assert signed_in("caizheng").get(url).status_code == 200
    for other in ("zhuguan", "tianbao", "shenji", "xitong", "rizhi"):
        answer = signed_in(other).get(url)
        assert answer.status_code == 403
        assert b"x" not in answer.content[:1]


def test_an_expired_file_is_gone(signed_in):
    assert signed_in("caizheng").get(f"/files/{_kept(b'x', expires=-HOUR).pk}").status_code == 404


def test_a_file_that_belongs_to_nothing_is_nobody_s(signed_in):
    assert signed_in("caizheng").get(f"/files/{_kept(b'x').pk}").status_code == 404


def test_an_unknown_file_is_not_found(signed_in):
    assert signed_in("caizheng").get("/files/999999").status_code == 404


def test_bytes_that_are_missing_are_said_so_and_not_put_on_record(signed_in):
    file = _kept(b"x", expires=HOUR)
    path_of(file).unlink()
    client = signed_in("caizheng")
    client.get("/me")
    before = AuditEntry.objects.count()
    assert client.get(f"/files/{file.pk}").status_code == 404
    assert AuditEntry.objects.count() == before


def test_nobody_has_a_file_without_signing_in(client):
    assert client.get(f"/files/{_kept(b'x', expires=HOUR).pk}").status_code == 302


def test_a_download_is_put_on_record(signed_in):
    file = _kept(b"x", expires=HOUR)
    signed_in("caizheng").get(f"/files/{file.pk}")
    entry = AuditEntry.objects.last()
    assert (entry.action, entry.detail["file"]) == ("file.download", file.pk)


def test_the_sweep_takes_expired_files_with_their_bytes():
    old, new = _kept(b"old", expires=-HOUR), _kept(b"new", expires=HOUR)
    assert sweep(AT_ONCE)[:2] == (1, 1)
    assert not path_of(old).exists()
    assert content_of(new.sha256).read() == b"new"
    assert list(StoredFile.objects.all()) == [new]


def test_the_sweep_spares_bytes_that_another_file_shares():
    _kept(b"same", expires=-HOUR)
    other = _kept(b"same")
    assert sweep(AT_ONCE).orphans == 0
    assert content_of(other.sha256).read() == b"same"


def test_the_sweep_spares_what_evidence_holds_on_to():
    file = _kept(b"proof", "gongyuan", expires=-HOUR)
    form = SelfEvaluation.objects.first()
    form.evidence.create(place="indicators[0]", file=file, by=file.by)
    assert sweep(AT_ONCE).expired == 0
    assert path_of(file).exists()


def test_the_sweep_takes_what_a_killed_process_left(folder):
    file = _kept(b"left")
    digest, path = file.sha256, path_of(file)
    file.delete()
    (folder / "coming-x").write_bytes(b"half")
    assert sweep().orphans == 0, "fresh bytes may belong to a transaction under way"
    assert sweep(AT_ONCE).orphans == 2
    assert not path.exists()
    assert not list(folder.rglob(f"*{digest}"))


def test_a_sweep_that_was_killed_between_aside_and_asking_is_made_good(folder):
    file = _kept(b"wanted")
    path = path_of(file)
    path.replace(path.with_name(f"leaving-{path.name}"))
    sweep(AT_ONCE)
    assert content_of(file.sha256).read() == b"wanted"
    assert [one.name for one in folder.rglob("leaving-*")] == []


def test_on_the_disk_no_file_is_in_clear_and_a_download_is_whole(signed_in, folder):
    words = "某涉密项目的实施方案。".encode() * 200_000  # more than one piece
    file = _kept(words, expires=HOUR)
    assert "实施方案".encode() not in path_of(file).read_bytes()
    answer = signed_in("caizheng").get(f"/files/{file.pk}")
    assert answer.getvalue() == words
    assert int(answer.headers["Content-Length"]) == len(words)


def test_a_file_that_was_changed_on_the_disk_is_not_sent(signed_in):
    file = _kept(b"x" * 100, expires=HOUR)
    bad = bytearray(path_of(file).read_bytes())
    bad[-1] ^= 1
    path_of(file).write_bytes(bad)
    answer = signed_in("caizheng").get(f"/files/{file.pk}")
    assert (answer.status_code, "已经损坏" in answer.content.decode()) == (404, True)
    with pytest.raises(CannotOpen), content_of(file.sha256) as opened:
        opened.read()


def test_a_file_of_the_time_before_is_read_and_sealed_by_the_sweep(folder):
    file = _kept(b"before")
    path_of(file).write_bytes(b"before")
    assert content_of(file.sha256).read() == b"before"
    assert (seal_older(), seal_older()) == (1, 0)
    assert b"before" not in path_of(file).read_bytes()
    assert content_of(file.sha256).read() == b"before"


def test_a_plain_copy_for_a_reader_is_gone_afterwards(folder):
    file = _kept(b"read me")
    with in_clear() as clear:
        path = clear.path_of(file)
        assert (path.read_bytes(), path.stat().st_mode & 0o077) == (b"read me", 0)
        assert clear.path_of(file) == path
    assert not path.exists()


def test_of_a_file_name_nothing_is_in_the_database_in_clear():
    file = keep([b"x"], "某某线路改造（涉密）.xlsx", "xlsx", None)
    with as_stored():
        assert "线路" not in StoredFile.objects.get(pk=file.pk).name
    assert StoredFile.objects.get(pk=file.pk).name == "某某线路改造（涉密）.xlsx"
