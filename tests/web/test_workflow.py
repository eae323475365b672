"""Passing a form on: who may, what stands against it, who is told, and that nothing is half done."""

import pytest
from django.core.exceptions import ValidationError

from jiheng.places import load
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Denied
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.notices.models import Notice
from jiheng.web.workflow.models import FormView, Remark, Transition
from jiheng.web.workflow.workflow import PASS, RETURN, SUBMIT, Seen, can_take_back, pass_on, take_back

pytestmark = pytest.mark.django_db


def person(name: str) -> Person:
    return Person.objects.get(username=name)


def form_in(state: State, unit: str = "局本级", errors: int = 0) -> SelfEvaluation:
    found = SelfEvaluation.objects.filter(unit__name=unit, project__secret=False).first()
    SelfEvaluation.objects.filter(pk=found.pk).update(state=state, errors=errors)
    found.refresh_from_db()
    return found


def test_a_form_goes_all_the_way_and_everyone_concerned_is_told():
    form = form_in(State.DRAFT)
    way = [("tianbao", SUBMIT), ("shenhe", PASS), ("zhuguan", PASS), ("caizheng", PASS)]
    for who, action in way:
        pass_on(person(who), form.pk, action)
    form.refresh_from_db()
    assert form.state == State.FINAL
    steps = list(Transition.objects.filter(form=form).values_list("before", "after", "person__username"))
    assert steps == [
        ("draft", "unit", "tianbao"),
        ("unit", "department", "shenhe"),
        ("department", "finance", "zhuguan"),
        ("finance", "final", "caizheng"),
    ]
    told = list(Notice.objects.order_by("id").values_list("person__username", "kind"))
    assert told == [("shenhe", "arrived"), ("zhuguan", "arrived"), ("caizheng", "arrived"), ("tianbao", "ready")]
    logged = AuditEntry.objects.filter(subject=f"forms.selfevaluation:{form.pk}").order_by("id")
    assert list(logged.values_list("action", flat=True))[-4:] == [SUBMIT, PASS, PASS, PASS]


@pytest.mark.parametrize(
    ("who", "action", "state", "said"),
    [
        ("tianbao", PASS, State.UNIT, "审核通过"),
        ("gyshenhe", PASS, State.UNIT, "不在您的范围内"),
        ("shenhe", PASS, State.DEPARTMENT, "这张表现在是"),
        ("zhuguan", PASS, State.FINANCE, "这张表现在是"),
        ("pingjia", RETURN, State.FINANCE, "退回"),
        ("zhuguan", RETURN, State.FINAL, "这张表现在是"),
        ("xitong", PASS, State.UNIT, "审核通过"),
    ],
)
def test_others_cannot_and_are_told_why(who, action, state, said):
    form = form_in(state)
    with pytest.raises(Denied, match=said):
        pass_on(person(who), form.pk, action, "原因")
    assert not Transition.objects.exists()
    assert not Notice.objects.exists()


def test_open_errors_need_a_reason():
    form = form_in(State.DRAFT, errors=2)
    with pytest.raises(ValidationError, match="还有 2 处错误。请改正"):
        pass_on(person("tianbao"), form.pk, SUBMIT, "   ")
    assert pass_on(person("tianbao"), form.pk, SUBMIT, "合同跨年支付，已附说明").state == State.UNIT
    assert Transition.objects.get().reason == "合同跨年支付，已附说明"


def test_the_cycle_can_forbid_errors_whatever_the_reason():
    form = form_in(State.DRAFT, errors=1)
    form.cycle.errors_forbidden = True
    form.cycle.save()
    with pytest.raises(ValidationError, match="有错误不得提交"):
        pass_on(person("tianbao"), form.pk, SUBMIT, "原因")


def test_the_rulebook_can_forbid_errors(tmp_path, monkeypatch):
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\ntitle = "本区办法"\nplace = "某区"\nyears = [2024]\nextends = "mof-2020"\n'
        '[filing.errors_forbidden]\nvalue = true\ntext = "有错误不得提交"\n'
        'source = "本区通知"\ncertainty = "practice"\n'
    )
    monkeypatch.setattr("jiheng.web.cycles.models.load", lambda _: load(own))
    form = form_in(State.DRAFT, errors=1)
    with pytest.raises(ValidationError, match="有错误不得提交"):
        pass_on(person("tianbao"), form.pk, SUBMIT, "原因")


def test_a_return_needs_a_reason_and_goes_to_the_unit():
    form = form_in(State.FINANCE)
    with pytest.raises(ValidationError, match="写明原因"):
        pass_on(person("caizheng"), form.pk, RETURN)
    assert pass_on(person("caizheng"), form.pk, RETURN, "执行数与决算不一致").state == State.DRAFT
    notice = Notice.objects.get()
    assert notice.person == person("tianbao")
    assert "执行数与决算不一致" in notice.text


def test_finance_can_return_to_the_department_and_nowhere_else():
    form = form_in(State.FINANCE)
    with pytest.raises(ValidationError, match="只能退回到"):
        pass_on(person("caizheng"), form.pk, RETURN, "原因", to=State.UNIT)
    pass_on(person("caizheng"), form.pk, RETURN, "请主管部门核实", to=State.DEPARTMENT)
    assert Notice.objects.get().person == person("zhuguan")


def test_a_final_form_is_reopened_with_a_reason():
    form = form_in(State.FINAL)
    assert pass_on(person("caizheng"), form.pk, RETURN, "决算有调整").state == State.DRAFT


def test_each_open_remark_wants_an_answer_before_the_form_goes_on():
    form = form_in(State.DRAFT)
    remark = Remark.objects.create(
        form=form, place="goal_actual", text="太笼统", stage="finance", by=person("caizheng")
    )
    with pytest.raises(ValidationError, match="1 条审核意见没有答复"):
        pass_on(person("tianbao"), form.pk, SUBMIT)
    remark.answer = "已补充数量"
    remark.save()
    assert pass_on(person("tianbao"), form.pk, SUBMIT).state == State.UNIT


def test_a_later_stages_remark_wants_a_word_from_the_department():
    form = form_in(State.DEPARTMENT)
    Remark.objects.create(form=form, text="请核实", stage="finance", by=person("caizheng"))
    with pytest.raises(ValidationError, match="在说明里回应"):
        pass_on(person("zhuguan"), form.pk, PASS)
    assert pass_on(person("zhuguan"), form.pk, PASS, "已核实，无误").state == State.FINANCE


def test_what_was_not_seen_is_not_passed_on():
    form = form_in(State.UNIT)
    pass_on(person("shenhe"), form.pk, PASS, seen=Seen("unit", form.version))
    with pytest.raises(ValidationError, match=r"局本级审核人 .* 已把这张表转为“待主管部门审核”"):
        pass_on(person("shenhe"), form.pk, PASS, seen=Seen("unit", form.version))
    with pytest.raises(ValidationError, match="您打开之后这张表又改过"):
        pass_on(person("zhuguan"), form.pk, PASS, seen=Seen("department", form.version + 1))
    assert Transition.objects.count() == 1


def test_after_the_deadline_it_is_marked_late(monkeypatch):
    form = form_in(State.DRAFT)
    form.cycle.fill_by = form.cycle.opens
    form.cycle.save()
    pass_on(person("tianbao"), form.pk, SUBMIT)
    assert Transition.objects.get().late


def test_a_closed_year_takes_no_steps():
    form = form_in(State.UNIT)
    form.cycle.closed = True
    form.cycle.save()
    with pytest.raises(ValidationError, match="已经结束"):
        pass_on(person("shenhe"), form.pk, PASS)


def test_a_secret_project_goes_through_the_hands_of_the_named_only_and_is_not_named_in_notices():
    form = form_in(State.DRAFT)
    form.project.secret = True
    form.project.save()
    form.project.named.add(person("tianbao"))
    pass_on(person("tianbao"), form.pk, SUBMIT)
    assert not Notice.objects.exists()
    form.project.named.add(person("shenhe"))
    pass_on(person("shenhe"), form.pk, RETURN, "请补充")
    assert Notice.objects.get().text == "一个涉密项目的自评表被退回。"


def test_many_arrivals_are_one_notice_until_it_is_read():
    forms = list(SelfEvaluation.objects.filter(unit__name="局本级", project__secret=False)[:3])
    SelfEvaluation.objects.filter(pk__in=[one.pk for one in forms]).update(state=State.DRAFT, errors=0)
    for form in forms[:2]:
        pass_on(person("tianbao"), form.pk, SUBMIT)
    assert Notice.objects.filter(person=person("shenhe")).count() == 1
    Notice.objects.update(read_at="2025-03-01T00:00:00Z")
    pass_on(person("tianbao"), forms[2].pk, SUBMIT)
    assert Notice.objects.filter(person=person("shenhe"), read_at=None).count() == 1


def test_a_reason_holds_no_control_signs():
    form = form_in(State.UNIT)
    pass_on(person("shenhe"), form.pk, RETURN, "请\x00核实\r\n第二行 ")
    assert Transition.objects.get().reason == "请核实\n第二行"
    with pytest.raises(ValidationError, match="写明原因"):
        pass_on(person("caizheng"), form_in(State.FINANCE).pk, RETURN, "\x00 \x01")


WAY = [("tianbao", SUBMIT, State.DRAFT), ("shenhe", PASS, State.UNIT), ("zhuguan", PASS, State.DEPARTMENT)]


@pytest.mark.parametrize(("who", "action", "state"), WAY, ids=[state for _, _, state in WAY])
def test_a_step_is_taken_back_until_the_next_one_has_looked(who, action, state):
    form = form_in(state)
    pass_on(person(who), form.pk, action)
    assert take_back(person(who), form.pk).state == state
    form.refresh_from_db()
    assert not can_take_back(person(who), form)
    pass_on(person(who), form.pk, action)
    form.refresh_from_db()
    FormView.objects.create(form=form, person=person("shenji"), version=form.version)
    with pytest.raises(ValidationError, match="已经打开"):
        take_back(person(who), form.pk)
    assert list(form.steps.values_list("taken_back", flat=True)) == [False, True, False]
    assert AuditEntry.objects.filter(action="form.withdraw").count() == 1


def test_nobody_takes_back_a_step_of_others_or_one_passed_further():
    form = form_in(State.DRAFT)
    pass_on(person("tianbao"), form.pk, SUBMIT)
    with pytest.raises(Denied):
        take_back(person("shenhe"), form.pk)
    pass_on(person("shenhe"), form.pk, PASS)
    with pytest.raises(Denied, match="这张表现在是"):
        take_back(person("tianbao"), form.pk)


def test_taking_back_is_a_button_and_no_return(signed_in):
    form = form_in(State.DRAFT)
    pass_on(person("tianbao"), form.pk, SUBMIT)
    client = signed_in("tianbao")
    assert "撤回提交" in client.get(f"/forms/{form.pk}").content.decode()
    client.post(f"/review/forms/{form.pk}/withdraw")
    form.refresh_from_db()
    assert form.state == State.DRAFT
    assert client.get("/").context["filling"].returned == ()
