"""Queries compiled once: what is put in, what is read anew, and how few of them a page takes."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.accounts.permissions import within
from jiheng.web.accounts.ready_for import ReadyCount
from jiheng.web.cycles.models import Project
from jiheng.web.direct_write import insert_row, put_in_place, run_together, updated
from jiheng.web.forms.models import SelfEvaluation, Version
from jiheng.web.ready_query import Ready, counted, whole
from jiheng.web.sealing.fields import as_stored
from jiheng.web.workflow.models import FormView

pytestmark = pytest.mark.django_db


def test_each_value_gives_its_own_rows_read_anew():
    named = Ready(lambda pk, name: Organisation.objects.filter(pk=pk, name=name).select_related("parent"))
    for unit in Organisation.objects.select_related("parent"):
        assert [(one, one.parent) for one in named(unit.pk, unit.name)] == [(unit, unit.parent)]
        assert named(unit.pk, f"{unit.name}？") == []
    Organisation.objects.filter(pk=unit.pk).update(name="改过的名称")
    assert [one.name for one in named(unit.pk, "改过的名称")] == ["改过的名称"]


def test_it_is_compiled_once_and_asked_each_time():
    built = []

    def build(pk, kind):
        built.append(kind)
        return Organisation.objects.filter(pk=pk, kind=kind)

    ready, units = Ready(build), list(Organisation.objects.all())
    with CaptureQueriesContext(connection) as asked:
        for unit in units:
            assert ready(unit.pk, kind=unit.kind) == [unit]
    assert len(asked) == len(units)
    assert sorted(built) == sorted({unit.kind for unit in units})


def test_words_are_looked_for_as_they_are_whatever_signs_they_have():
    called = Ready(lambda words: Organisation.objects.filter(name__contains=words))
    odd = Organisation.objects.create(name="百%的_单\\位", kind="unit", parent=Organisation.objects.first())
    for words in ("%", "_", "\\", "%的_", "单位", "中心", "没有的"):
        for _ in range(4):
            assert set(called(words)) == {one for one in Organisation.objects.all() if words in one.name}
    assert called("%的_") == [odd]
    below = Ready(lambda path: Organisation.objects.filter(path__startswith=path).order_by("path"))
    for unit in Organisation.objects.all():
        assert below(unit.path) == list(Organisation.objects.filter(path__startswith=unit.path).order_by("path"))


def test_a_value_inside_a_list_is_refused():
    with pytest.raises(AssertionError):
        Ready(lambda path: Organisation.objects.filter(path__regex=f"^({path}|x)$"))("/1/")


def test_a_query_that_can_have_no_rows_gives_none():
    assert Ready(lambda pk: Organisation.objects.filter(Q(pk__in=[]), parent=pk))(1) == []


def test_figures_over_all_rows():
    count = Organisation.objects.count()
    assert Ready(lambda: counted(Organisation.objects.order_by("name")))() == [(count,)]
    assert Ready(lambda: whole(Organisation.objects.none()))() == []


def test_people_of_the_same_roles_share_the_words_and_not_the_rows():
    one = Person.objects.get(username="gongyuan")
    other = Person.objects.create(username="ling", name="另一人")
    for role in one.memberships.all():
        Membership.objects.create(person=other, organisation=role.organisation, role=role.role)
    project = SelfEvaluation.objects.filter(within(one, "form.see")).first().project
    project.secret = True
    project.save()
    project.named.set([one])
    count = ReadyCount(lambda person: SelfEvaluation.objects.filter(within(person, "form.see")))
    for person in (one, other):
        fresh = Person.objects.get(pk=person.pk)
        assert count(fresh) == SelfEvaluation.objects.filter(within(fresh, "form.see")).count()
    assert count(Person.objects.get(pk=one.pk)) == count(Person.objects.get(pk=other.pk)) + 1


def test_a_role_that_is_withdrawn_is_gone_with_the_next_page(signed_in):
    client = signed_in("gongyuan")
    form = SelfEvaluation.objects.filter(unit__memberships__person__username="gongyuan").first()
    assert client.get(f"/forms/{form.pk}").status_code == 200
    Membership.objects.filter(person__username="gongyuan", role=Role.FILLER).delete()
    assert client.get(f"/forms/{form.pk}").status_code == 403


def test_other_words_and_other_units_share_the_words_of_the_query(signed_in, monkeypatch):
    from jiheng.web import ready_query

    client, compiled = signed_in("caizheng"), []
    unit = Organisation.objects.filter(kind="unit").first()
    for _ in range(2):
        client.get("/review/desk", {"q": "养护", "unit": unit.pk})
    compile_ = ready_query._compile
    monkeypatch.setattr(ready_query, "_compile", lambda *of: compiled.append(of) or compile_(*of))
    for words, number in (("巡防", unit.pk), ("游船", unit.parent_id), ("没有的", 10**9)):
        assert client.get("/review/desk", {"q": words, "unit": number}).status_code == 200
    assert [shape for _, _, shape in compiled if "choice" in shape] == []


@pytest.mark.parametrize("secret", [False, True])
def test_a_row_written_directly_is_what_django_writes(secret):
    form = SelfEvaluation.objects.select_related("project").first()
    form.project.secret = secret
    made = Version(form=form, number=form.version + 1, kind="edit", changes=[["goal_actual", "", "写了一句"]])
    insert_row(made)
    kept = Version.objects.get(pk=made.pk)
    assert (kept.changes, kept.form_id, kept.at) == (made.changes, form.pk, made.at)
    with as_stored():
        assert ("写了一句" in json.dumps(Version.objects.get(pk=made.pk).changes, ensure_ascii=False)) is not secret
    kept.changes, kept.number = [["goal_actual", "", "另一句"]], 900
    kept.form.project.secret = secret
    run_together(updated(kept, ("changes",)))
    again = Version.objects.get(pk=made.pk)
    assert (again.changes, again.number) == ([["goal_actual", "", "另一句"]], made.number)


def test_a_row_put_in_place_is_new_once_and_changed_after_that():
    form, person = SelfEvaluation.objects.first(), Person.objects.first()
    for version in (3, 5):
        run_together(
            put_in_place(FormView(form=form, person=person, version=version), ("form", "person"), ("version",))
        )
        assert [one.version for one in FormView.objects.filter(form=form, person=person)] == [version]
    with pytest.raises(IntegrityError), transaction.atomic():
        run_together(put_in_place(FormView(form=form, person=person, version=-1), ("form", "person"), ("version",)))


_PAGES = [
    ("caizheng", "/", 18),
    ("zhuguan", "/", 22),
    ("gongyuan", "/", 16),
    ("caizheng", "/review/desk?all=1", 13),
    ("caizheng", "/review/desk?severity=error&sort=-lost", 13),
    ("caizheng", "/review/desk?q=设备&sort=-changed", 15),
    ("caizheng", "/review/desk?unit={department}", 16),
    ("zhuguan", "/review/desk?all=1", 14),
    ("zhuguan", "/dashboard/{department}", 14),
    ("gongyuan", "/forms/{draft}", 17),
    ("zhuguan", "/review/forms/{waiting}", 20),
]


@pytest.mark.full
@pytest.mark.parametrize(("person", "page", "most"), _PAGES)
def test_a_page_takes_few_queries(signed_in, person, page, most, django_assert_max_num_queries):
    client = signed_in(person)
    address = page.format(
        department=Organisation.objects.filter(kind="department").first().pk,
        draft=SelfEvaluation.objects.filter(state="draft", unit__memberships__person__username="gongyuan").first().pk,
        waiting=SelfEvaluation.objects.filter(state="department").first().pk,
    )
    client.get(address)
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_a_save_takes_few_queries(signed_in, django_assert_max_num_queries):
    client = signed_in("gongyuan")
    form = SelfEvaluation.objects.filter(state="draft", unit__memberships__person__username="gongyuan").first()
    for turn in range(2):
        form.refresh_from_db()
        change = {"place": "goal_actual", "before": form.record["goal_actual"], "after": f"完成 {turn} 项"}
        body = json.dumps({"base": form.version, "changes": [change]})
        with django_assert_max_num_queries(10 if turn else 99):
            answer = client.post(f"/forms/{form.pk}/changes", body, content_type="application/json")
        assert answer.status_code == 200, answer.content
    assert Project.objects.filter(form=form).exists()
