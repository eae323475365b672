"""What was made of forms (downloads, roll-ups, notices, log) follows every later decision on who may see them."""

import pytest
from django.utils import timezone

from jiheng.web.accounts.models import Membership, Organisation, Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Cycle
from jiheng.web.dashboard import summaries
from jiheng.web.dashboard.jobs import add_up_again
from jiheng.web.exports import bundle
from jiheng.web.files.models import StoredFile
from jiheng.web.forms.export import name_of
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import handler, put, take
from jiheng.web.notices.models import Notice
from jiheng.web.workflow import remarks
from jiheng.web.workflow.workflow import SUBMIT, pass_on

pytestmark = pytest.mark.django_db

OFFICE = "局本级"
SECRET = "机要楼改造"


@pytest.fixture
def form():
    row = SelfEvaluation.objects.filter(unit__name=OFFICE, project__secret=False).first()
    row.project.name = SECRET
    row.project.save()
    SelfEvaluation.objects.filter(pk=row.pk).update(state=State.UNIT, errors=0)
    row.refresh_from_db()
    return row


def person(name: str) -> Person:
    return Person.objects.get(username=name)


def made(name: str, *wares: str) -> StoredFile:
    """A download that the person had made."""
    unit = Organisation.objects.get(name=OFFICE)
    put(bundle.KIND, person(name), cycle=Cycle.objects.get().pk, organisation=unit.pk, wares=list(wares))
    job = take("test")
    while job.kind != bundle.KIND:
        job = take("test")
    return StoredFile.objects.get(pk=handler(job.kind)(job)["file"])


def declare(form: SelfEvaluation, *named: str) -> None:
    form.project.secret = True
    form.project.save()
    form.project.named.set(Person.objects.filter(username__in=named))


def lose(form: SelfEvaluation) -> None:
    """The reviewer's role goes, and they get one elsewhere."""
    Membership.objects.filter(person__username="shenhe").update(
        organisation=Organisation.objects.exclude(name=OFFICE).filter(kind="unit").first()
    )


AFTERWARDS = {"declared secret": lambda form: declare(form, "tianbao"), "role lost": lose}


@pytest.mark.full
@pytest.mark.parametrize("ware", ["docx", "findings", "rollup"])
@pytest.mark.parametrize("event", AFTERWARDS, ids=list(AFTERWARDS))
def test_a_download_is_ruled_on_when_it_is_fetched(signed_in, form, ware, event):
    file = made("shenhe", ware)
    assert signed_in("shenhe").get(f"/files/{file.pk}").status_code == 200
    AFTERWARDS[event](form)
    assert signed_in("shenhe").get(f"/files/{file.pk}").status_code == 403


def test_who_is_no_longer_named_loses_what_they_had_made(signed_in, form):
    declare(form, "shenhe")
    file = made("shenhe", "docx")
    before = AuditEntry.objects.filter(action="secret.read").count()
    assert signed_in("shenhe").get(f"/files/{file.pk}").status_code == 200
    assert AuditEntry.objects.filter(action="secret.read").count() == before + 1
    form.project.named.clear()
    assert signed_in("shenhe").get(f"/files/{file.pk}").status_code == 403


def test_a_kept_roll_up_is_not_shown_once_a_project_in_it_is_secret(signed_in, form):
    unit, cycle = form.unit, form.cycle
    add_up_again(Job(at=timezone.now(), arguments={"cycle": cycle.pk, "organisation": unit.pk}))
    assert summaries.standing(cycle, unit).content is not None
    declare(form, "tianbao")
    assert summaries.standing(cycle, unit).content is None
    for tab in ("progress", "scores", "findings", "money"):
        assert SECRET not in signed_in("zhuguan").get(f"/dashboard/{unit.pk}/{tab}").content.decode()
    add_up_again(Job(at=timezone.now(), arguments={"cycle": cycle.pk, "organisation": unit.pk}))
    assert summaries.standing(cycle, unit).content is not None


def test_earlier_notices_of_a_form_are_veiled_from_whoever_may_not_see_it(signed_in, form):
    pass_on(person("shenhe"), form.pk, "form.return", "机要楼的面积请再核")
    assert SECRET in signed_in("tianbao").get("/notices/").content.decode()
    declare(form, "shenhe")
    page = signed_in("tianbao").get("/notices/").content.decode()
    assert SECRET not in page
    assert "面积请再核" not in page
    assert Notice.objects.get(person__username="tianbao").text == "一个涉密项目的自评表有变化。"


def test_no_free_text_of_a_form_stands_in_the_audit_log(form):
    remark = remarks.add(person("shenhe"), form.pk, "", "机要楼的面积请再核")
    remarks.withdraw(person("shenhe"), form.pk, remark.pk)
    pass_on(person("shenhe"), form.pk, "form.return", "机要楼的面积请再核")
    pass_on(person("tianbao"), form.pk, SUBMIT, "面积已核")
    said = "".join(str(one.detail) for one in AuditEntry.objects.filter(subject=f"forms.selfevaluation:{form.pk}"))
    assert "面积" not in said


def test_windows_and_file_names_do_not_carry_a_secret_name(signed_in, form):
    declare(form, "tianbao", "shenhe")
    form.refresh_from_db()
    assert SECRET not in name_of(form, "自评表", "docx")
    for who, path in (("tianbao", f"/forms/{form.pk}"), ("shenhe", f"/review/forms/{form.pk}")):
        page = signed_in(who).get(path).content.decode()
        assert SECRET not in page[: page.index("</title>")]
        assert SECRET in page
