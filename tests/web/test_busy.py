"""A database that is busy or full: reading goes on, writing says what to do, nothing is called a defect."""

import json
import shutil
import subprocess
import sys

import pytest
from django.db import OperationalError
from django.test import RequestFactory
from tests.web.conftest import environment

from jiheng.web import failures
from jiheng.web.forms.models import SelfEvaluation

_LOCKED = """
import json, sqlite3, sys, time
from jiheng.web import setup; setup.prepare()
from django.conf import settings
from django.db import connection
from django.test import Client
from jiheng.web.accounts.models import Person
from jiheng.web.forms.models import SelfEvaluation
settings.ALLOWED_HOSTS = ["testserver"]
connection.settings_dict["OPTIONS"]["timeout"] = 0.4
connection.close()
def signed_in(name):
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(username=name), backend="jiheng.web.accounts.own_backend.OwnBackend")
    return client
officer, reviewer = signed_in("tianbao"), signed_in("zhuguan")
form = SelfEvaluation.objects.filter(state="draft", unit__name="局本级", project__secret=False).first()
handed = SelfEvaluation.objects.filter(state="department", project__secret=False).first()
other = sqlite3.connect(settings.CONFIG.data / "jiheng.sqlite3", isolation_level=None)
if sys.argv[1] == "busy":
    other.execute("BEGIN IMMEDIATE")
else:
    pages = other.execute("PRAGMA page_count").fetchone()[0]
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA max_page_count = {pages}")
found = {}
for client, path in [(officer, "/"), (officer, f"/forms/{form.pk}"), (officer, "/me"), (officer, "/notices/"),
                     (reviewer, "/"), (reviewer, "/review/desk"), (reviewer, f"/review/forms/{handed.pk}"),
                     (reviewer, "/dashboard/")]:
    began = time.monotonic()
    found[path] = [client.get(path, follow=path == "/dashboard/").status_code, time.monotonic() - began]
words = "字" * 20000
body = {"base": form.version, "own": {}, "changes": [
    {"place": place, "before": form.record[place], "after": words} for place in ("goal_actual",)]}
def save():
    return officer.post(f"/forms/{form.pk}/changes", json.dumps(body), content_type="application/json",
                        headers={"Accept": "application/json, text/html", "X-Editor": "1"})
answer = save()
for _ in range(40):
    if answer.status_code != 200 or sys.argv[1] == "busy":
        break
    body["base"], body["changes"][0]["before"] = answer.json()["version"], body["changes"][0]["after"]
    body["changes"][0]["after"] = words[: -answer.json()["version"]]
    answer = save()
page = officer.post("/me/sessions/end")
print(json.dumps({"pages": found, "save": [answer.status_code, answer.json(), answer.headers.get("Retry-After")],
                  "page": [page.status_code, page.content.decode()]}))
"""


def told(state, data):
    """What the workbench answers while another process writes, or when no page of the database is left."""
    command = [sys.executable, "-c", _LOCKED, state]
    ran = subprocess.run(command, env=environment(data), capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return json.loads(ran.stdout)


@pytest.mark.full
def test_reading_goes_on_and_writing_says_what_to_do(seeded, tmp_path):
    if "postgresql" in environment(tmp_path).get("JIHENG_TEST_DATABASE", ""):
        pytest.skip("SQLite alone has one writer")
    for state, words in (("busy", "服务器正忙"), ("full", "磁盘满了")):
        found = told(state, shutil.copytree(seeded, tmp_path / state))
        assert {path: status for path, (status, _) in found["pages"].items()} == dict.fromkeys(found["pages"], 200)
        status, said, after = found["save"]
        assert (status, int(after) > 0) == (503, True)
        assert words in said["message"]
        assert said["advice"]
        if state == "busy":
            assert found["page"][0] == 503
            assert words in found["page"][1]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("database is locked"), "正忙"),
        (OperationalError("database or disk is full"), "磁盘满了"),
        (OSError(28, "No space left on device"), "磁盘满了"),
    ],
)
def test_a_page_that_fails_for_now_is_no_defect(signed_in, monkeypatch, error, words):
    from jiheng.web.forms import editor_views

    def fail(*_: object, **__: object):
        raise error

    monkeypatch.setattr(editor_views.presences, "here", fail)
    form = SelfEvaluation.objects.filter(state="draft", unit__name="局本级", project__secret=False).first()
    client = signed_in("tianbao")
    client.raise_request_exception = False
    page = client.get(f"/forms/{form.pk}")
    assert (page.status_code, words in page.content.decode()) == (503, True)
    assert page.headers["Retry-After"]


def test_a_defect_stays_one():
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        page = failures.failed(RequestFactory().get("/"))
        json_page = failures.failed(RequestFactory().get("/", headers={"Accept": "application/json"}))
    assert (page.status_code, "程序出错了" in page.content.decode()) == (500, True)
    assert json.loads(json_page.content)["advice"]
