"""Downloads of an organisation: what is in them, who gets them, and that nothing secret slips in."""

import datetime
import io
import zipfile

import openpyxl
import pytest
from django.utils import timezone
from tests.effort import share

from jiheng.reading.read import read_path
from jiheng.trouble import Trouble
from jiheng.web.accounts.models import Membership, Organisation, Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.exports import bundle
from jiheng.web.exports.catalogue import WARES, fit
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import path_of
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import put
from jiheng.web.forms.saving import record_of
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import finish, handler, take
from jiheng.web.notices.models import Notice

pytestmark = pytest.mark.django_db

DEPARTMENT, OFFICE = "澜州市松泠区园林环境局", "局本级"


def place(name):
    return Organisation.objects.get(name=name)


def make(client, name, *wares):
    """Ask for a download and do the job; what came of it."""
    response = client.post(f"/dashboard/{place(name).pk}/downloads/ask", {"ware": wares})
    assert response.status_code == 302, response.content
    job = take("test")
    while job.kind != bundle.KIND:
        finish(job, Job.State.DONE, result=handler(job.kind)(job))
        job = take("test")
    result = handler(job.kind)(job)
    assert finish(job, Job.State.DONE, result=result)
    return result


def fetched(client, result):
    response = client.get(result["link"])
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def names_in(data):
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def all_text(data):
    """Every text anywhere in a zip: names, members, and members of the packages among them."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        for name in pack.namelist():
            member = pack.read(name)
            found.append(name)
            found.append(all_text(member) if member[:4] == b"PK\x03\x04" else member.decode("utf-8", "ignore"))
    return "\n".join(found)


def hide(form, *knowing):
    Project.objects.filter(pk=form.project_id).update(secret=True)
    form.project.named.add(*Person.objects.filter(username__in=knowing))


@pytest.mark.full
@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_paper_a_project_that_reads_back_as_it_was(signed_in, ending, tmp_path):
    client = signed_in("shenhe")
    data = fetched(client, make(client, OFFICE, ending))
    rows = list(SelfEvaluation.objects.filter(unit__name=OFFICE, project__secret=False))
    assert len(names_in(data)) == len(rows)
    zipfile.ZipFile(io.BytesIO(data)).extractall(tmp_path)
    for row in rows:
        (path,) = tmp_path.rglob(f"{row.project.code} *.{ending}")
        (form,) = [one for one in read_path(path) if hasattr(one, "indicators")]
        record = record_of(row)
        assert form.project == record.project
        assert [one.actual for one in form.indicators] == ["".join(one.actual.split()) for one in record.indicators]


def test_one_ware_is_one_file_several_are_packed(signed_in):
    client = signed_in("zhuguan")
    result = make(client, DEPARTMENT, "rollup")
    assert StoredFile.objects.get(pk=result["file"]).name == f"{DEPARTMENT} 2024年度 汇总.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(fetched(client, result)))
    assert "总览" in book.sheetnames
    data = fetched(client, make(client, DEPARTMENT, "rollup", "rollup-page", "findings"))
    assert sorted(names_in(data)) == ["汇总.html", "汇总.xlsx", "问题清单.xlsx"]


@pytest.mark.slow
def test_every_ware_can_be_made_at_once(signed_in):
    client = signed_in("zhuguan")
    names = names_in(fetched(client, make(client, DEPARTMENT, *WARES)))
    assert sum(name.startswith("自评表（pdf）/") for name in names) == 14
    for name in ("部门整体绩效评价报告.docx", "部门整体绩效评价报告.pdf", "公开网站/index.html"):
        assert name in names
    assert any(name.startswith("遮盖清单") for name in names)


def test_a_unit_gets_its_own_report(signed_in):
    client = signed_in("shenhe")
    result = make(client, OFFICE, "report")
    assert "单位自评报告" in StoredFile.objects.get(pk=result["file"]).name


def test_a_secret_project_is_in_none_of_it_for_who_must_not_know(signed_in):
    form = SelfEvaluation.objects.filter(unit__name=OFFICE, state="final").first()
    hide(form)
    client = signed_in("zhuguan")
    wares = share([name for name in WARES if "pdf" not in name], 0)
    result = make(client, DEPARTMENT, *wares)
    assert form.project.name not in all_text(fetched(client, result))
    secret = SelfEvaluation.objects.filter(project__secret=True).count()
    assert f"涉密项目 {secret} 个不在里面" in result["text"]


def test_who_knows_of_it_gets_its_paper_but_finds_it_in_no_list(signed_in):
    form = SelfEvaluation.objects.filter(unit__name=OFFICE, state="final").first()
    hide(form, "shenhe")
    client = signed_in("shenhe")
    assert form.project.name in all_text(fetched(client, make(client, OFFICE, "docx")))
    entry = AuditEntry.objects.filter(action="export.organisation").last()
    assert entry.detail["secret"] == [form.pk]
    lists = make(client, OFFICE, "findings", "rollup", "rollup-page", "report", "site", "maskings")
    assert form.project.name not in all_text(fetched(client, lists))


def test_the_roll_up_counts_the_secret_projects(signed_in):
    hide(SelfEvaluation.objects.filter(unit__name=OFFICE, state="final").first())
    client = signed_in("zhuguan")
    text = fetched(client, make(client, DEPARTMENT, "rollup-page")).decode()
    secret = SelfEvaluation.objects.filter(project__secret=True).count()
    assert f"另有涉密项目 {secret} 个" in text


def test_nobody_else_may_fetch_it_and_nobody_for_ever(signed_in):
    result = make(signed_in("zhuguan"), DEPARTMENT, "rollup")
    for other in ("caizheng", "shenhe", "xitong", "anquan"):
        assert signed_in(other).get(result["link"]).status_code == 403, other
    StoredFile.objects.filter(pk=result["file"]).update(expires=timezone.now() - datetime.timedelta(seconds=1))
    assert signed_in("zhuguan").get(result["link"]).status_code == 404
    page = signed_in("zhuguan").get(f"/dashboard/{place(DEPARTMENT).pk}/downloads").content.decode()
    assert "已过期" in page


def test_the_export_is_on_record_and_the_person_is_told(signed_in):
    result = make(signed_in("zhuguan"), DEPARTMENT, "rollup", "findings")
    entry = AuditEntry.objects.filter(action="export.organisation").last()
    assert entry.person_name == "主管部门审核人"
    assert entry.detail["wares"] == ["findings", "rollup"]
    assert entry.detail["forms"] == 14
    notice = Notice.objects.get(person__username="zhuguan", kind="ready")
    assert notice.link == result["link"]
    assert "下载已备好" in notice.text


@pytest.mark.parametrize("username", ["tianbao", "pingjia", "xitong", "gyshenhe"])
def test_who_may_not_download_is_refused(signed_in, username):
    response = signed_in(username).post(f"/dashboard/{place(OFFICE).pk}/downloads/ask", {"ware": ["docx"]})
    assert response.status_code == 403
    assert not Job.objects.filter(kind=bundle.KIND).exists()


def test_asking_wants_a_post_and_something_asked_for(signed_in):
    client, address = signed_in("zhuguan"), f"/dashboard/{place(DEPARTMENT).pk}/downloads/ask"
    assert client.get(address).status_code == 405
    text = client.post(address, {"ware": ["/etc/passwd"]}, follow=True).content.decode()
    assert "请先勾选" in text
    assert not Job.objects.filter(kind=bundle.KIND).exists()


def test_rights_are_asked_again_when_the_job_is_done(signed_in):
    client = signed_in("zhuguan")
    client.post(f"/dashboard/{place(DEPARTMENT).pk}/downloads/ask", {"ware": ["docx"]})
    Membership.objects.filter(person__username="zhuguan").delete()
    job = take("test")
    with pytest.raises(Trouble, match="下载全部"):
        handler(job.kind)(job)
    assert not StoredFile.objects.exists()


def test_three_at_once_and_no_more(signed_in):
    client, address = signed_in("zhuguan"), f"/dashboard/{place(DEPARTMENT).pk}/downloads/ask"
    for _ in range(5):
        client.post(address, {"ware": ["docx"]})
    assert Job.objects.filter(kind=bundle.KIND).count() == 3


def test_too_many_forms_are_refused_with_the_way_out(signed_in, monkeypatch):
    monkeypatch.setattr(bundle, "MOST_FORMS", 3)
    client = signed_in("zhuguan")
    client.post(f"/dashboard/{place(DEPARTMENT).pk}/downloads/ask", {"ware": ["docx"]})
    job = take("test")
    with pytest.raises(Trouble, match="分别下载"):
        handler(job.kind)(job)
    assert "没有做成" in Notice.objects.get(person__username="zhuguan", kind="failed").text


def test_the_public_site_has_final_forms_only_and_no_telephone(signed_in):
    final, draft = (
        SelfEvaluation.objects.filter(state=state, project__secret=False).select_related("project").first()
        for state in ("final", "draft")
    )
    record = record_of(final)
    put(record, "goal_actual", "完成，联系人电话13800138000。")
    final.record["goal_actual"] = record.goal_actual
    final.save()
    client = signed_in("caizheng")
    bureau = Cycle.objects.get().organisation.name
    text = all_text(fetched(client, make(client, bureau, "site")))
    assert final.project.name in text
    assert draft.project.name not in text
    assert "13800138000" not in text
    listed = all_text(fetched(client, make(client, bureau, "maskings")))
    assert "13800138000" in listed


def test_without_a_final_form_there_is_no_site_and_it_is_said(signed_in):
    SelfEvaluation.objects.update(state="draft")
    client = signed_in("zhuguan")
    with pytest.raises(Trouble, match="已定稿"):
        make(client, DEPARTMENT, "site")


def test_a_job_cut_off_and_done_again_tells_once(signed_in):
    client = signed_in("zhuguan")
    client.post(f"/dashboard/{place(DEPARTMENT).pk}/downloads/ask", {"ware": ["rollup"]})
    job = take("test")
    handler(job.kind)(job)
    handler(job.kind)(job)
    assert Notice.objects.filter(person__username="zhuguan", kind="ready").count() == 1
    assert path_of(StoredFile.objects.last()).exists()


@pytest.mark.parametrize(
    ("name", "fits"),
    [
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a/b\\c:d.docx", "a_b_c_d.docx"),
        ("  .", "未命名"),
        ("行\n换.docx", "行_换.docx"),
        ("长" * 300 + ".docx", "长" * 85 + ".docx"),
    ],
)
def test_names_of_projects_become_names_of_files(name, fits):
    assert fit(name) == fits


def test_a_project_named_like_a_path_stays_in_its_folder(signed_in):
    form = SelfEvaluation.objects.filter(unit__name=OFFICE, project__secret=False).first()
    Project.objects.filter(pk=form.project_id).update(name="../../../tmp/坏项目")
    client = signed_in("shenhe")
    names = names_in(fetched(client, make(client, OFFICE, "docx")))
    assert any("坏项目" in name for name in names)
    assert all(name.count("/") == 2 and ".." not in name.split("/") for name in names)
