"""A form at any of its versions, two compared, one taken up again; the pages and who may see them."""

import copy
import string

import msgspec
import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.effort import examples

from jiheng.form import cells
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Denied
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.forms.models import SelfEvaluation, Version
from jiheng.web.forms.places import CellChange, locked
from jiheng.web.forms.saving import record_of, save
from jiheng.web.forms.versions import NoVersion, compared, restore, stood_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    return SelfEvaluation.objects.filter(state="draft", unit__name__contains="公园").first()


@pytest.fixture
def officer():
    return Person.objects.get(username="gongyuan")


def _open(row: SelfEvaluation) -> list[str]:
    record = record_of(row)
    locks = locked(record, row.project.approved is not None, row.project.funds_fixed)
    return [place for place, _ in cells(record) if place not in locks]


_text = some.text(alphabet=string.digits + ".%万元已完成≥", max_size=6)
_step = some.tuples(some.integers(0, 10_000), _text, some.sampled_from([None, "", "有一处未做"]))


@settings(max_examples=examples(50), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(_step, min_size=1, max_size=6))
def test_every_version_comes_back_as_it_was_stored(form, officer, steps):
    row = SelfEvaluation.objects.get(pk=form.pk)
    places, stored = _open(row), {row.version: (copy.deepcopy(row.record), dict(row.own))}
    for pick, text, reason in steps:
        place = places[pick % len(places)]
        own = {place: reason} if place.endswith(".score") else {}
        try:
            row = save(officer, row.pk, row.version, [CellChange(place, "", text)], own).evaluation
        except ValidationError:
            continue
        stored[row.version] = (copy.deepcopy(row.record), dict(row.own))
    row.refresh_from_db()
    for number, (record, own) in stored.items():
        stood = stood_at(row, number)
        assert msgspec.to_builtins(stood.record) == record
        assert stood.own == own


def test_a_version_that_never_was_is_said_to_be_missing(form):
    for number in (0, form.version + 1):
        with pytest.raises(NoVersion, match="没有第"):
            stood_at(form, number)


def test_a_difference_names_who_changed_it_last_and_from_what_to_what(form, officer):
    first, was = form.version, record_of(form).goal_actual
    for text in ("做了一半", "全部做完"):
        form = save(officer, form.pk, form.version, [CellChange("goal_actual", "", text)]).evaluation
    _, _, found = compared(form, first, form.version)
    one = next(one for one in found if one.place == "goal_actual")
    assert (one.before, one.after) == (was, "全部做完")
    assert one.last is not None
    assert (one.last.person, one.last.number) == (officer, form.version)


def test_what_was_changed_and_changed_back_is_no_difference(form, officer):
    first, was = form.version, record_of(form).goal_actual
    for text in ("别的话", was):
        form = save(officer, form.pk, form.version, [CellChange("goal_actual", "", text)]).evaluation
    assert compared(form, first, form.version)[2] == []


def test_restoring_makes_a_new_version_like_the_old_one(form, officer):
    first, was = form.version, copy.deepcopy(form.record)
    form = save(officer, form.pk, form.version, [CellChange("goal_actual", "", "改过")]).evaluation
    form = save(
        officer,
        form.pk,
        form.version,
        [CellChange("indicators[0].score", "", "1")],
        {"indicators[0].score": "少做一处"},
    ).evaluation
    saved = restore(officer, form, first)
    form.refresh_from_db()
    assert form.record == was
    assert form.own == stood_at(form, first).own
    assert form.versions.last().kind == Version.Kind.RESTORE
    assert saved.evaluation.version == first + 3


def test_restoring_asks_for_the_right_to_fill_in(form):
    with pytest.raises(Denied):
        restore(Person.objects.get(username="zhuguan"), form, 1)


def test_the_pages_show_the_change(form, officer, signed_in, django_assert_max_num_queries):
    first = form.version
    form = save(officer, form.pk, form.version, [CellChange("goal_actual", "", "全部做完了")]).evaluation
    client = signed_in("gongyuan")
    client.get(f"/forms/{form.pk}/evidence")
    with django_assert_max_num_queries(14):
        page = client.get(f"/forms/{form.pk}/versions").content.decode()
    assert "公园中心填报人" in page
    assert "恢复" in page
    with django_assert_max_num_queries(16):
        page = client.get(f"/forms/{form.pk}/versions/{first}/{form.version}").content.decode()
    assert "全部做完了" in page
    assert "changed" in page


def test_choosing_two_leads_to_their_comparison(form, officer, signed_in):
    form = save(officer, form.pk, form.version, [CellChange("goal_actual", "", "做了")]).evaluation
    answer = signed_in("gongyuan").get(f"/forms/{form.pk}/versions?a={form.version}&b=1")
    assert answer.url == f"/forms/{form.pk}/versions/1/{form.version}"


def test_restoring_by_the_page(form, officer, signed_in):
    first, was = form.version, record_of(form).goal_actual
    save(officer, form.pk, form.version, [CellChange("goal_actual", "", "错的")])
    answer = signed_in("gongyuan").post(f"/forms/{form.pk}/versions/{first}/restore", follow=True)
    assert "已恢复到第" in answer.content.decode()
    form.refresh_from_db()
    assert record_of(form).goal_actual == was


@pytest.mark.full
@pytest.mark.parametrize("path", ["versions", "versions/1/1", "evidence", "paper.docx", "findings.xlsx"])
def test_another_unit_sees_nothing(form, signed_in, path):
    assert signed_in("tianbao").get(f"/forms/{form.pk}/{path}").status_code == 403
    assert signed_in("xitong").get(f"/forms/{form.pk}/{path}").status_code == 403


@pytest.mark.parametrize("path", ["versions", "evidence"])
def test_a_reviewer_reads_but_is_offered_no_change(form, signed_in, path):
    page = signed_in("zhuguan").get(f"/forms/{form.pk}/{path}")
    assert page.status_code == 200
    assert "/restore" not in page.content.decode()
    assert 'type="file"' not in page.content.decode()


def test_a_missing_version_is_no_page(form, signed_in):
    assert signed_in("gongyuan").get(f"/forms/{form.pk}/versions/1/9999").status_code == 404


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_the_paper_form_is_downloaded_and_put_on_record(form, signed_in, ending):
    answer = signed_in("zhuguan").get(f"/forms/{form.pk}/paper.{ending}")
    assert answer.content[:2] == b"PK"
    assert answer["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.last().action == "export.form"


def test_the_findings_are_downloaded_as_a_workbook(form, signed_in):
    answer = signed_in("zhuguan").get(f"/forms/{form.pk}/findings.xlsx")
    assert answer.content[:2] == b"PK"
    assert AuditEntry.objects.last().action == "export.findings"


def test_no_other_ending_is_written(form, signed_in):
    assert signed_in("zhuguan").get(f"/forms/{form.pk}/paper.exe").status_code == 404


def test_rows_that_came_or_went_are_compared_by_name(form, signed_in):
    from jiheng.form import Form
    from jiheng.web.planning.approved_goals import approve

    first, old = form.version, record_of(form)
    approved = msgspec.convert(form.project.approved, Form)
    gone = approved.indicators.pop(0)
    approved.indicators[2].target = "777"
    approve(Person.objects.get(username="zhuguan"), form.project, approved)
    form.refresh_from_db()
    _, _, found = compared(form, first, form.version)
    rows = {one.name.partition("「")[2].partition("」")[0] for one in found if "指标第" in one.name}
    assert rows == {gone.l3, old.indicators[3].l3}
    assert {one.after for one in found if one.name.endswith("年度指标值") and one.shown} == {"777"}
    assert all(one.last is not None for one in found)
    page = signed_in("gongyuan").get(f"/forms/{form.pk}/versions/{first}/{form.version}").content.decode()
    assert "同名的指标" in page


def test_restoring_across_rows_that_went_keeps_each_value_with_its_indicator(form, officer):
    from jiheng.form import Form
    from jiheng.web.planning.approved_goals import approve

    first, last = form.version, record_of(form).indicators[-1]
    approved = msgspec.convert(form.project.approved, Form)
    approved.indicators.pop(0)
    approve(Person.objects.get(username="zhuguan"), form.project, approved)
    form.refresh_from_db()
    at = len(record_of(form).indicators) - 1
    form = save(officer, form.pk, form.version, [CellChange(f"indicators[{at}].actual", "", "1%")]).evaluation
    restore(officer, form, first)
    form.refresh_from_db()
    assert record_of(form).indicators[at].actual == last.actual
    assert len(record_of(form).indicators) == at + 1
