"""The first page: what each person has to do, and nothing of others."""

import datetime

import pytest
from django.utils import timezone

from jiheng.web.accounts.models import Membership, Person
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.jobs.models import Job
from jiheng.web.workflow.models import Remark, Transition

pytestmark = pytest.mark.django_db

EVERYBODY = (
    "tianbao",
    "gongyuan",
    "shenhe",
    "zhuguan",
    "caizheng",
    "pingjia",
    "shenji",
    "xitong",
    "anquan",
    "rizhi",
)


@pytest.fixture
def cycle():
    cycle = Cycle.objects.get()
    today = timezone.localdate()
    for days, field in ((3, "fill_by"), (8, "unit_by"), (15, "department_by"), (25, "finance_by")):
        setattr(cycle, field, today + datetime.timedelta(days))
    cycle.save()
    return cycle


def page(client):
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def drafts(unit):
    return SelfEvaluation.objects.filter(state="draft", unit__name=unit, project__secret=False).order_by("pk")


def return_form(form, remarks=2):
    reviewer = Person.objects.get(username="shenhe")
    Transition.objects.create(
        form=form, before="unit", after="draft", version=form.version, person=reviewer, reason="补依据"
    )
    for number in range(remarks):
        Remark.objects.create(form=form, text=f"意见{number}", stage="unit", by=reviewer)


@pytest.mark.full
@pytest.mark.parametrize("username", EVERYBODY)
def test_everybody_has_a_first_page_in_few_queries(signed_in, cycle, username, django_assert_max_num_queries):
    client = signed_in(username)
    page(client)  # the session's own writes are over
    with django_assert_max_num_queries(26):
        text = page(client)
    assert "现在要做" in text
    assert " style=" not in text


def test_the_officer_sees_drafts_with_the_days_left(signed_in, cycle):
    text = page(signed_in("tianbao"))
    assert "填报截止" in text
    assert "还有 3 天" in text
    for form in drafts("局本级"):
        assert form.project.name in text
        assert f'href="/forms/{form.pk}"' in text


def test_returned_forms_come_first_with_their_remarks(signed_in, cycle):
    form = drafts("局本级").last()
    return_form(form)
    Remark.objects.create(form=form, text="已答", stage="unit", by=form.remarks.first().by, answer="改了")
    text = page(signed_in("tianbao"))
    assert text.index("修改退回的表") < text.index("填写自评表")
    assert "共 2 条意见等您答复" in text
    assert "从“待单位审核”" in text
    assert text.index('id="returned"') < text.index('id="drafts"')


def test_an_officer_sees_nothing_of_another_unit(signed_in, cycle):
    text = page(signed_in("tianbao"))
    for form in SelfEvaluation.objects.exclude(unit__name="局本级"):
        assert form.project.name not in text
        assert f'"/forms/{form.pk}"' not in text


def test_a_project_without_a_form_is_to_be_begun_a_secret_one_only_by_those_named(signed_in, cycle):
    unit = drafts("局本级").first().unit
    Project.objects.create(cycle=cycle, unit=unit, code="N-1", name="新开的项目")
    hidden = Project.objects.create(cycle=cycle, unit=unit, code="N-2", name="不可说的项目", secret=True)
    text = page(signed_in("tianbao"))
    assert "新开的项目" in text
    assert "不可说的项目" not in text
    hidden.named.add(Person.objects.get(username="tianbao"))
    assert "不可说的项目" in page(signed_in("tianbao"))


@pytest.mark.parametrize(
    ("username", "state"),
    [("shenhe", "unit"), ("gyshenhe", "unit"), ("zhuguan", "department"), ("caizheng", "finance")],
)
def test_a_reviewer_sees_how_many_wait_and_goes_there(signed_in, cycle, username, state):
    client = signed_in(username)
    held = Membership.objects.get(person__username=username).organisation
    waiting = SelfEvaluation.objects.filter(state=state, unit__path__startswith=held.path, project__secret=False)
    text = page(client)
    assert "审核自评表" in text
    assert f'<b class="how-many">{waiting.count()}</b>' in text
    assert f"/review/desk?state={state}&amp;unit={held.pk}" in text
    for form in waiting:
        assert form.project.name in text


def test_late_units_are_named_to_those_above(signed_in, cycle):
    cycle.fill_by = timezone.localdate() - datetime.timedelta(days=1)
    cycle.save()
    late = SelfEvaluation.objects.filter(state="draft", project__secret=False).count()
    text = page(signed_in("zhuguan"))
    assert "催办逾期的表" in text
    assert f'<b class="how-many">{late}</b>' in text
    assert "局本级" in text


def test_the_last_day_is_not_late(signed_in, cycle):
    cycle.fill_by = timezone.localdate()
    cycle.save()
    assert "今天截止" in page(signed_in("tianbao"))
    assert "催办逾期的表" not in page(signed_in("zhuguan"))


def test_an_evaluator_sees_what_was_assigned_and_no_more(signed_in, cycle):
    me = Person.objects.get(username="pingjia")
    text = page(signed_in("pingjia"))
    mine = SelfEvaluation.objects.filter(assigned=me).exclude(state="draft")
    assert mine
    for form in SelfEvaluation.objects.select_related("project"):
        assert (form.project.name in text) == (form in mine), form.project.name


def test_secret_projects_are_not_on_reviewers_first_pages(signed_in, cycle):
    form = SelfEvaluation.objects.filter(state="department").first()
    Project.objects.filter(pk=form.project_id).update(secret=True)
    for username in ("zhuguan", "caizheng", "shenji", "shenhe"):
        assert form.project.name not in page(signed_in(username)), username


def test_a_secret_form_waits_for_the_reviewer_who_knows_of_it(signed_in, cycle):
    form = SelfEvaluation.objects.filter(state="unit", unit__name="局本级").first()
    Project.objects.filter(pk=form.project_id).update(secret=True)
    assert "审核自评表" not in page(signed_in("shenhe"))
    form.project.named.add(Person.objects.get(username="shenhe"))
    text = page(signed_in("shenhe"))
    assert '<b class="how-many">1</b>' in text
    assert form.project.name in text


def test_the_system_administrator_is_told_of_backups_and_failed_jobs(signed_in):
    assert "还没有备份过" in page(signed_in("xitong"))
    Job.objects.create(kind="x", state=Job.State.FAILED, ended_at=timezone.now())
    assert "没有完成的后台任务" in page(signed_in("xitong"))


def test_the_security_administrator_is_told_of_people_without_a_role_and_locked_accounts(signed_in):
    from axes.models import AccessAttempt

    Person.objects.create(username="xinlai", name="新来的人")
    AccessAttempt.objects.create(
        username="tianbao", ip_address="10.0.0.1", failures_since_start=9, attempt_time=timezone.now()
    )
    text = page(signed_in("anquan"))
    assert "给人员授予角色" in text
    assert "核对被锁定的账号" in text
    assert "给人员授予角色" not in page(signed_in("xitong"))


def test_the_audit_administrator_is_told_when_the_log_was_verified(signed_in):
    assert "还没有核对过" in page(signed_in("rizhi"))
    log.write(None, "auditlog.verify", None, {"entries": 3, "sound": True})
    assert "没有改动" in page(signed_in("rizhi"))
    log.write(None, "auditlog.verify", None, {"entries": 3, "sound": False})
    assert "被改动过" in page(signed_in("rizhi"))


def test_an_empty_workbench_says_what_comes_first(signed_in, empty):
    text = page(signed_in("caizheng"))
    assert "从零开始" in text
    assert "建立年度自评" in text
    filler = page(signed_in("tianbao"))
    assert "从零开始" in filler
    assert "由财政绩效、主管部门来做" in filler


def test_a_workbench_under_way_needs_no_first_steps(signed_in, cycle):
    for username in EVERYBODY:
        assert "从零开始" not in page(signed_in(username)), username


def test_a_stranger_to_all_organisations_gets_a_page_too(client):
    person = Person.objects.create(username="nobody", name="无角色")
    client.force_login(person, backend="jiheng.web.accounts.own_backend.OwnBackend")
    assert "眼下没有要您办的事" in page(client)
