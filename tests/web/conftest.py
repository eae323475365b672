"""The example department in a database that each test gets fresh, and a real server on a copy of it."""

import contextlib
import datetime
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.web import fresh
from tests.web.browsing import browser, visit  # noqa: F401

from jiheng.web import setup

setup.prepare()

# A password costs a third of a second to hash, by design; the tests are about what signing in lets one do.
settings.PASSWORD_HASHERS = ["tests.web.quick_hasher.QuickHasher"]

# Pages name their style sheets without a manifest, which only `jiheng serve` lays out.
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

TODAY = datetime.date(2025, 3, 1)
_PATIENCE = 600
"""Seconds after which a server that neither answers nor ends is taken to hang, on the slowest machine."""


def pytest_sessionfinish() -> None:
    fresh.end()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The example department is there before the first test; every test's own changes are rolled back."""
    from jiheng.web.accounts.models import Organisation
    from jiheng.web.demo.seed import seed

    with django_db_blocker.unblock():
        if not Organisation.objects.exists():
            seed(TODAY)


@pytest.fixture(autouse=True)
def _nothing_compared():
    """No test finds what another one compared: their forms have the same numbers and versions."""
    from jiheng.web.opinions.beside import forget

    forget()


@pytest.fixture
def signed_in(db) -> Callable[[str], Client]:
    """A client signed in as one of the example's people: signed_in("tianbao").

    Their session is as the first page after signing in leaves it. Signing in itself, which has its own tests
    (test_accounts.py), costs as much as a page, and so does noting a session that is new.
    """
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils import timezone

    from jiheng.web.accounts import sessions
    from jiheng.web.accounts.models import Authenticator, OpenSession, Person
    from jiheng.web.accounts.session_store import SessionStore, kept_as

    def sign_in(username: str) -> Client:
        person, client, store = Person.objects.get(username=username), Client(), SessionStore()
        key, now = store._get_new_session_key(), timezone.now()
        store.update(
            {
                SESSION_KEY: str(person.pk),
                BACKEND_SESSION_KEY: "jiheng.web.accounts.own_backend.OwnBackend",
                HASH_SESSION_KEY: person.get_session_auth_hash(),
                sessions.SINCE: int(now.timestamp()),
                sessions._SEEN: int(now.timestamp()),
                sessions._TRACKED: key,
                sessions._ASKS: Authenticator.objects.filter(user=person, confirmed=True).exists(),
            }
        )
        store._session_key = key
        store.save(must_create=True)
        OpenSession.objects.create(person=person, key=kept_as(key), since=now, seen=now)
        client.cookies[settings.SESSION_COOKIE_NAME] = key
        return client

    return sign_in


@pytest.fixture
def empty(db):
    """A workbench with organisations, people and roles, and nothing else."""
    from django.apps import apps

    from jiheng.web.cycles.models import Cycle, Participant, Project
    from jiheng.web.forms.models import SelfEvaluation
    from jiheng.web.procedure.models import Underway
    from jiheng.web.verdicts.models import Verdict

    under_way = [model for model in apps.get_models() if issubclass(model, Underway)]
    for model in (*under_way, Verdict, SelfEvaluation, Participant, Project, Cycle):
        model.objects.all().delete()


@dataclass
class Workbench:
    """A running `jiheng serve --demo`: its address, data folder and process."""

    url: str
    data: Path
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="session")
def seeded(tmp_path_factory) -> Path:
    """A data folder with the example in it, made once; copy it, never change it."""
    folder = tmp_path_factory.mktemp("seeded")
    code = "from jiheng.web import serving, setup; setup.prepare(); serving.bring_up(demo=True)"
    made = fresh.python(code, environment(folder))
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def workbench(seeded, tmp_path) -> Iterator[Workbench]:
    """A real server with worker on a copy of the example, on a port of its own."""
    data = tmp_path / "data"
    shutil.copytree(seeded, data)
    running = start(data)
    yield running
    stop(running)


def start(data: Path, *options: str) -> Workbench:
    """Start the server on a data folder and wait until it answers; one that does not is ended with its processes."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jiheng", "serve", "--data", str(data), "--port", str(port)]
    command += ["--processes", "2", *options]  # fewer than stand without it: each takes a second to read in
    away = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment(data), stdout=away, stderr=away, start_new_session=True)
    running = Workbench(f"http://127.0.0.1:{port}", data, process)
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{running.url}/healthz", timeout=_PATIENCE):
                return running
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.1)  # asking without a pause would take the processor from the server
    stop(running)
    raise RuntimeError(f"the server did not come up (it ended with {process.returncode})")


def stop(running: Workbench) -> None:
    """End the server and all its processes, which are a group of their own."""
    running.process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        running.process.wait(_PATIENCE)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.process.pid, signal.SIGKILL)
    running.process.wait()


def environment(data: Path, database: str = "") -> dict[str, str]:
    """For a process of its own on a data folder: on SQLite unless a database is given, whatever this one runs on."""
    mine = {"JIHENG_DATA": str(data), "JIHENG_DATABASE": database, "DJANGO_SETTINGS_MODULE": "jiheng.web.settings"}
    return {**os.environ, **mine}
