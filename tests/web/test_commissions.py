"""Tasks for third parties: begun, what stands against handing in, handed in, accepted, sent back, revoked."""

import datetime
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.commissions.models import Commission
from jiheng.web.commissions.reminders import tell_due_commissions
from jiheng.web.cycles.models import Project
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.notices.models import Notice
from jiheng.web.procedure.models import Attachment, Step
from jiheng.web.workflow import evaluation

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def evaluator():
    return Person.objects.get(username="pingjia")


@pytest.fixture
def form(evaluator):
    """A form under review that is given to the evaluator and in no task."""
    row = SelfEvaluation.objects.filter(state="finance", project__secret=False).select_related("project")[0]
    row.assigned.add(evaluator)
    return row


def later(days=20):
    return f"{timezone.localdate() + datetime.timedelta(days):%Y-%m-%d}"


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def begun(client, person, *forms, **more):
    wish = {"evaluator": person.pk, "name": "抽查复核", "due": later(), "demand": "核实数量", "form": forms} | more
    return client.post("/commissions/new", wish, follow=True)


@pytest.fixture
def task(signed_in, evaluator, form):
    begun(signed_in("caizheng"), evaluator, form.pk)
    return Commission.objects.get(name="抽查复核")


def act(client, row, action, **data):
    return client.post(f"/commissions/{row.pk}/step", {"action": f"commission.{action}", **data}, follow=True)


def attach(client, row, part, name="页.pdf", data=PDF):
    sent = {"part": part, "whole": "1", "files": SimpleUploadedFile(name, data)}
    return client.post(f"/commissions/{row.pk}/papers", sent, follow=True)


def ready(client, row, evaluator):
    """Everything that handing in needs."""
    for one in row.forms.all():
        evaluation.agree(evaluator, one.pk)
    client.post(f"/commissions/{row.pk}/write", {"conclusion": "总体真实，满意度依据不足。"})
    attach(client, row, "signed")
    attach(client, row, "report", data=PDF + b"\n")


def test_a_task_is_handed_in_sent_back_and_accepted(signed_in, evaluator, task, form):
    bureau, party = signed_in("caizheng"), signed_in("pingjia")
    assert "委托您评价 1 张自评表" in Notice.objects.filter(person=evaluator).latest("pk").text
    assert "交付委托评价" in said(party.get("/"))
    page = said(act(party, task, "hand_in"))
    for missing in ("还没有上传签字盖章页、评价报告", "还没有写评价结论", f"{form.project.code} 评了 0 行"):
        assert missing in page
    ready(party, task, evaluator)
    act(party, task, "hand_in")
    task.refresh_from_db()
    assert (task.state, task.handed_on) == ("commission_handed", timezone.localdate())
    assert attach(party, task, "working").status_code == 403
    assert "验收委托评价" in said(bureau.get("/"))
    assert "要写明原因" in said(act(bureau, task, "return"))
    act(bureau, task, "return", reason="底稿没有附")
    assert "底稿没有附" in Notice.objects.filter(person=evaluator).latest("pk").text
    attach(party, task, "working", data=PDF + b"\n\n")
    act(party, task, "hand_in")
    act(bureau, task, "accept")
    task.refresh_from_db()
    assert task.state == "commission_accepted"
    actions = [one.action.partition(".")[2] for one in Step.objects.filter(subject=task.key)]
    assert actions == ["hand_in", "return", "hand_in", "accept"]
    assert AuditEntry.objects.filter(action="commission.begin").exists()


def test_the_total_shows_a_dash_until_every_row_is_judged(signed_in, evaluator, task, form):
    bureau = signed_in("caizheng")

    def total():
        return [list(line) for line in openpyxl.load_workbook(io.BytesIO(book(bureau))).active.values][1][4]

    def book(client):
        return client.get(f"/commissions/{task.pk}.xlsx").content

    assert total() is None
    rows = evaluation.rows(form, evaluation.scored(form), evaluator, see_others=False)
    evaluation.judge(evaluator, form.pk, rows[0].place, "", "1", "")
    assert total() is None
    assert f"1 / {len(rows)}" in said(bureau.get(f"/commissions/{task.pk}"))
    evaluation.agree(evaluator, form.pk)
    assert total() is not None
    assert "评完" in said(bureau.get(f"/commissions/{task.pk}"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"evaluator": "0"}, "请选择评价人"),
        ({"name": " "}, "“名称”是空的"),
        ({"due": "明天"}, "不是日期"),
        ({"due": "2020-01-01"}, "已经过去"),
        ({"form": []}, "还没有勾选自评表"),
        ({"form": ["1", "999999"]}, "张表不能委托"),
    ],
)
def test_what_cannot_be_entrusted_is_said(signed_in, evaluator, form, change, words):
    response = begun(signed_in("caizheng"), evaluator, form.pk, **change)
    assert (response.status_code, words in said(response)) == (422, True)
    assert not Commission.objects.filter(name="抽查复核").exists()


def test_a_form_stands_in_one_open_task_and_is_free_after_revocation(signed_in, evaluator, task, form):
    bureau = signed_in("caizheng")
    assert "已在另一项委托里" in said(begun(bureau, evaluator, form.pk))
    act(bureau, task, "revoke", reason="改由本单位复核")
    assert form.project.name in said(bureau.get(f"/commissions/new?evaluator={evaluator.pk}"))
    assert act(signed_in("pingjia"), task, "hand_in").status_code == 403


def test_only_the_evaluator_and_those_above_see_a_task_and_its_papers(signed_in, evaluator, task):
    party = signed_in("pingjia")
    attach(party, task, "signed")
    file = Attachment.objects.get(subject=task.key).file_id
    for username, code in (("pingjia", 200), ("caizheng", 200), ("tianbao", 403), ("zhuguan", 403)):
        assert signed_in(username).get(f"/commissions/{task.pk}").status_code == code
        assert signed_in(username).get(f"/files/{file}").status_code == (200 if code == 200 else 403)
    other = Person.objects.create(username="pingjia2", name="另一家")
    Commission.objects.filter(pk=task.pk).update(given_to=other)
    assert party.get(f"/commissions/{task.pk}").status_code == 403


def test_a_project_that_became_secret_is_named_to_nobody(signed_in, evaluator, task, form):
    project = Project.objects.get(pk=form.project_id)
    project.secret = True
    project.save()
    for username in ("caizheng", "pingjia"):
        assert form.project.name not in said(signed_in(username).get(f"/commissions/{task.pk}"))
        assert form.project.name not in said(signed_in(username).get("/commissions/"))


def test_deadlines_are_told_once_and_lateness_stays_on_record(signed_in, evaluator, task):
    Commission.objects.filter(pk=task.pk).update(due=timezone.localdate() + datetime.timedelta(1))
    tell_due_commissions()
    tell_due_commissions()
    assert Notice.objects.filter(person=evaluator, text__contains="还有 1 天到期").count() == 1
    Commission.objects.filter(pk=task.pk).update(due=timezone.localdate() - datetime.timedelta(3))
    tell_due_commissions()
    for username in ("pingjia", "caizheng"):
        assert Notice.objects.filter(person__username=username, text__contains="已过期限 3 天").count() == 1
    ready(signed_in("pingjia"), task, evaluator)
    act(signed_in("pingjia"), task, "hand_in")
    assert Step.objects.get(subject=task.key).late


def test_bad_addresses_break_nothing(signed_in, task):
    client = signed_in("caizheng")
    assert client.get("/commissions/999999").status_code == 404
    assert client.post(f"/commissions/{task.pk}/step", {"action": "x"}).status_code == 404
    assert signed_in("pingjia").post(f"/commissions/{task.pk}/papers", {"part": "x"}).status_code == 404
    assert client.get("/commissions/?state=x&page=99").status_code == 200
    assert client.get("/commissions/new?evaluator=x").status_code == 200
