from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Denied
from jiheng.web.auditlog import log
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.forms.models import Conflict, SelfEvaluation, Version
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import record_of, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    return SelfEvaluation.objects.filter(state="draft", unit__name__contains="公园").first()


@pytest.fixture
def officer():
    return Person.objects.get(username="gongyuan")


def test_saves_a_cell_and_all_that_follows_from_it(form, officer):
    row = record_of(form).indicators[0]
    saved = save(officer, form.pk, form.version, [CellChange("indicators[0].actual", row.actual, "1")])
    places = {one.place for one in saved.changes}
    assert {"indicators[0].actual", "indicators[0].score", "total_score"} <= places
    form.refresh_from_db()
    assert form.total == saved.evaluation.total
    assert form.versions.last().changes == [list(one) for one in saved.changes]


def test_a_locked_cell_says_why_and_who_can(form, officer):
    with pytest.raises(ValidationError, match=r"批复.*主管部门"):
        save(officer, form.pk, form.version, [CellChange("indicators[0].target", "", "1")])


def test_another_unit_is_refused(form):
    with pytest.raises(Denied, match="不在您的范围内"):
        save(Person.objects.get(username="tianbao"), form.pk, form.version, [CellChange("goal_actual", "", "做了")])


def test_a_score_beside_the_rule_needs_a_reason(form, officer):
    with pytest.raises(ValidationError, match="写明理由"):
        save(officer, form.pk, form.version, [CellChange("indicators[0].score", "", "1")], {"indicators[0].score": ""})
    saved = save(
        officer,
        form.pk,
        form.version,
        [CellChange("indicators[0].score", "", "1")],
        {"indicators[0].score": "有一处未做"},
    )
    assert saved.evaluation.own["indicators[0].score"] == "有一处未做"
    assert saved.assessed.form.indicators[0].score == "1"


def test_a_score_above_its_weight_is_refused(form, officer):
    with pytest.raises(ValidationError, match="应在"):
        save(
            officer, form.pk, form.version, [CellChange("indicators[0].score", "", "99")], {"indicators[0].score": "好"}
        )


def test_others_changes_to_other_cells_stand_beside_mine(form, officer):
    base = form.version
    save(officer, form.pk, base, [CellChange("goal_actual", "", "全部完成")])
    saved = save(officer, form.pk, base, [CellChange("leader", "", "甲")])
    assert saved.conflict is None
    assert [one.place for one in saved.others] == ["goal_actual"]
    assert record_of(SelfEvaluation.objects.get(pk=form.pk)).goal_actual == "全部完成"


def test_the_same_cell_changed_by_both_is_kept_for_a_choice(form, officer):
    base = form.version
    save(officer, form.pk, base, [CellChange("goal_actual", "", "甲写的")])
    saved = save(officer, form.pk, base, [CellChange("goal_actual", "", "乙写的")])
    assert saved.conflict is not None
    assert Conflict.objects.get(pk=saved.conflict.pk).changes == [["goal_actual", "", "乙写的"]]
    assert record_of(SelfEvaluation.objects.get(pk=form.pk)).goal_actual == "甲写的"


def test_every_save_is_on_record_and_the_chain_holds(form, officer):
    before = AuditEntry.objects.count()
    save(officer, form.pk, form.version, [CellChange("goal_actual", "", "完成")])
    assert AuditEntry.objects.count() == before + 1
    assert log.verify() is None
    assert Version.objects.filter(form=form).last().at - AuditEntry.objects.last().at < timedelta(seconds=5)
