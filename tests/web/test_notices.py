"""Notices: told once, one's own only, deadlines near and past, mail to a real server and its failures."""

import datetime
import email
import socketserver
import threading
from dataclasses import dataclass, field, replace
from email import policy

import pytest
from django.conf import settings as django_settings
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import take
from jiheng.web.jobs.worker import work
from jiheng.web.notices import mailing
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell
from jiheng.web.workflow.reminders import stages, tell_due

pytestmark = pytest.mark.django_db


def person(name: str) -> Person:
    return Person.objects.get(username=name)


def say(who: str = "tianbao", text: str = "有一张表被退回。", key: str = "k") -> Notice:
    tell(person(who), "returned", text, "/forms/1", key)
    return Notice.objects.get(person=person(who), key=key)


def test_the_same_is_told_once_and_long_texts_are_cut():
    say()
    say(text="又一次")
    assert Notice.objects.get().text == "有一张表被退回。"
    assert say(text="长" * 500, key="long").text == "长" * 299 + "…"


def test_a_notice_is_read_by_going_where_it_leads(signed_in):
    notice, client = say(), signed_in("tianbao")
    assert "未读（1）" in client.get("/notices/").content.decode()
    assert client.post(f"/notices/{notice.pk}", {"go": "1"}).url == "/forms/1"
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert "没有未读的通知" in client.get("/notices/?unread").content.decode()


def test_nobody_reads_or_marks_anothers(signed_in):
    notice = say()
    client = signed_in("gongyuan")
    assert notice.text not in client.get("/notices/").content.decode()
    assert client.post(f"/notices/{notice.pk}", {"go": "1"}).status_code == 404
    client.post("/notices/read")
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"])
def test_no_notice_leads_outside(signed_in, link):
    tell(person("tianbao"), "ready", "看这里", link, "out")
    assert signed_in("tianbao").post(f"/notices/{Notice.objects.get().pk}", {"go": "1"}).url == "/notices/"


def test_the_list_asks_the_same_of_the_database_however_long(signed_in, django_assert_max_num_queries):
    for number in range(120):
        tell(person("tianbao"), "returned", f"第 {number} 张表被退回。", "/forms/1", f"k{number}")
    client = signed_in("tianbao")
    client.get("/notices/")
    with django_assert_max_num_queries(12):
        page = client.get("/notices/").content.decode()
    assert page.count("被退回") >= 50
    assert "第 1 / 3 页" in page


def cycle(**days: int) -> Cycle:
    """The example's cycle with deadlines so many days from today, the others far off."""
    found, today = Cycle.objects.get(), timezone.localdate()
    found.opens = today - datetime.timedelta(days=30)
    for name in ("fill_by", "unit_by", "department_by", "finance_by"):
        setattr(found, name, today + datetime.timedelta(days=days.get(name, 100)))
    found.save()
    return found


@pytest.mark.parametrize(
    ("left", "kind", "said"),
    [(3, "due", "还有 3 天"), (0, "due", "今天截止"), (-1, "overdue", "已过 1 天"), (-5, "overdue", "已过 5 天")],
)
def test_who_has_forms_in_hand_is_told_of_the_deadline_once(left, kind, said):
    cycle(fill_by=left)
    tell_due()
    tell_due()
    told = Notice.objects.all()
    assert {one.person.username for one in told} == {"tianbao", "gongyuan"}
    count = SelfEvaluation.objects.filter(unit__name="局本级", state=State.DRAFT, project__secret=False).count()
    mine = told.get(person=person("tianbao"))
    assert mine.kind == kind
    assert said in mine.text
    assert f"还有 {count} 张" in mine.text


def test_reviewers_are_told_of_theirs():
    cycle(department_by=1)
    tell_due()
    assert [one.person.username for one in Notice.objects.all()] == ["zhuguan"]


@pytest.mark.parametrize("left", [100, 4])
def test_nobody_is_told_too_early(left):
    cycle(fill_by=left)
    tell_due()
    assert not Notice.objects.exists()


def test_a_closed_or_unopened_year_tells_nobody():
    found = cycle(fill_by=1)
    Cycle.objects.update(closed=True)
    assert not list(stages(timezone.localdate()))
    Cycle.objects.update(closed=False, opens=timezone.localdate() + datetime.timedelta(days=1))
    assert not list(stages(timezone.localdate()))
    assert found


def test_a_day_missed_is_made_good():
    cycle(fill_by=2)
    tell_due()
    assert Notice.objects.filter(person=person("tianbao"), text__contains="还有 2 天").exists()


@dataclass
class Post:
    """A mail server that keeps what it is given, or refuses."""

    port: int = 0
    refuses: bool = False
    mails: list[tuple[str, bytes]] = field(default_factory=list)


@pytest.fixture
def post(settings):
    """A real SMTP server on a port of its own, and the workbench told of it."""
    box = Post()

    class Talk(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 test")
            to = ""
            while line := self.rfile.readline().decode().strip():
                word = line[:4].upper()
                if word == "RCPT":
                    to = line.partition("<")[2].rstrip(">")
                    self.say("550 no such box" if box.refuses else "250 ok")
                elif word == "DATA":
                    self.say("354 go on")
                    body = []
                    while (text := self.rfile.readline().rstrip(b"\r\n")) != b".":
                        body.append(text)
                    box.mails.append((to, b"\n".join(body)))
                    self.say("250 ok")
                elif word == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
    server.daemon_threads = True
    box.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    to_server(settings, box.port)
    yield box
    server.shutdown()
    server.server_close()


def to_server(settings, port: int) -> None:
    settings.CONFIG = replace(django_settings.CONFIG, mail=f"smtp://127.0.0.1:{port}")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def send() -> Job | None:
    mailing.look()
    job = take("test")
    if job is not None:
        work(job)
        job.refresh_from_db()
    return job


def decoded(mail: bytes) -> str:
    message = email.message_from_bytes(mail, policy=policy.default)
    return f"{message['subject']}\n{message.get_content()}"


def test_notices_go_out_by_mail_one_a_person_and_once(post):
    Person.objects.filter(username="tianbao").update(email="tianbao@songling.example")
    say(text="《道路保洁》被退回：请补充说明", key="a")
    say(text="填报今天截止", key="b")
    say("gongyuan", key="c")
    job = send()
    assert job.state == Job.State.DONE, job.message
    assert [to for to, _ in post.mails] == ["tianbao@songling.example"]
    text = decoded(post.mails[0][1])
    assert "绩衡：2 条通知" in text
    assert "《道路保洁》被退回：请补充说明" in text
    assert send() is None
    assert len(post.mails) == 1


def test_a_refused_mail_is_shown_tried_again_later_and_given_up(post, signed_in):
    Person.objects.filter(username="tianbao").update(email="gone@songling.example")
    notice = say()
    post.refuses = True
    assert send().state == Job.State.FAILED
    notice.refresh_from_db()
    assert (notice.mail_tries, notice.mailed_at) == (1, None)
    assert "邮件没有发出：邮件服务器拒绝" in signed_in("tianbao").get("/notices/").content.decode()
    assert send() is None, "not again at once"
    Notice.objects.update(at=timezone.now() - datetime.timedelta(hours=3))
    post.refuses = False
    assert send().state == Job.State.DONE
    assert len(post.mails) == 1
    Notice.objects.update(mailed_at=None, mail_tries=mailing.TRIES)
    assert send() is None


def test_a_server_that_is_away_stops_nothing(settings, post):
    Person.objects.filter(username="tianbao").update(email="tianbao@songling.example")
    to_server(settings, 1)
    say()
    job = send()
    assert job.state == Job.State.FAILED
    assert "连不上邮件服务器" in job.message


def test_what_is_read_or_old_or_without_a_server_is_not_mailed(settings, post):
    Person.objects.filter(username="tianbao").update(email="tianbao@songling.example")
    say(key="read")
    Notice.objects.update(read_at=timezone.now())
    say(key="old")
    Notice.objects.filter(key="old").update(at=timezone.now() - datetime.timedelta(days=5))
    assert send() is None
    say(key="new")
    settings.CONFIG = replace(django_settings.CONFIG, mail="")
    assert send() is None
