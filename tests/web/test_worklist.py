"""The desk: what it lists for whom, filters that last, many forms at once, forms for an evaluator."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.cycles.models import Cycle, Participant, Project
from jiheng.web.forms.models import FindingCount, SelfEvaluation, State
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import take
from jiheng.web.jobs.worker import work
from jiheng.web.notices.models import Notice
from jiheng.web.workflow.models import Filter, FormView, Remark, Transition

pytestmark = pytest.mark.django_db
DESK = "/review/desk"


def names(response) -> list[str]:
    return [line.form.project.name for line in response.context["lines"]]


def person(name: str) -> Person:
    return Person.objects.get(username=name)


def office() -> list[SelfEvaluation]:
    return list(SelfEvaluation.objects.filter(unit__name="局本级", project__secret=False).order_by("id"))


@pytest.mark.parametrize(
    ("who", "count"),
    [("tianbao", 7), ("gongyuan", 7), ("shenhe", 7), ("zhuguan", 14), ("caizheng", 14), ("shenji", 14), ("pingjia", 2)],
)
def test_each_sees_what_is_theirs(signed_in, who, count):
    assert len(names(signed_in(who).get(DESK))) == count


def test_a_secret_name_is_found_by_those_it_names_alone_as_long_as_it_names_them(signed_in):
    project = office()[0].project
    project.secret, words = True, project.name[1:4]
    project.save()
    project.named.add(person("caizheng"))
    page = f"{DESK}?q={words}"
    for _ in range(2):  # the query stays at hand from the first time on
        assert project.name in names(signed_in("caizheng").get(page))
        for who in ("shenji", "zhuguan"):
            found = signed_in(who).get(page)
            assert project.name not in found.content.decode()
            assert not any(line.form.project_id == project.pk for line in found.context["lines"])
        assert names(signed_in("caizheng").get(f"{DESK}?q=不叫这个")) == []
    project.named.clear()
    assert project.name not in names(signed_in("caizheng").get(page))


@pytest.mark.parametrize("who", ["xitong", "anquan", "rizhi"])
def test_administrators_see_no_forms(signed_in, who):
    assert signed_in(who).get(DESK).status_code == 403


def test_of_secret_projects_only_the_number_is_said(signed_in):
    form = office()[0]
    Project.objects.filter(pk=form.project_id).update(secret=True)
    before = signed_in("caizheng").get(DESK)
    assert form.project.name not in before.content.decode()
    assert before.context["secret"] == Project.objects.filter(secret=True, form__isnull=False).count()
    form.project.named.add(person("caizheng"))
    after = signed_in("caizheng").get(DESK)
    assert form.project.name in names(after)
    assert after.context["secret"] == before.context["secret"] - 1


def test_the_figures_lead_to_their_forms_and_add_up(signed_in):
    client = signed_in("caizheng")
    figures = client.get(DESK).context["figures"]
    assert figures[0].count == sum(one.count for one in figures[1:6]) == 14
    for one in figures[1:]:
        assert len(names(client.get(f"{DESK}?{one.query}"))) == one.count


def test_overdue_forms_are_counted_and_found(signed_in):
    cycle = office()[0].cycle
    cycle.unit_by = cycle.department_by = cycle.finance_by = datetime.date(2999, 1, 1)
    cycle.save()
    client = signed_in("caizheng")
    figure = client.get(DESK).context["figures"][-1]
    drafts = SelfEvaluation.objects.filter(state=State.DRAFT, project__secret=False).count()
    assert (figure.name, figure.count) == ("已过期限", drafts)
    assert len(names(client.get(f"{DESK}?overdue=1"))) == drafts


def test_filters_narrow_by_each_part(signed_in):
    client, forms = signed_in("caizheng"), office()
    first, second = forms[0], forms[1]
    SelfEvaluation.objects.filter(pk=first.pk).update(grade="差", lost="33.00", total="67.00", errors=1)
    FindingCount.objects.update_or_create(form=first, code="A01", defaults={"severity": "error", "count": 1})
    Remark.objects.create(form=second, text="请核实", stage="unit", by=person("shenhe"))

    def found(query: str) -> list[str]:
        return names(client.get(f"{DESK}?{query}"))

    mine = [first.project.name]
    assert found("grade=差") == found("lost_from=30") == found("low=60&high=68") == mine
    assert first.project.name in found("code=A01") and first.project.name in found("code=A")
    assert first.project.name not in found("code=E")
    assert first.project.name in found("severity=error") and first.project.name not in found("severity=none")
    assert found(f"q={first.project.code}") == mine
    assert found("remark=unanswered") == [second.project.name]
    assert len(found(f"unit={Organisation.objects.get(name='局本级').pk}")) == 7
    assert len(found("assigned=1")) == 3
    assert found("-lost=x&sort=-lost")[0] == first.project.name


def test_what_cannot_be_understood_is_left_open(signed_in):
    client = signed_in("caizheng")
    query = "unit=abc&lost_from=NaN&low=1e999&sort=;drop&state=gone&looked=no&page=-3&spot=9999999999999999999&q=%00"
    assert client.get(f"{DESK}?{query}").status_code == 200
    assert len(names(client.get(f"{DESK}?unit=²&low=Infinity&page=99999999999"))) == 14


def test_changed_since_my_last_look(signed_in):
    form, client = office()[0], signed_in("caizheng")
    FormView.objects.create(form=form, person=person("caizheng"), version=form.version)
    assert len(names(client.get(f"{DESK}?looked=unseen"))) == 13
    assert names(client.get(f"{DESK}?looked=changed")) == []
    SelfEvaluation.objects.filter(pk=form.pk).update(version=form.version + 1)
    assert names(client.get(f"{DESK}?looked=changed")) == [form.project.name]


def test_the_last_filter_lasts_and_others_keep_theirs(signed_in):
    client = signed_in("caizheng")
    client.get(f"{DESK}?state=unit&sort=-lost")
    assert client.get(DESK).url == f"{DESK}?state=unit&sort=-lost"
    assert signed_in("zhuguan").get(DESK).status_code == 200
    client.get(f"{DESK}?all=1")
    assert client.get(DESK).status_code == 200


def test_a_filter_is_kept_under_a_name_and_deleted(signed_in):
    client = signed_in("caizheng")
    client.get(f"{DESK}?state=unit")
    client.post(reverse("workflow:keep"), {"name": "待单位"})
    kept = Filter.objects.exclude(name="").get()
    assert (kept.name, kept.query) == ("待单位", "state=unit")
    signed_in("zhuguan").post(reverse("workflow:keep"), {"forget": kept.pk})
    assert Filter.objects.filter(pk=kept.pk).exists()
    client.post(reverse("workflow:keep"), {"forget": kept.pk})
    assert not Filter.objects.filter(pk=kept.pk).exists()


def test_what_a_page_asks_of_the_database_does_not_grow(signed_in, django_assert_max_num_queries):
    client = signed_in("caizheng")
    for form in office():
        form.assigned.add(person("pingjia"))
        Remark.objects.create(form=form, text="请核实", stage="unit", by=person("shenhe"))
    client.get(f"{DESK}?all=1")
    with django_assert_max_num_queries(28):
        assert len(names(client.get(f"{DESK}?all=1"))) == 14


def run() -> Job:
    job = take("test")
    work(job)
    job.refresh_from_db()
    return job


@pytest.mark.full
@pytest.mark.parametrize(
    ("who", "page"), [("caizheng", "/"), ("tianbao", "/"), ("zhuguan", "/review/desk"), ("caizheng", "/dashboard/2")]
)
def test_an_older_year_costs_a_page_no_query_more(signed_in, who, page):
    client = signed_in(who)

    def asked():
        client.get(page)  # what is made once is made
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    before = asked()
    now = SelfEvaluation.objects.filter(state=State.DRAFT).first().cycle
    rows = list(SelfEvaluation.objects.filter(cycle=now).select_related("project"))
    for year in (2021, 2022):
        older = Cycle.objects.get(pk=now.pk)
        older.pk, older.year, older.name = None, year, f"{year}年度"
        older.save(force_insert=True)
        Participant.objects.bulk_create(
            Participant(cycle=older, unit_id=one) for one in now.participants.values_list("unit", flat=True)
        )
        for row in rows:
            project = Project.objects.create(
                cycle=older, unit_id=row.unit_id, code=f"{year}-{row.pk}", name=row.project.name
            )
            SelfEvaluation.objects.create(
                project=project, cycle=older, unit_id=row.unit_id, state=State.FINAL, record=row.record
            )
    assert asked() == before


def test_many_are_passed_and_a_failure_stops_no_other(signed_in):
    client, forms = signed_in("shenhe"), office()[:3]
    SelfEvaluation.objects.filter(pk__in=[one.pk for one in forms]).update(state=State.UNIT, errors=0)
    Remark.objects.create(form=forms[1], text="请核实", stage="unit", by=person("shenhe"))
    foreign = SelfEvaluation.objects.exclude(unit__name="局本级").filter(state=State.UNIT).first()
    ticked = [f"{one.pk}:unit:{one.version}" for one in (*forms, foreign)]
    response = client.post(reverse("workflow:bulk-start"), {"action": "form.pass", "form": ticked})
    job = run()
    assert response.url == reverse("workflow:bulk", args=[job.pk])
    assert [bool(problem) for _, problem in job.result["told"]] == [False, True, False, True]
    states = [SelfEvaluation.objects.get(pk=one.pk).state for one in forms]
    assert states == [State.DEPARTMENT, State.UNIT, State.DEPARTMENT]
    page = client.get(response.url).content.decode()
    assert "1 条审核意见没有答复" in page
    assert foreign.project.name not in page
    assert signed_in("zhuguan").get(response.url).status_code == 403


def test_a_bulk_job_cut_off_counts_what_it_had_done(signed_in):
    forms = office()[:2]
    SelfEvaluation.objects.filter(pk__in=[one.pk for one in forms]).update(state=State.UNIT, errors=0)
    ticked = [f"{one.pk}:unit:{one.version}" for one in forms]
    signed_in("shenhe").post(reverse("workflow:bulk-start"), {"action": "form.pass", "form": ticked})
    first = run()
    Job.objects.filter(pk=first.pk).update(state="waiting", result={})
    assert [problem for _, problem in run().result["told"]] == ["", ""]
    assert Transition.objects.count() == 2


def test_a_bulk_return_needs_a_reason_and_everything_means_mine(signed_in):
    client = signed_in("zhuguan")
    client.get(f"{DESK}?all=1")
    response = client.post(reverse("workflow:bulk-start"), {"action": "form.return", "everything": "1"}, follow=True)
    assert "退回要写明原因" in response.content.decode()
    assert not Job.objects.exists()
    waiting = SelfEvaluation.objects.filter(state=State.DEPARTMENT, project__secret=False).count()
    client.post(reverse("workflow:bulk-start"), {"action": "form.return", "everything": "1", "reason": "请重填"})
    assert len(run().result["told"]) == waiting > 0
    assert not SelfEvaluation.objects.filter(state=State.DEPARTMENT, project__secret=False).exists()


def test_forms_are_given_to_an_evaluator_and_taken_back(signed_in):
    client, evaluator = signed_in("zhuguan"), person("pingjia")
    forms = [one for one in office() if not one.assigned.exists()][:2]
    sent = {"action": "form.assign", "evaluator": evaluator.pk, "form": [f"{one.pk}:{one.state}:1" for one in forms]}
    client.post(reverse("workflow:bulk-start"), sent)
    assert all(one.assigned.filter(pk=evaluator.pk).exists() for one in forms)
    assert "2 张自评表" in Notice.objects.get(person=evaluator).text
    client.post(reverse("workflow:bulk-start"), {**sent, "take_back": "1"})
    assert not any(one.assigned.exists() for one in forms)
    assert signed_in("shenhe").post(reverse("workflow:bulk-start"), sent).status_code == 403


def test_every_control_has_a_name_and_nothing_is_inline(signed_in):
    page = signed_in("zhuguan").get(DESK).content.decode()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page)
    for control in re.findall(r"<(?:select|textarea|input)[^>]*>", page):
        if 'type="hidden"' not in control and "aria-label" not in control:
            identifier = re.search(r'id="([^"]+)"', control)
            assert identifier is None or f'for="{identifier[1]}"' in page
