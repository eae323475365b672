"""Batches of publication: what they may hold, the masked preview, confirmation, the clock, the site."""

import datetime
import io
import re
import zipfile

import pytest
from django.utils import timezone

from jiheng.web.accounts.models import Organisation
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import path_of
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.jobs.models import Job
from jiheng.web.notices.models import Notice
from jiheng.web.publishing import site_job
from jiheng.web.publishing.models import Batch

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(signed_in):
    """An empty batch of the department, made by the bureau."""
    department = Organisation.objects.get(kind="department")
    signed_in("caizheng").post("/publishing/", {"unit": department.pk, "name": "第二批"})
    return Batch.objects.latest("pk")


@pytest.fixture
def form(batch):
    """A final form that is in no batch."""
    row = SelfEvaluation.objects.filter(project__secret=False).exclude(state="final").order_by("-pk")[0]
    SelfEvaluation.objects.filter(pk=row.pk).update(state="final")
    row.refresh_from_db()
    return row


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def choose(client, batch, *forms, **more):
    data = {"name": "第二批", "approved_on": "", "form": [one.pk for one in forms]} | more
    return client.post(f"/publishing/{batch.pk}", data, follow=True)


def act(client, batch, action, **more):
    return client.post(f"/publishing/{batch.pk}/step", {"action": f"publish.{action}", **more}, follow=True)


def test_a_batch_is_chosen_confirmed_published_and_taken_back(signed_in, batch, form):
    bureau, department = signed_in("caizheng"), signed_in("zhuguan")
    approved = timezone.localdate() - datetime.timedelta(5)
    assert "已保存" in said(choose(bureau, batch, form, approved_on=f"{approved:%Y-%m-%d}"))
    assert "还有 15 天" in said(bureau.get("/publishing/"))
    act(bureau, batch, "ask")
    assert Notice.objects.filter(person__username="zhuguan", text__contains="等您确认，共 1 张表").exists()
    assert "确认公开批次" in said(department.get("/"))
    assert "由主管部门来做" in said(act(bureau, batch, "confirm"))
    assert "要写明原因" in said(act(department, batch, "return"))
    act(department, batch, "confirm")
    act(bureau, batch, "publish", address="https://example.invalid/gk")
    batch.refresh_from_db()
    assert (batch.state, batch.published_on, batch.address) == (
        "published", timezone.localdate(), "https://example.invalid/gk",
    )  # fmt: skip
    assert "这个公开批次现在是“已公开”" in said(act(bureau, batch, "publish"))
    act(bureau, batch, "take_back", reason="有一处没有遮盖")
    batch.refresh_from_db()
    assert batch.state == "pub_back"
    assert AuditEntry.objects.filter(subject=batch.key).count() == 6


def test_what_may_not_be_published_is_said(signed_in, batch, form):
    client = signed_in("caizheng")
    assert "还没有表" in said(act(client, batch, "ask"))
    draft = SelfEvaluation.objects.filter(state="draft", project__secret=False).first()
    assert f"{draft.project.code} 现在是“草稿”，定稿以后才能公开" in said(choose(client, batch, draft))
    there = SelfEvaluation.objects.get(pk=Batch.objects.exclude(pk=batch.pk).get().forms[0])
    assert "已经在另一个公开批次里" in said(choose(client, batch, there))
    assert "不是日期" in said(choose(client, batch, form, approved_on="六月"))
    choose(client, batch, form)
    form.project.secret = True
    form.project.save()
    assert f"{form.project.code} 是涉密项目，不能公开" in said(act(client, batch, "ask"))
    page = said(client.get(f"/publishing/{batch.pk}"))
    assert "是涉密项目，不能公开" in page
    assert form.project.name not in page
    assert client.get(f"/publishing/{batch.pk}/preview/{form.pk}").status_code == 404
    batch.refresh_from_db()
    assert batch.state == "pub_chosen"


def test_the_preview_shows_what_is_masked_and_not_what_was(signed_in, batch, form):
    record = {**form.record, "goal_actual": "联系电话 13800001111，全部完成。"}
    form.record = record
    form.save()
    choose(signed_in("caizheng"), batch, form)
    text = said(signed_in("zhuguan").get(f"/publishing/{batch.pk}/preview/{form.pk}"))
    assert "遮盖了 1 处" in text
    assert "13800001111" not in text
    assert "全部完成" in text


def test_the_site_is_made_of_the_batch_alone(signed_in, batch, form, django_assert_max_num_queries):
    client = signed_in("caizheng")
    choose(client, batch, form)
    client.post(f"/publishing/{batch.pk}/site")
    job = Job.objects.get(kind=site_job.KIND)
    Job.objects.filter(pk=job.pk).update(state="running", worker="w", attempts=1)
    job.refresh_from_db()
    result = site_job.site(job)
    kept = StoredFile.objects.get(pk=result["file"])
    pack = zipfile.ZipFile(io.BytesIO(b"".join(client.get(f"/files/{kept.pk}").streaming_content)))
    names = [name for name in pack.namelist() if name.startswith("projects/")]
    assert len(names) == 1
    assert form.project.name in pack.read(names[0]).decode()
    assert path_of(kept).exists()
    with django_assert_max_num_queries(16):
        client.get("/publishing/")
    assert signed_in("tianbao").get("/publishing/").status_code == 403


def test_the_clock_says_when_it_is_late(signed_in, batch, form):
    long_ago = timezone.localdate() - datetime.timedelta(30)
    choose(signed_in("caizheng"), batch, form, approved_on=f"{long_ago:%Y-%m-%d}")
    assert "已过 10 天" in said(signed_in("caizheng").get("/publishing/"))
