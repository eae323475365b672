"""The reviewer's page: who sees what on it, remarks and their answers, opinions, deciding, going on to the next."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import Denied
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.files.models import StoredFile
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.imports.models import Import, ReadForm, Source
from jiheng.web.workflow import evaluation, remarks
from jiheng.web.workflow.models import FormView, Opinion, Remark, Transition

pytestmark = pytest.mark.django_db


def person(name: str) -> Person:
    return Person.objects.get(username=name)


def form_in(state: State, unit: str = "局本级") -> SelfEvaluation:
    found = SelfEvaluation.objects.filter(unit__name=unit, project__secret=False).first()
    SelfEvaluation.objects.filter(pk=found.pk).update(state=state, errors=0)
    found.refresh_from_db()
    return found


def page(form: SelfEvaluation) -> str:
    return reverse("workflow:form", args=[form.pk])


@pytest.mark.full
@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("tianbao", 200),
        ("shenhe", 200),
        ("zhuguan", 200),
        ("caizheng", 200),
        ("shenji", 200),
        ("gyshenhe", 403),
        ("xitong", 403),
    ],
)
def test_who_may_see_the_form_may_see_the_page(signed_in, who, status):
    assert signed_in(who).get(page(form_in(State.UNIT))).status_code == status


def test_only_whoever_may_decide_is_offered_to(signed_in):
    form = form_in(State.UNIT)
    assert signed_in("shenhe").get(page(form)).context["can_pass"]
    other = signed_in("zhuguan").get(page(form))
    assert not other.context["can_pass"]
    assert "只能查看：这张表现在是“待单位审核”" in other.content.decode()


def test_to_open_it_is_to_have_looked(signed_in):
    form = form_in(State.UNIT)
    signed_in("shenhe").get(page(form))
    assert FormView.objects.get(form=form).version == form.version


def test_the_reading_of_a_secret_form_is_on_record(signed_in):
    form = form_in(State.UNIT)
    form.project.secret = True
    form.project.save()
    form.project.named.add(person("shenhe"))
    signed_in("shenhe").get(page(form))
    last = AuditEntry.objects.order_by("-id").first()
    assert (last.action, last.person_id) == ("secret.read", person("shenhe").pk)
    assert signed_in("caizheng").get(page(form)).status_code == 403


def test_deciding_goes_on_to_the_next_of_the_list(signed_in):
    client = signed_in("shenhe")
    forms = list(SelfEvaluation.objects.filter(unit__name="局本级", project__secret=False).order_by("id")[:3])
    SelfEvaluation.objects.filter(unit__name="局本级").exclude(pk__in=[one.pk for one in forms]).update(
        state=State.FINAL
    )
    SelfEvaluation.objects.filter(pk__in=[one.pk for one in forms]).update(state=State.UNIT, errors=0)
    client.get("/review/desk?state=unit")
    walk = client.get(f"{page(forms[1])}?at=1").context["walk"]
    assert (walk.before, walk.after) == (forms[0].pk, forms[2].pk)
    sent = {"action": "form.pass", "state": "unit", "version": forms[1].version, "at": "1"}
    response = client.post(reverse("workflow:decide", args=[forms[1].pk]), sent)
    assert response.url == f"{page(forms[2])}?at=1"
    response = client.post(reverse("workflow:decide", args=[forms[2].pk]), sent)
    assert response.url == "/review/desk?state=unit"
    assert Transition.objects.count() == 2


def test_a_refusal_keeps_what_was_typed(signed_in):
    form = form_in(State.UNIT)
    Remark.objects.create(form=form, text="请核实", stage="unit", by=person("shenhe"))
    sent = {"action": "form.pass", "reason": "已核对原始凭证", "version": form.version, "state": "unit"}
    response = signed_in("shenhe").post(reverse("workflow:decide", args=[form.pk]), sent)
    assert response.status_code == 422
    assert "已核对原始凭证" in response.content.decode()
    assert "没有答复" in response.content.decode()


def test_two_tabs_do_not_pass_a_form_twice(signed_in):
    form = form_in(State.UNIT)
    client = signed_in("shenhe")
    sent = {"action": "form.pass", "version": form.version, "state": "unit"}
    client.post(reverse("workflow:decide", args=[form.pk]), sent)
    assert "已把这张表转为" in client.post(reverse("workflow:decide", args=[form.pk]), sent).content.decode()
    assert Transition.objects.count() == 1


def test_a_remark_is_written_answered_and_closed(signed_in):
    form = form_in(State.UNIT)
    add = reverse("workflow:remark-add", args=[form.pk])
    signed_in("shenhe").post(add, {"place": "goal_actual", "text": "请写明数量"})
    remark = Remark.objects.get()
    assert (remark.place, remark.stage) == ("goal_actual", "unit")
    answer = reverse("workflow:remark-act", args=[form.pk, remark.pk, "answer"])
    assert signed_in("tianbao").post(answer, {"text": "已补"}).status_code == 403
    SelfEvaluation.objects.filter(pk=form.pk).update(state=State.DRAFT)
    said = signed_in("tianbao").post(answer, {"text": "已补 27 处"}, headers={"HX-Request": "true"}).content.decode()
    assert "已补 27 处" in said
    assert "<html" not in said
    SelfEvaluation.objects.filter(pk=form.pk).update(state=State.UNIT)
    signed_in("shenhe").post(reverse("workflow:remark-act", args=[form.pk, remark.pk, "close"]))
    remark.refresh_from_db()
    assert remark.closed_at is not None
    written = AuditEntry.objects.filter(action__startswith="remark.").order_by("id")
    actions = list(written.values_list("action", flat=True))
    assert actions == ["remark.add", "remark.answer", "remark.close"]


def test_remarks_refuse_what_makes_no_sense():
    form = form_in(State.UNIT)
    for place, text, said in [
        ("goal_actual", " \n", "是空的"),
        ("nowhere", "请核实", "没有这一格"),
        ("", "长" * 2001, "超过 2000 字"),
    ]:
        with pytest.raises(ValidationError, match=said):
            remarks.add(person("shenhe"), form.pk, place, text)
    with pytest.raises(Denied):
        remarks.add(person("tianbao"), form.pk, "", "请核实")


def test_a_remark_of_a_later_stage_is_closed_by_its_stage_only():
    form = form_in(State.DEPARTMENT)
    remark = Remark.objects.create(form=form, text="请核实", stage="finance", by=person("caizheng"))
    with pytest.raises(Denied, match="后一环节"):
        remarks.close(person("zhuguan"), form.pk, remark.pk)
    SelfEvaluation.objects.filter(pk=form.pk).update(state=State.FINANCE)
    remarks.close(person("caizheng"), form.pk, remark.pk)


def test_a_remark_is_withdrawn_only_before_the_form_moves():
    form = form_in(State.UNIT)
    first = remarks.add(person("shenhe"), form.pk, "", "写错了")
    with pytest.raises(Denied):
        remarks.withdraw(person("zhuguan"), form.pk, first.pk)
    remarks.withdraw(person("shenhe"), form.pk, first.pk)
    second = remarks.add(person("shenhe"), form.pk, "", "请核实")
    Transition.objects.create(form=form, before="unit", after="draft", version=1, person=person("shenhe"), reason="退")
    with pytest.raises(Denied, match="可以关闭"):
        remarks.withdraw(person("shenhe"), form.pk, second.pk)


def test_an_opinion_stands_beside_and_changes_nothing_of_the_units(signed_in):
    form = form_in(State.DEPARTMENT)
    before = form.record
    client, url = signed_in("zhuguan"), reverse("workflow:judge", args=[form.pk])
    first = client.get(page(form)).context["table"][1]
    sent = {"place": first.place, "value": "核实为 90", "score": "1.5", "remark": "无凭证"}
    said = client.post(url, sent, headers={"HX-Request": "true"}).content.decode()
    assert "已保存" in said
    opinion = Opinion.objects.get()
    assert (opinion.value, opinion.score, opinion.remark) == ("核实为 90", Decimal("1.50"), "无凭证")
    form.refresh_from_db()
    assert form.record == before
    totals = client.get(page(form)).context["totals"]
    assert (totals.mine, totals.given) == (None, 1)
    client.post(url, {"place": first.place, "value": "", "score": "", "remark": ""})
    assert not Opinion.objects.exists()


@pytest.mark.parametrize(
    ("score", "said"),
    [
        ("-1", "不小于 0"),
        ("999", "不超过分值"),
        ("优", "应填数字"),
        ("1.234", "两位小数"),
        ("NaN", "应填数字"),
        ("1e400", "应填数字"),
    ],
)
def test_an_opinions_score_lies_within_its_bounds(score, said):
    form = form_in(State.DEPARTMENT)
    with pytest.raises(ValidationError, match=said):
        evaluation.judge(person("zhuguan"), form.pk, "indicators[0].score", "", score, "")
    assert not Opinion.objects.exists()


def test_an_opinion_is_at_a_score_that_counts():
    form = form_in(State.DEPARTMENT)
    for place in ("indicators[999].score", "goal_actual", "indicators[x].score", ""):
        with pytest.raises(ValidationError, match="没有这一行"):
            evaluation.judge(person("zhuguan"), form.pk, place, "1", "", "")


def test_opinions_are_not_for_the_unit(signed_in):
    form = form_in(State.DEPARTMENT)
    evaluation.judge(person("zhuguan"), form.pk, "indicators[0].score", "保密的评审值", "1", "")
    for who, seen in [("tianbao", False), ("shenhe", False), ("caizheng", True), ("shenji", True)]:
        assert ("保密的评审值" in signed_in(who).get(page(form)).content.decode()) is seen
    assert (
        signed_in("shenhe")
        .post(
            reverse("workflow:judge", args=[form.pk]),
            {"place": "indicators[0].score", "value": "1", "score": "", "remark": ""},
        )
        .status_code
        == 403
    )


def imported(form: SelfEvaluation, *others: SelfEvaluation) -> StoredFile:
    """A file from which the forms were read."""
    root = Organisation.objects.get(parent=None)
    batch = Import.objects.create(cycle=form.cycle, organisation=root, kind="forms", by=person("caizheng"))
    file = StoredFile.objects.create(name="自评表.docx", sha256="0" * 64, size=1, kind="docx", by=person("caizheng"))
    source = Source.objects.create(batch=batch, name="自评表.docx", file=file, read_at=timezone.now())
    for number, one in enumerate((form, *others)):
        ReadForm.objects.create(
            source=source,
            number=number,
            record=one.record,
            project=one.project,
            decision="accepted",
            decided_at=timezone.now(),
        )
    return file


def test_the_original_stands_beside_for_who_may_see_all_in_it(signed_in):
    form = form_in(State.UNIT)
    imported(form)
    original = signed_in("shenhe").get(page(form)).context["original"]
    assert original.open
    imported(form, form_in(State.UNIT, "澜州市松泠区公园服务中心"))
    mixed = signed_in("shenhe").get(page(form))
    assert not mixed.context["original"].open
    assert "不在您范围内" in mixed.content.decode()
    assert signed_in("caizheng").get(page(form)).context["original"].open
    picture = reverse("imports:original", args=[form.pk, 1])
    assert signed_in("shenhe").get(picture).status_code == 403


def test_the_page_asks_little_of_the_database(signed_in, django_assert_max_num_queries):
    form = form_in(State.DEPARTMENT)
    for number in range(6):
        remarks.add(person("zhuguan"), form.pk, "", f"意见 {number}")
        Transition.objects.create(form=form, before="unit", after="department", version=1, person=person("shenhe"))
    client = signed_in("zhuguan")
    client.get(f"{page(form)}?at=0")
    with django_assert_max_num_queries(40):
        client.get(f"{page(form)}?at=0")


def test_nobody_has_judged_what_was_not_judged_and_agreeing_is_one_press(signed_in):
    form = form_in(State.DEPARTMENT)
    client = signed_in("zhuguan")
    shown = client.get(page(form))
    totals, table = shown.context["totals"], shown.context["table"]
    assert (totals.mine, totals.mine_grade, totals.given) == (None, "", 0)
    evaluation.judge(person("zhuguan"), form.pk, table[1].place, "", "1.5", "")
    client.post(reverse("workflow:agree", args=[form.pk]))
    totals = client.get(page(form)).context["totals"]
    assert totals.given == totals.rows
    assert totals.mine == totals.filled - Decimal(table[1].score) + Decimal("1.5")
    assert signed_in("shenji").post(reverse("workflow:agree", args=[form.pk])).status_code == 403


def found_in(state: State) -> SelfEvaluation:
    """A form with two errors and a warning among its findings."""
    form = form_in(state)
    made = [
        {
            "code": "R01",
            "severity": "error",
            "place": "indicators[0].actual",
            "message": "没有填。",
            "advice": "请填。",
        },
        {"code": "A04", "severity": "error", "place": "nowhere", "message": "合计不对。", "advice": "请核对。"},
        {"code": "E02", "severity": "warning", "place": "goal_actual", "message": "太短。", "advice": "请补。"},
    ]
    rest = {"printed": "", "expected": "", "rule": "", "places": []}
    SelfEvaluation.objects.filter(pk=form.pk).update(findings=[one | rest for one in made], errors=2)
    form.refresh_from_db()
    return form


def test_one_press_turns_every_error_into_a_remark_and_returns_the_form(signed_in):
    form = found_in(State.UNIT)
    remarks.add(person("shenhe"), form.pk, "indicators[0].actual", "没有填。请填。")
    sent = {"action": "form.return", "state": form.state, "version": form.version}
    signed_in("shenhe").post(reverse("workflow:decide", args=[form.pk]) + "?errors=1", sent)
    form.refresh_from_db()
    assert form.state == State.DRAFT
    said = list(Remark.objects.filter(form=form).order_by("id").values_list("place", "text"))
    assert said == [("indicators[0].actual", "没有填。请填。"), ("", "合计不对。请核对。")]
    assert "审核意见" in form.steps.get().reason


def test_a_press_that_cannot_return_leaves_no_remarks(signed_in):
    form = found_in(State.UNIT)
    sent = {"action": "form.return", "state": form.state, "version": form.version + 1}
    signed_in("shenhe").post(reverse("workflow:decide", args=[form.pk]) + "?errors=1", sent)
    assert not Remark.objects.exists()


def test_each_finding_and_all_errors_become_remarks_without_typing(signed_in):
    form = found_in(State.UNIT)
    client = signed_in("shenhe")
    assert client.get(page(form)).content.decode().count("data-adopts") == 4
    client.post(reverse("workflow:remark-errors", args=[form.pk]))
    assert Remark.objects.filter(form=form).count() == 2
    assert signed_in("gyshenhe").post(reverse("workflow:remark-errors", args=[form.pk])).status_code == 403
    assert "data-adopts" not in signed_in("shenji").get(page(form)).content.decode()


def test_the_filler_is_told_on_the_form_who_returned_it_and_why(signed_in):
    form = form_in(State.UNIT)
    remarks.add(person("shenhe"), form.pk, "goal_actual", "请写明数量")
    signed_in("shenhe").post(
        reverse("workflow:decide", args=[form.pk]),
        {"action": "form.return", "state": form.state, "version": form.version, "reason": "请按意见修改后再报。"},
    )
    shown = signed_in("tianbao").get(reverse("forms:edit", args=[form.pk])).content.decode()
    assert "请按意见修改后再报。" in shown
    assert str(person("shenhe")) in shown
    assert 'data-go="goal_actual"' in shown
