"""Setting a district up: first steps, a year that proposes itself, forms issued with a notice, a word to the slow."""

import datetime

import pytest
from tests.web.import_files import project, work_all

from jiheng.places.usable import installed_books
from jiheng.web.accounts.models import ADMINISTRATORS, Membership, Organisation, Person, Role
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.notices.models import Notice
from jiheng.web.planning.proposed_cycle import proposed

pytestmark = pytest.mark.django_db


def page(client, path="/"):
    return client.get(path, follow=True).content.decode()


@pytest.fixture
def cycle():
    return Cycle.objects.first()


def test_the_first_open_step_is_what_is_to_be_done(signed_in, empty):
    text = page(signed_in("caizheng"))
    assert "从零开始的下一步" in text and "眼下没有要您办的事" not in text
    assert "从零开始的下一步" not in page(signed_in("tianbao"))


def test_three_administrators_are_not_yet_people_with_roles(signed_in, empty):
    Membership.objects.exclude(role__in=ADMINISTRATORS).delete()
    Person.objects.filter(memberships=None).update(is_active=False)
    text = page(signed_in("xitong"))
    done = text.split("从零开始，分六步")[1].split("</ol>")[0]
    assert 'class="done"' not in done, "nobody who fills in or reviews is there yet"
    assert 'href="/roster"' in done


def test_the_year_after_begins_like_the_one_before(cycle):
    found = proposed([cycle], [], None, datetime.date(2030, 1, 5))
    assert found["year"] == 2029 and found["name"] == cycle.name.replace(str(cycle.year), "2029")
    assert (found["rulebook"], found["layout"], found["copy_from"]) == (cycle.rulebook, cycle.layout, cycle.pk)
    assert (found["fill_by"].month, found["fill_by"].day) == (cycle.fill_by.month, cycle.fill_by.day)


@pytest.mark.parametrize(("today", "year"), [(datetime.date(2026, 1, 5), 2025), (datetime.date(2026, 11, 30), 2026)])
def test_the_first_year_takes_the_rules_of_the_place_and_the_usual_days(today, year):
    books = [book for book in installed_books().values() if book.extends is not None and book.is_scored]
    found = proposed([], books, Organisation(name="北京市朝阳区财政局"), today)
    assert found["year"] == year and "朝阳" in installed_books()[found["rulebook"]].title
    days = [found[name] for name in ("opens", "fill_by", "unit_by", "department_by", "finance_by")]
    assert days == sorted(days) and days[0] >= today and found["layout"]


def test_a_new_year_is_made_by_confirming_what_is_proposed(signed_in, empty):
    client = signed_in("caizheng")
    form = client.get("/cycles/new").context["fields"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    sent["organisation"] = Organisation.objects.get(parent=None).pk
    made = client.post("/cycles/new", sent)
    cycle = Cycle.objects.get()
    assert made.url == f"/cycles/{cycle.pk}/participants"
    assert "先替您勾上了全部" in page(client, made.url)


def test_issuing_tells_those_who_fill_in_and_the_home_page_asks_for_it(signed_in, cycle):
    fresh = [project("甲项目"), project("乙项目")]
    text = page(signed_in("caizheng"))
    assert "下达自评表" in text and "眼下没有要您办的事" not in text
    assert "下达自评表（2 张）" in page(signed_in("caizheng"), "/cycles/projects?show=no_form")
    signed_in("caizheng").post(f"/cycles/{cycle.pk}/begin")
    work_all()
    told = Notice.objects.filter(kind=Notice.Kind.ISSUED)
    fillers = Person.objects.filter(memberships__role=Role.FILLER, memberships__organisation=fresh[0].unit)
    assert {one.person for one in told} == set(fillers)
    assert f"您有 2 张自评表要填，{cycle.fill_by.month}月{cycle.fill_by.day}日前提交" in told.first().text
    assert SelfEvaluation.objects.filter(project__in=fresh).count() == 2


def test_a_secret_form_is_told_of_to_those_who_may_know(signed_in, cycle):
    secret = project("某专项", secret=True)
    signed_in("caizheng").post(f"/cycles/{cycle.pk}/begin")
    work_all()
    assert not Notice.objects.filter(kind=Notice.Kind.ISSUED).exists()
    assert SelfEvaluation.objects.filter(project=secret).exists()


def test_urging_reaches_whoever_holds_forms_once_a_day(signed_in, cycle):
    client, where = signed_in("zhuguan"), Organisation.objects.get(name="澜州市松泠区园林环境局")
    assert "催办" in page(client, f"/dashboard/{where.pk}")
    client.post(f"/review/urge/{where.pk}")
    client.post(f"/review/urge/{where.pk}")
    told = Notice.objects.filter(kind=Notice.Kind.URGED)
    drafts = SelfEvaluation.objects.filter(state=State.DRAFT, project__secret=False)
    fillers = Person.objects.filter(
        memberships__role=Role.FILLER, memberships__organisation__in=drafts.values("unit")
    ).distinct()
    assert {one.person for one in told if "填报" in one.text} == set(fillers)
    assert len({(one.person_id, one.key) for one in told}) == len(told)
    one = told.filter(person=fillers[0], text__contains="填报").get()
    assert f"还有 {drafts.filter(unit__memberships__person=fillers[0]).count()} 张" in one.text


def test_a_filler_urges_nobody(signed_in):
    where = Organisation.objects.get(name="澜州市松泠区园林环境局")
    assert signed_in("tianbao").post(f"/review/urge/{where.pk}").status_code == 403
    assert not Notice.objects.filter(kind=Notice.Kind.URGED).exists()
