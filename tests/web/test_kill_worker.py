"""kill -9 of a worker and of the whole server while files come in, are read, are accepted: counted before and after."""

import hashlib
import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from tests.web.conftest import Workbench, start, stop
from tests.web.import_files import DEPARTMENT, OFFICE, PARK, docx, packed, record

from jiheng.web.sealing import keys
from jiheng.web.sealing.stream import STORED, SealedReader, header_of, own_key

pytestmark = pytest.mark.slow

PASSWORD = "Songling-2024"
COUNT = 120
PATIENCE = 600
"""Seconds after which what does not come about is taken to hang, on the slowest machine."""


def _rows(bench: Workbench, sql: str, *values):
    with sqlite3.connect(f"file:{bench.data / 'jiheng.sqlite3'}?mode=ro", uri=True, timeout=20) as there:
        return there.execute(sql, values).fetchall()


def _one(bench: Workbench, sql: str, *values):
    return _rows(bench, sql, *values)[0][0]


def _until(condition, what: str):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := condition():
            return found
        threading.Event().wait(0.02)
    raise AssertionError(f"did not come about: {what}")


def _below(parent: int) -> Iterator[int]:
    """The processes that descend from one, itself last."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(stat[1]) == parent:
                yield from _below(int(folder.name))
    yield parent


def _workers(bench: Workbench) -> list[int]:
    found = []
    for pid in _below(bench.process.pid):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if b"jiheng.web.jobs.worker" in words and parent == bench.process.pid:
            found.append(pid)
    return found


def _kill(*processes: int) -> None:
    for pid in processes:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


def _kill_all(bench: Workbench) -> None:
    """The server with all its processes, at once, as when the power goes."""
    _kill(*_below(bench.process.pid))
    bench.process.wait(20)


class Browser:
    """A person's browser, as far as requests go."""

    def __init__(self, bench: Workbench, user: str) -> None:
        self.url, self.session = bench.url, requests.Session()
        self.session.get(f"{self.url}/sign-in", timeout=30)
        answer = self.post("/sign-in", {"username": user, "password": PASSWORD})
        assert "sign-in" not in answer.url, answer.text[:300]

    def post(self, path, data, files=None, json=False):
        headers = {"X-CSRFToken": self.session.cookies["csrftoken"], "Referer": self.url}
        if json:
            headers["Accept"] = "application/json"
        return self.session.post(f"{self.url}{path}", data=data, files=files, headers=headers, timeout=60)


def _organisation(bench: Workbench, name: str) -> int:
    return _one(bench, "select id from accounts_organisation where name=?", name)


def _papers(count: int = COUNT) -> dict[str, bytes]:
    return {f"{number:03}.docx": docx(record(f"断电项目{number:03}")) for number in range(count)}


def _opened(bench: Workbench, browser: Browser, unit: str = OFFICE) -> dict[str, str]:
    return browser.post(
        "/imports/open", {"kind": "forms", "organisation": _organisation(bench, unit)}, json=True
    ).json()


def _job(bench: Workbench, kind: str = "imports.read"):
    return _rows(bench, "select state, done, attempts from jobs_job where kind=? order by id desc limit 1", kind)[0]


def _whole(bench: Workbench, count: int) -> None:
    """Every paper was read once, none twice, none left out."""
    read = _rows(bench, "select s.sha256 from imports_readform f join imports_source s on s.id=f.source_id")
    assert len(read) == len(set(read)) == count
    assert _one(bench, "select count(*) from imports_source where read_at is null") == 0


def _read_some(bench: Workbench, least: int) -> bool:
    return _one(bench, "select count(*) from imports_readform") >= least


def test_an_import_goes_on_when_its_worker_is_killed(workbench):
    browser = Browser(workbench, "tianbao")
    there = _opened(workbench, browser)
    browser.post(there["upload"], {"name": "全部.zip"}, {"file": ("file", packed(_papers()))}, json=True)
    browser.post(there["begin"], {}, json=True)
    for least in (3, 40):
        _until(lambda least=least: _read_some(workbench, least), f"{least} forms read")
        killed = _workers(workbench)
        _kill(*killed)
        assert _one(workbench, "select count(*) from imports_readform") < COUNT, "it was over before it was killed"
        _until(lambda killed=killed: set(_workers(workbench)) - set(killed), "a new worker")
    _until(lambda: _job(workbench)[0] == "done", "the end of the job")
    assert _job(workbench)[2] == 3
    _whole(workbench, COUNT)


def test_an_import_goes_on_when_the_whole_server_is_killed(workbench):
    browser = Browser(workbench, "tianbao")
    there = _opened(workbench, browser)
    browser.post(there["upload"], {"name": "全部.zip"}, {"file": ("file", packed(_papers()))}, json=True)
    browser.post(there["begin"], {}, json=True)
    _until(lambda: _read_some(workbench, 10), "10 forms read")
    _kill_all(workbench)
    kept = _one(workbench, "select count(*) from imports_readform")
    assert 10 <= kept < COUNT
    again = start(workbench.data)
    try:
        _until(lambda: _job(again)[0] == "done", "the end of the job")
        _whole(again, COUNT)
    finally:
        stop(again)


def test_all_processes_end_when_the_server_is_gone(workbench):
    browser = Browser(workbench, "tianbao")
    there = _opened(workbench, browser)
    browser.post(there["upload"], {"name": "全部.zip"}, {"file": ("file", packed(_papers()))}, json=True)
    browser.post(there["begin"], {}, json=True)
    _until(lambda: _read_some(workbench, 1), "a form read")
    left = [pid for pid in _below(workbench.process.pid) if pid != workbench.process.pid]
    assert len(left) > len(_workers(workbench))
    _kill(workbench.process.pid)
    workbench.process.wait(20)
    _until(lambda: not any(_alive(pid) for pid in left), "the end of the others")


def test_no_file_is_lost_or_half_when_the_server_is_killed_during_uploads(workbench):
    papers = _papers(40)
    browser = Browser(workbench, "tianbao")
    there = _opened(workbench, browser)
    taken: list[str] = []

    def hand_in() -> None:
        for name, data in papers.items():
            try:
                answer = browser.post(there["upload"], {"name": name}, {"file": ("file", data)}, json=True)
            except requests.RequestException:
                return
            if answer.status_code == 200:
                taken.append(name)

    sender = threading.Thread(target=hand_in)
    sender.start()
    _until(lambda: len(taken) >= 12, "12 files taken")
    _kill_all(workbench)
    sender.join(60)
    before = len(taken)
    assert before < len(papers)
    again = start(workbench.data)
    try:
        _sound(again, papers, at_least=taken)
        browser = Browser(again, "tianbao")
        for name, data in papers.items():  # the browser does not know what arrived and sends all again
            assert browser.post(there["upload"], {"name": name}, {"file": ("file", data)}, json=True).status_code == 200
        assert _one(again, "select count(*) from imports_source") == len(papers)
        browser.post(there["begin"], {}, json=True)
        _until(lambda: _job(again)[0] == "done", "the end of the job")
        _whole(again, len(papers))
    finally:
        stop(again)


def test_accepting_many_is_neither_lost_nor_doubled_when_the_worker_is_killed(workbench):
    browser = Browser(workbench, "zhuguan")
    there = _opened(workbench, browser, DEPARTMENT)
    papers = {f"{n:03}.docx": docx(record(f"断电项目{n:03}", PARK)) for n in range(60)}
    browser.post(there["upload"], {"name": "全部.zip"}, {"file": ("file", packed(papers))}, json=True)
    browser.post(there["begin"], {}, json=True)
    _until(lambda: _job(workbench)[0] == "done", "the end of reading")
    ids = [pk for (pk,) in _rows(workbench, "select id from imports_readform")]
    forms = _one(workbench, "select count(*) from forms_selfevaluation")
    browser.post(there["show"] + "/decide", [("action", "new"), *(("read", str(pk)) for pk in ids)])
    mine = "from forms_selfevaluation f join cycles_project p on p.id=f.project_id where p.name like '断电项目%'"
    made = f"select count(*) {mine}"
    _until(lambda: _one(workbench, made) >= 5, "5 forms accepted")
    _kill(*_workers(workbench))
    assert _one(workbench, made) < len(papers), "it was over before it was killed"
    _until(lambda: _job(workbench, "imports.accept")[0] == "done", "the end of accepting")
    assert _one(workbench, "select count(*) from forms_selfevaluation") == forms + len(papers)
    assert _one(workbench, made) == len(papers)
    assert _one(workbench, "select count(*) from imports_readform where decision='accepted'") == len(papers)
    assert _one(workbench, "select count(*) from cycles_project where name like '断电项目%'") == len(papers)
    versions = f"select count(*), max(number) from forms_version where form_id in (select f.id {mine})"
    assert _rows(workbench, versions)[0] == (len(papers), 1)


def _sound(bench: Workbench, papers: dict[str, bytes], at_least: list[str]) -> None:
    """Every file that was said to be taken is there, and every one that is there is whole."""
    there = _rows(bench, "select f.sha256 from imports_source s join files_storedfile f on f.id=s.file_id")
    known = {name: hashlib.sha256(data).hexdigest() for name, data in papers.items()}
    assert {known[name] for name in at_least} <= {digest for (digest,) in there} <= set(known.values())
    assert len(there) <= len(at_least) + 1
    for (digest,) in there:
        assert hashlib.sha256(_content(bench, digest)).hexdigest() == digest


def _content(bench: Workbench, digest: str) -> bytes:
    """A stored file, opened with the server's own key file."""
    ring = keys.read(bench.data / "keys.json")
    with (bench.data / "files" / digest[:2] / digest).open("rb") as file:
        header, about = header_of(file, STORED)
        return SealedReader(file, header, about, own_key(header, ring, use=STORED), STORED).read()


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
