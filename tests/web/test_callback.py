"""Another program is called when forms have changed: once, signed, without content, and nowhere else."""

import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from jiheng.trouble import Trouble
from jiheng.web import options
from jiheng.web.accounts.models import Person
from jiheng.web.api.callback import KIND, look, signature
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import take
from jiheng.web.jobs.worker import work
from jiheng.web.workflow.workflow import pass_on

pytestmark = pytest.mark.django_db
SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def program(settings):
    """A program that is called: it answers what `answers` says and keeps what it got."""
    got, answers = [], [200]

    class Called(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.path, dict(self.headers), body))
            self.send_response(answers[0])
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Called) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        wanted = options.Callback(f"http://127.0.0.1:{server.server_port}/jiheng", SECRET)
        settings.CONFIG = replace(settings.CONFIG, options=options.Options(callback=wanted))
        yield got, answers
        server.shutdown()
        serving.join()


def rounds(count=1):
    """So many looks, each with the work that it asks for."""
    for _ in range(count):
        look()
        while (job := take("test")) is not None:
            work(job)


def test_by_itself_nobody_is_called():
    look()
    assert not Job.objects.filter(kind=KIND).exists()
    assert options.Options().callback is None


def test_a_change_and_a_step_are_told_once_each_with_a_signature_and_no_content(program):
    got, _ = program
    rounds(3)
    ((path, headers, body),) = got
    assert path == "/jiheng"
    assert headers["X-Jiheng-Signature"] == f"sha256={signature(SECRET, headers['X-Jiheng-Time'], body)}"
    first = json.loads(body)
    assert (set(first), first["event"], first["since"]) == ({"event", "since", "until"}, "forms.changed", None)
    form = SelfEvaluation.objects.filter(state="unit", unit__name="局本级", project__secret=False).first()
    pass_on(Person.objects.get(username="shenhe"), form.pk, "form.pass", "都核对过了")
    rounds(3)
    assert len(got) == 2
    assert json.loads(got[1][2])["since"] == first["until"] < json.loads(got[1][2])["until"]
    SelfEvaluation.objects.filter(pk=form.pk).update(changed_at=timezone.now())
    rounds(3)
    assert len(got) == 3
    assert Job.objects.filter(kind=KIND).count() == 1


@pytest.mark.full
@pytest.mark.parametrize("wrong", [500, 302, 307])
def test_a_call_that_is_not_taken_is_made_again_to_the_same_place(program, wrong):
    got, answers = program
    answers[0] = wrong
    rounds(2)
    job = Job.objects.get(kind=KIND)
    assert (job.state, f"对方回答 {wrong}" in job.message) == (Job.State.FAILED, True)
    answers[0] = 200
    rounds(2)
    assert [path for path, _, _ in got] == ["/jiheng"] * 3
    assert Job.objects.get(kind=KIND).state == Job.State.DONE


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://budget.example.gov.cn/x", SECRET),
        ("ftp://127.0.0.1/x", SECRET),
        ("budget.example.gov.cn", SECRET),
        ("https://budget.example.gov.cn/x", "short"),
    ],
)
def test_an_address_in_clear_or_a_short_key_is_refused_at_the_start(tmp_path, url, key):
    (tmp_path / options.NAME).write_text(f"[callback]\nurl = {url!r}\nkey = {key!r}\n", encoding="utf-8")
    with pytest.raises(Trouble, match="callback"):
        options.read(tmp_path)
