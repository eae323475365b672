"""Notices of what is to be mended: from draft to closed, what is refused, ledger, paper, API, what it asks for."""

import datetime
import io
import re
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from jiheng.web.accounts.models import Membership, Organisation, Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.corrections.due_reminders import tell_due_corrections
from jiheng.web.corrections.models import Correction
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.notices.models import Notice
from jiheng.web.procedure.models import Attachment, Step
from jiheng.web.workflow.models import Remark

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def form():
    """A form of the 局本级 without a notice."""
    forms = SelfEvaluation.objects.filter(unit__name="局本级", project__secret=False, corrections=None)
    return forms.select_related("project", "unit").order_by("pk")[0]


def later(days=20):
    return f"{timezone.localdate() + datetime.timedelta(days):%Y-%m-%d}"


def wish(**others):
    return {"source": "finding", "due": later(), "responsible": "经办人", "demand": "按期改好。", "number": ""} | others


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def draft(form, signed_in):
    """A draft of the bureau with two points."""
    response = signed_in("caizheng").post(f"/corrections/new/{form.pk}", wish(more="数量指标没有依据\n满意度没有问卷"))
    assert response.status_code == 302
    return Correction.objects.latest("pk")


def act(client, row, action, **data):
    return client.post(f"/corrections/{row.pk}/step", {"action": f"correction.{action}", **data}, follow=True)


def answered(row, signed_in):
    act(signed_in("caizheng"), row, "issue")
    answers = {f"answer-{item.pk}": f"已改：{item.text}" for item in row.items.all()}
    signed_in("tianbao").post(f"/corrections/{row.pk}/write", answers)
    act(signed_in("shenhe"), row, "answer")
    row.refresh_from_db()
    return row


def test_from_draft_to_closed_with_number_notices_and_record(draft, signed_in):
    assert [item.text for item in draft.items.all()] == ["数量指标没有依据", "满意度没有问卷"]
    assert signed_in("tianbao").get(f"/corrections/{draft.pk}").status_code == 403
    act(signed_in("caizheng"), draft, "issue")
    draft.refresh_from_db()
    year = timezone.localdate().year
    assert (draft.state, draft.number, draft.serial) == (
        "issued",
        f"绩整〔{year}〕1号",
        1,
    )  # the example is of another year
    told = Notice.objects.filter(text__contains=draft.number)
    assert {one.person.username for one in told} == {"tianbao", "shenhe"}

    officer, item = signed_in("tianbao"), draft.items.first()
    officer.post(f"/corrections/{draft.pk}/write", {f"answer-{item.pk}": "已补充监测记录。"})
    upload = {"part": item.part, "files": SimpleUploadedFile("记录.pdf", PDF), "whole": "1"}
    assert "已收下“记录.pdf”" in said(officer.post(f"/corrections/{draft.pk}/papers", upload, follow=True))
    assert "由单位审核来做" in said(act(officer, draft, "answer"))
    unit = signed_in("shenhe")
    assert "第 2 条还没有写整改情况" in said(act(unit, draft, "answer"))
    other = draft.items.last()
    act(unit, draft, "answer", **{f"answer-{other.pk}": "已补问卷。"})  # what stands in the box is kept with the step
    draft.refresh_from_db()
    assert (draft.state, draft.items.last().answer) == ("answered", "已补问卷。")

    bureau = signed_in("caizheng")
    assert "退回再改”要写明原因" in said(act(bureau, draft, "return"))
    act(bureau, draft, "return", reason="问卷太少", back=[other.pk], **{f"remark-{other.pk}": "至少 100 份"})
    assert [item.accepted for item in draft.items.all()] == [True, False]
    assert "第 2 条退回后还没有改写" in said(act(unit, draft, "answer"))
    act(unit, draft, "answer", **{f"answer-{other.pk}": "已补问卷 120 份。"})
    assert "不能销号" in said(act(bureau, draft, "accept", back=[other.pk]))
    act(bureau, draft, "accept")
    draft.refresh_from_db()
    assert draft.state == "mended"
    assert draft.closed_at
    assert [one.action.split(".")[1] for one in Step.objects.filter(subject=draft.key)] == [
        "issue", "answer", "return", "answer", "accept",
    ]  # fmt: skip
    logged = AuditEntry.objects.filter(subject=draft.key).values_list("action", flat=True)
    assert set(logged) == {
        "correction.draft", "correction.issue", "correction.answer", "correction.return", "correction.accept",
        "attachment.add",
    }  # fmt: skip


def test_a_notice_can_take_up_findings_remarks_and_scores(form, signed_in):
    Remark.objects.create(form=form, text="依据不足。", stage="finance", by=Person.objects.get(username="caizheng"))
    finding = {"code": "E05", "severity": "error", "place": "", "message": "执行率算错。", "advice": "请重算。"}
    SelfEvaluation.objects.filter(pk=form.pk).update(findings=[finding, finding | {"severity": "notice"}])
    client = signed_in("caizheng")
    text = said(client.get(f"/corrections/new/{form.pk}"))
    assert "检查 E05 执行率算错。请重算。" in text
    assert "审核意见 整张表：依据不足。" in text
    client.post(f"/corrections/new/{form.pk}", wish(pick=["0", "1"]))
    items = Correction.objects.latest("pk").items.values_list("text", "code")
    assert list(items) == [("执行率算错。请重算。", "E05"), ("整张表：依据不足。", "")]
    assert "整改" in client.get(f"/review/forms/{form.pk}").content.decode()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"more": ""}, "还没有写问题"),
        ({"due": "明天"}, "整改期限“明天”不是日期"),
        ({"due": "2020-01-01"}, "2020-01-01 已经过去"),
        ({"source": "梦"}, "请选择问题从哪里来"),
        ({"more": "字" * 2001}, "超过 2000 字"),
        ({"more": "甲\n" * 101}, "最多写 100 条"),
    ],
)
def test_what_cannot_be_sent_is_said_and_what_was_written_stays(form, signed_in, change, why):
    response = signed_in("caizheng").post(f"/corrections/new/{form.pk}", wish(more="问题") | change)
    assert response.status_code == 422
    assert why in said(response)
    assert "按期改好。" in response.content.decode()


def test_a_closed_unit_gets_no_notice(draft, signed_in):
    client = signed_in("caizheng")
    Organisation.objects.filter(pk=draft.unit_id).update(active=False)
    assert "已经停用" in said(act(client, draft, "issue"))
    assert "已经停用" in said(client.post("/corrections/new", wish(more="问题", unit=draft.unit_id)))
    Organisation.objects.filter(pk=draft.unit_id).update(active=True)
    Membership.objects.filter(organisation=draft.unit_id).delete()
    assert "通知没有人收" in said(act(client, draft, "issue"))
    draft.refresh_from_db()
    assert draft.state == "noted"


def test_what_was_done_is_not_done_twice(draft, signed_in):
    act(signed_in("caizheng"), draft, "issue")
    assert "这份整改通知现在是“待整改”" in said(act(signed_in("caizheng"), draft, "issue"))
    assert signed_in("caizheng").post(f"/corrections/{draft.pk}/step", {"action": "correction.eat"}).status_code == 404


def test_a_department_does_not_close_what_the_bureau_issued(draft, signed_in):
    row = answered(draft, signed_in)
    assert "不在您的范围内" in said(act(signed_in("zhuguan"), row, "accept"))
    assert "销号</button>" not in signed_in("zhuguan").get(f"/corrections/{row.pk}").content.decode()
    row.refresh_from_db()
    assert row.state == "answered"


def test_numbers_are_not_given_twice(draft, signed_in):
    act(signed_in("caizheng"), draft, "issue")
    draft.refresh_from_db()
    response = signed_in("caizheng").post(f"/corrections/new/{draft.form_id}", wish(more="问题", number=draft.number))
    assert "已经用过" in said(response)


def test_a_secret_project_is_known_by_its_named_people_alone(draft, signed_in):
    act(signed_in("caizheng"), draft, "issue")
    draft.project.secret = True
    draft.project.save()
    assert signed_in("tianbao").get(f"/corrections/{draft.pk}").status_code == 403
    draft.project.named.add(Person.objects.get(username="tianbao"))
    assert signed_in("tianbao").get(f"/corrections/{draft.pk}").status_code == 200
    assert AuditEntry.objects.filter(action="secret.read").exists()
    assert draft.project.name not in signed_in("shenhe").get("/corrections/").content.decode()


def test_the_ledger_shows_the_late_ones_and_goes_out_as_a_workbook(draft, signed_in, django_assert_max_num_queries):
    act(signed_in("caizheng"), draft, "issue")
    Correction.objects.filter(pk=draft.pk).update(due=timezone.localdate() - datetime.timedelta(3))
    client = signed_in("caizheng")
    client.get("/corrections/")
    with django_assert_max_num_queries(14):
        text = said(client.get("/corrections/?show=overdue"))
    assert "已过 3 天" in text
    assert draft.unit.name in text
    assert client.get("/corrections/?show=x&year=abc&q=%00").status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/corrections/ledger.xlsx?show=").content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("文号", "年度", "整改单位", "项目代码")
    mine = [row for row in rows if row[3] == draft.project.code]
    assert [row[6] for row in mine] == ["数量指标没有依据", "满意度没有问卷"]
    assert mine[0][11] == 3


def test_the_notice_is_a_letter(draft, signed_in):
    act(signed_in("caizheng"), draft, "issue")
    draft.refresh_from_db()
    response = signed_in("tianbao").get(f"/corrections/{draft.pk}.docx")
    text = re.sub(r"<[^>]+>", "", zipfile.ZipFile(io.BytesIO(response.content)).read("word/document.xml").decode())
    for part in (
        draft.number,
        "局本级：",
        "1. 数量指标没有依据",
        "整改责任人：经办人。",
        "松泠区财政局",
        draft.project.name,
    ):
        assert part in text


def test_evidence_goes_to_those_who_see_the_notice(draft, signed_in):
    act(signed_in("caizheng"), draft, "issue")
    item, officer = draft.items.first(), signed_in("tianbao")
    send = lambda name, data: officer.post(  # noqa: E731
        f"/corrections/{draft.pk}/papers",
        {"part": item.part, "files": SimpleUploadedFile(name, data), "whole": "1"},
        follow=True,
    )
    send("证明.pdf", PDF)
    paper = Attachment.objects.get(subject=draft.key)
    assert officer.get(f"/files/{paper.file_id}").status_code == 200
    assert signed_in("gongyuan").get(f"/files/{paper.file_id}").status_code == 403
    assert "内容完全相同" in said(send("再传.pdf", PDF))
    assert "不是 Word、Excel、PDF" in said(send("程序.exe", b"MZ\x90"))
    officer.post(f"/corrections/{draft.pk}/papers", {"remove": paper.pk, "part": item.part})
    paper.refresh_from_db()
    assert paper.removed_at
    assert signed_in("caizheng").post(f"/corrections/{draft.pk}/papers", {"remove": paper.pk}).status_code == 403


def test_the_first_page_says_what_waits(draft, signed_in):
    assert "去整改" not in said(signed_in("tianbao").get("/"))
    row = answered(draft, signed_in)
    assert "核验整改" in said(signed_in("caizheng").get("/"))
    act(signed_in("caizheng"), row, "return", reason="再补")
    assert "去整改" in said(signed_in("tianbao").get("/"))


def test_units_are_told_once_of_a_deadline(draft, signed_in):
    act(signed_in("caizheng"), draft, "issue")
    for days, words in ((-1, "已过期限 1 天"), (0, "今天到期"), (2, "还有 2 天到期")):
        Correction.objects.filter(pk=draft.pk).update(due=timezone.localdate() + datetime.timedelta(days))
        tell_due_corrections()
        tell_due_corrections()
        draft.refresh_from_db()
        told = Notice.objects.filter(text=f"整改通知 {draft.number} {words}。")
        assert sorted(one.person.username for one in told) == ["shenhe", "tianbao"]
