"""A unit that finds a fault in the approved goals asks its department, and is not kept from submitting by it."""

import msgspec
import pytest
from django.core.exceptions import ValidationError
from tests.web.import_files import project

from jiheng.form import Form
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Denied
from jiheng.web.forms.blanks import blanks, of_others, standing
from jiheng.web.forms.initial import begin
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import record_of, save
from jiheng.web.notices.models import Notice
from jiheng.web.planning.approved_goals import approve
from jiheng.web.planning.models import MendRequest
from jiheng.web.planning.requests import answer, ask
from jiheng.web.workflow.workflow import SUBMIT, hindrance

pytestmark = pytest.mark.django_db
PLACE = "indicators[0].target"


def person(name):
    return Person.objects.get(username=name)


@pytest.fixture
def form():
    """A form whose first target was approved empty."""
    source = SelfEvaluation.objects.filter(project__approved__isnull=False).first().project.approved
    approved = msgspec.convert(source, Form)
    approved.indicators[0].target = ""
    fresh = project("批复有误的项目", approved=msgspec.to_builtins(approved))
    return begin(fresh, person("caizheng"))


def test_the_department_hears_of_it_answers_and_the_unit_hears_back(signed_in, form):
    client = signed_in("tianbao")
    assert "（空）" in client.get(f"/cycles/requests/new/{form.pk}?place={PLACE}").content.decode()
    client.post(f"/cycles/requests/new/{form.pk}", {"place": PLACE, "text": "应为 ≥12 次，批复时漏了"})
    row = MendRequest.objects.get()
    assert Notice.objects.filter(person=person("zhuguan"), text__contains="请您改").count() == 1
    department = signed_in("zhuguan")
    assert "答复改批复的请求" in department.get("/").content.decode()
    assert "批复时漏了" in department.get("/cycles/requests").content.decode()
    department.post("/cycles/requests", {"request": row.pk, "text": "已补上"})
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("已补上", person("zhuguan"))
    assert Notice.objects.filter(person=person("tianbao"), text__contains="已答复").count() == 1
    assert "没有等您答复" in department.get("/cycles/requests").content.decode()


@pytest.mark.full
@pytest.mark.parametrize(("state", "who"), [("unit", "tianbao"), ("department", "tianbao"), ("finance", "shenhe")])
def test_it_is_asked_for_also_after_handing_in(signed_in, form, state, who):
    SelfEvaluation.objects.filter(pk=form.pk).update(state=state)
    client = signed_in(who)
    page = client.get(f"/forms/{form.pk}").content.decode()
    assert "由主管部门在项目页修改" in page and "data-open" not in page
    client.post(f"/cycles/requests/new/{form.pk}", {"place": PLACE, "text": "应为 ≥12 次，批复时漏了"})
    department = signed_in("zhuguan")
    assert "批复时漏了" in department.get("/cycles/requests").content.decode()
    form.refresh_from_db()
    approved = msgspec.convert(form.project.approved, Form)
    approved.indicators[0].target = "12"
    assert approve(person("zhuguan"), form.project, approved).waits
    assert "批复 12" in signed_in("zhuguan").get(f"/review/forms/{form.pk}").content.decode()


def test_of_a_final_form_nothing_is_asked(form):
    SelfEvaluation.objects.filter(pk=form.pk).update(state="final")
    form.refresh_from_db()
    with pytest.raises(Denied):
        ask(person("tianbao"), form, PLACE, "改一改")


def test_only_those_concerned_ask_and_answer(form):
    with pytest.raises(Denied):
        ask(person("gongyuan"), form, PLACE, "改一改")
    with pytest.raises(ValidationError, match="写明"):
        ask(person("tianbao"), form, PLACE, "  ")
    row = ask(person("tianbao"), form, PLACE, "改一改")
    with pytest.raises(Denied):
        answer(person("shenhe"), row.pk, "不改")
    answer(person("zhuguan"), row.pk, "不改，原文如此")
    with pytest.raises(ValidationError, match="已经答复"):
        answer(person("zhuguan"), row.pk, "再答")


def test_what_others_must_mend_does_not_want_a_reason_of_the_unit(form):
    record = record_of(form)
    changes = [CellChange(place, "", "1") for place in blanks(record) if place.endswith((".actual", "goal_actual"))]
    save(person("tianbao"), form.pk, form.version, changes)
    form.refresh_from_db()
    errors = [one for one in standing(form, record_of(form)) if one["severity"] == "error"]
    theirs = [one for one in errors if of_others(one, form)]
    mine = len(errors) - len(theirs)
    assert any(PLACE in (one.get("places") or [one["place"]]) for one in theirs)
    told = hindrance(person("tianbao"), form, SUBMIT, "")
    assert f"{len(errors)} 处错误" not in told or mine == len(errors)


@pytest.mark.parametrize("place", ["", "indicators", "indicators[99].target", "nowhere[0].x"])
def test_a_cell_that_the_form_does_not_have_cannot_be_asked_about(signed_in, form, place):
    client = signed_in("tianbao")
    assert client.get(f"/cycles/requests/new/{form.pk}", {"place": place}).status_code == 404
    with pytest.raises(ValidationError, match="没有这个格子"):
        ask(person("tianbao"), form, place, "改成 12 次")
