"""An untouched form is not wrong: empty cells are counted, errors are of what was written, until it is handed in."""

import msgspec
import pytest
from django.core.exceptions import ValidationError
from tests.web.import_files import project

from jiheng.form import cells
from jiheng.web.accounts.models import Person
from jiheng.web.forms.blanks import blanks
from jiheng.web.forms.initial import begin
from jiheng.web.forms.models import FindingCount, SelfEvaluation
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import record_of, save
from jiheng.web.forms.sheet import head_fields_of
from jiheng.web.workflow.workflow import RETURN, SUBMIT, pass_on

pytestmark = pytest.mark.django_db


def person(name):
    return Person.objects.get(username=name)


@pytest.fixture
def form():
    """A form just issued from approved goals."""
    approved = SelfEvaluation.objects.filter(project__approved__isnull=False).first().project.approved
    return begin(project("新下达的项目", approved=approved), person("caizheng"))


def page(client, form):
    return client.get(f"/forms/{form.pk}").content.decode()


def test_an_untouched_form_has_no_errors_but_blanks(signed_in, form):
    assert (form.errors, FindingCount.objects.filter(form=form, severity="error").count()) == (0, 0)
    text = page(signed_in("tianbao"), form)
    empty = len(blanks(record_of(form)))
    assert empty > 8 and f"还空 {empty} 格" in text
    assert "没有填得分" not in text and "没有填总分" not in text


def test_what_was_written_is_judged_while_the_rest_is_empty(form):
    saved = save(
        person("tianbao"), form.pk, form.version, [CellChange("funds[年度资金总额].executed", "", "九百万左右吧")]
    )
    assert saved.evaluation.errors > 0 or saved.evaluation.warnings > 0


def test_blanks_want_a_reason_and_are_errors_once_handed_in(form):
    with pytest.raises(ValidationError, match=r"还空 \d+ 格"):
        pass_on(person("tianbao"), form.pk, SUBMIT)
    handed = pass_on(person("tianbao"), form.pk, SUBMIT, "项目没有实施")
    assert handed.errors > 0
    assert FindingCount.objects.filter(form=form, code="E01").exists()
    back = pass_on(person("shenhe"), form.pk, RETURN, "请填写")
    assert back.errors == 0
    assert not FindingCount.objects.filter(form=form, code="E01").exists()


def test_a_year_that_forbids_errors_takes_no_blanks(form):
    form.cycle.errors_forbidden = True
    form.cycle.save()
    with pytest.raises(ValidationError, match="填完才能提交"):
        pass_on(person("tianbao"), form.pk, SUBMIT, "项目没有实施")


def test_the_submit_page_leads_to_each_blank(signed_in, form):
    text = signed_in("tianbao").get(f"/review/forms/{form.pk}/submit").content.decode()
    for place in blanks(record_of(form))[:3]:
        assert f"/forms/{form.pk}#{place.replace('[', '%5B').replace(']', '%5D')}" in text


def test_an_empty_cell_that_a_written_one_asks_for_stays_a_finding(form):
    record = record_of(form)
    row = next(index for index, one in enumerate(record.indicators) if one.target and one.target[0] in "≥=≤")
    changes = [CellChange(f"indicators[{row}].actual", "", "0")]
    saved = save(person("tianbao"), form.pk, form.version, changes)
    found = msgspec.to_builtins(saved.assessed.audit.findings)
    wanted = [one["code"] for one in found if one["place"] == f"indicators[{row}].reason"]
    shown = {one["code"] for one in saved.evaluation.findings}
    assert set(wanted) <= shown


def test_a_form_without_approved_goals_begins_without_errors_too():
    fresh = begin(project("没有批复指标的项目"), person("caizheng"))
    assert fresh.errors == 0


def test_an_old_form_brings_no_cells_that_this_sheet_does_not_print(form):
    old = record_of(form)
    old.blank_rows, old.grade, old.indicators[0].actual = ["指标2"], "", "1"
    lacking = [name for name in ("leader", "phone") if name not in head_fields_of(form.cycle.layout)]
    for name in lacking:
        setattr(old, name, "")
    taken = begin(project("沿用旧表的项目", approved=form.project.approved), person("caizheng"), old)
    record = record_of(taken)
    assert record.blank_rows == []
    assert [getattr(record, name) for name in lacking] == [None] * len(lacking)
    assert "F03" not in {one["code"] for one in taken.findings}
    names = dict(cells(record))
    assert all(one["place"] == "form" or one["place"] in names for one in taken.findings)
