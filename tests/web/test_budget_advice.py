"""Advices for the next budget: proposed by the rules, changed with a reason, sent, answered, shown in next autumn."""

import copy
import io
import re
from decimal import Decimal

import msgspec
import openpyxl
import pytest

from jiheng.checks import audit
from jiheng.opinion.budget_advice import advise
from jiheng.opinion.project_years import advise_projects
from jiheng.places import load
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.budget_advice.results import key_of, results_of
from jiheng.web.corrections.models import Correction
from jiheng.web.cycles.models import Cycle, Participant, Project
from jiheng.web.forms import more_findings
from jiheng.web.forms.assess import assess
from jiheng.web.forms.models import SelfEvaluation, Version
from jiheng.web.forms.saving import record_of, sourced, write
from jiheng.web.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def form():
    """A final form of the 局本级 without an advice."""
    rows = SelfEvaluation.objects.filter(unit__name="局本级", project__secret=False, project__budget_advice=None)
    row = rows.order_by("pk")[0]
    Correction.objects.filter(project=row.project).update(state="mended")
    row.state, row.total, row.grade, row.rate, row.quality = "final", Decimal(95), "优", Decimal("0.97"), Decimal(90)
    row.save()
    return row


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def found(code, severity="warning", under=""):
    """A finding as it is kept with a form."""
    texts = dict.fromkeys(("printed", "expected", "message", "advice", "rule"), "")
    return {"code": code, "severity": severity, "place": f"form.{code}", "under": under, **texts}


def propose(signed_in):
    return said(signed_in("caizheng").post("/budget-advice/propose", follow=True))


def act(client, row, action, **data):
    return client.post(f"/budget-advice/{row.pk}/step", {"action": f"advice.{action}", **data}, follow=True)


def of(form):
    return BudgetAdvice.objects.get(project=form.project)


def test_projects_whose_forms_are_final_get_an_advice_by_the_rules(signed_in, form):
    page = propose(signed_in)
    assert "按规则新提 1 条" in page
    assert "自评表还没有定稿" in page
    row = of(form)
    assert (row.advice, row.state) == ("优先保障", "advice_draft")
    assert "复核得分 95，等级优" in row.why
    assert "没有以前年度的表可比" in row.why
    assert row.sources[0]["certainty"] == "通行做法"
    assert AuditEntry.objects.filter(action="advice.propose").exists()


def test_overdue_corrections_and_findings_of_two_years_count(signed_in, form):
    before = Cycle.objects.get()
    before.pk, before.year, before.name = None, 2023, "2023年度项目支出绩效自评"
    before.save()
    project = Project.objects.create(cycle=before, unit=form.unit, code=form.project.code, name=form.project.name)
    last = copy.copy(form)
    form.findings = [
        found("S01"),
        found("S02"),
        found("S04"),
        found("T28", severity="notice"),
        found("A08", under="A02"),
    ]
    last.pk, last.project, last.cycle, last.findings = None, project, before, form.findings
    form.save()
    last.save()
    propose(signed_in)
    row = of(form)
    assert row.advice == "压减"
    assert "连年发现的问题 3 条（S01、S02、S04）" in row.why
    assert [one["year"] for one in row.years] == [2024, 2023]
    late = Correction.objects.filter(state="issued")[0]
    Correction.objects.filter(pk=late.pk).update(project=form.project, due="2025-01-01")
    propose(signed_in)
    assert "逾期整改 1 份" in of(form).why


@pytest.mark.parametrize(
    ("field", "text", "codes"),
    [("score", "1", {"S01", "R02"}), ("actual", "1%", {"R01"})],
    ids=["own score", "by the rules"],
)
def test_the_workbench_and_the_command_look_at_the_same_of_a_project(field, text, codes):
    form = SelfEvaluation.objects.filter(quality__gt=0, project__secret=False)[0]
    book, record, own = load(form.cycle.rulebook), record_of(form), dict(form.own)
    record.year = str(form.cycle.year)
    setattr(record.indicators[2], field, text)
    if field == "score":
        own["indicators[2].score"] = "按实际完成打分"
    form.state = "final"
    write(form, assess(record, own, book), own, (), None, Version.Kind.EDIT)
    form.save()
    (here,) = results_of([form.project], form.cycle.year)[key_of(form.project)]
    (project,) = advise_projects(audit([sourced(form)], book=book)).projects
    (there,) = project.results
    assert here.checks - more_findings.checks().keys() == there.checks >= codes
    assert (here.quality, here.rate) == (there.quality, there.rate)
    if field != "score":
        here = msgspec.structs.replace(here, late=None, checks=there.checks)
        assert (here.total, here.grade) == (there.total, there.grade)
        assert advise([here], book) == project.advice


def test_what_was_changed_or_sent_is_not_renewed(signed_in, form):
    client = signed_in("caizheng")
    propose(signed_in)
    row = of(form)
    assert "请写好再保存" in said(client.post(f"/budget-advice/{row.pk}/change", {"advice": "压减"}, follow=True))
    assert "请从办法所列" in said(client.post(f"/budget-advice/{row.pk}/change", {"advice": "加倍"}, follow=True))
    client.post(f"/budget-advice/{row.pk}/change", {"advice": "压减", "why": "明年任务减少。"})
    SelfEvaluation.objects.filter(pk=form.pk).update(grade="差")
    assert "按规则新提 0 条，更新 0 条" in propose(signed_in)
    row = of(form)
    assert (row.by_rules, row.advice, row.changed_why) == ("优先保障", "压减", "明年任务减少。")
    client.post(f"/budget-advice/{row.pk}/change", {"advice": "优先保障", "why": "不用了"})
    assert of(form).changed_why == ""
    propose(signed_in)
    assert of(form).advice == "压减"


def test_the_budget_office_answers_and_the_unit_is_told(signed_in, form):
    client, office, unit = signed_in("caizheng"), signed_in("yusuan"), signed_in("shenhe")
    propose(signed_in)
    row = of(form)
    assert office.get(f"/budget-advice/{row.pk}").status_code == 403
    assert unit.get(f"/budget-advice/{row.pk}").status_code == 403
    assert "还没有勾选" in said(client.post("/budget-advice/send", follow=True))
    assert "已送预算处室 1 条" in said(client.post("/budget-advice/send", {"row": [row.pk]}, follow=True))
    assert act(client, row, "send").status_code == 403
    assert act(client, row, "answer", answer="adopted").status_code == 403
    assert Notice.objects.filter(person__username="yusuan", text__contains="等预算处室答复").count() == 1
    assert "答复结果应用建议" in said(office.get("/"))
    assert "请选采纳" in said(act(office, row, "answer"))
    refused = said(act(office, row, "answer", answer="partly", amount="八十万左右", reply=""))
    assert "“答复意见（部分采纳、不采纳要写明理由）”是空的" in refused
    refused = said(act(office, row, "answer", answer="adopted", amount="约八十"))
    assert "应是金额（万元）" in refused
    act(office, row, "answer", answer="adopted", amount="86.5", reply="按此安排。")
    row.refresh_from_db()
    assert (row.state, row.answer, row.planned) == ("advice_answered", "adopted", "86.5")
    assert "预算处室采纳" in Notice.objects.filter(person__username="shenhe").latest("pk").text
    assert "86.5 万元" in said(unit.get(f"/budget-advice/{row.pk}"))
    assert "预算处室采纳" in Notice.objects.filter(person__username="caizheng").latest("pk").text
    assert "写明原因" in said(act(office, row, "reopen"))
    act(office, row, "reopen", reason="金额有误")
    act(office, row, "return", reason="按新数重提")
    row.refresh_from_db()
    assert row.state == "advice_draft"


def test_an_advice_is_not_sent_where_nobody_could_answer(signed_in, form):
    propose(signed_in)
    Person.objects.filter(username="yusuan").update(is_active=False)
    page = said(signed_in("caizheng").post("/budget-advice/send", {"row": [of(form).pk]}, follow=True))
    assert "送出 0 条，1 条没有送" in page
    assert "请安全管理员在“授权”里授予“预算处室”" in page
    assert of(form).state == "advice_draft"


def test_the_budget_office_sees_final_forms_and_goals_alone(signed_in, form):
    office = signed_in("yusuan")
    assert office.get(f"/review/forms/{form.pk}").status_code == 200
    assert office.get(f"/goals/{form.project.pk}").status_code == 200
    draft = SelfEvaluation.objects.filter(state="draft", project__secret=False).first()
    assert office.get(f"/review/forms/{draft.pk}").status_code == 403


def test_the_list_narrows_and_goes_out_as_a_workbook(signed_in, form):
    propose(signed_in)
    client = signed_in("caizheng")
    assert form.project.name in said(client.get("/budget-advice/?advice=优先保障&state=advice_draft"))
    assert "没有符合条件的建议" in said(client.get("/budget-advice/?q=没有这个项目"))
    book = openpyxl.load_workbook(io.BytesIO(client.get("/budget-advice/list.xlsx").content))
    rows = list(book["结果应用"].values)
    assert rows[0][:5] == ("单位", "项目代码", "项目", "按规则", "建议")
    assert len(rows) == 1 + BudgetAdvice.objects.count()
    assert AuditEntry.objects.filter(action="export.advices").exists()


def test_next_autumn_the_goals_show_what_was_advised_and_how_much_more_is_asked(signed_in, form):
    client = signed_in("caizheng")
    propose(signed_in)
    row = of(form)
    act(client, row, "send")
    act(signed_in("yusuan"), row, "answer", answer="partly", amount="80", reply="按上年执行数。")
    cycle = Cycle.objects.get()
    after = copy.copy(cycle)
    after.pk, after.year, after.name = None, 2025, "2025年度项目支出绩效自评"
    after.save()
    Participant.objects.create(cycle=after, unit=form.unit)
    project = Project.objects.create(cycle=after, unit=form.unit, code=form.project.code, name=form.project.name)
    page = said(client.get(f"/goals/{project.pk}"))
    assert "上年结果应用：建议优先保障 ，预算处室部分采纳，安排 80 万元。" in page
    data = {"asked": "100", "goal": "完成任务", "base": "0", "do": "save"}
    signed_in("tianbao").post(f"/goals/{project.pk}", data)
    assert "本次申请比答复的多 20 万元" in said(client.get(f"/goals/{project.pk}"))
    assert "上年结果应用" not in said(client.get(f"/goals/{form.project.pk}"))


def test_of_secret_projects_only_those_named_see_anything(signed_in, form):
    propose(signed_in)
    row = of(form)
    project = Project.objects.get(pk=form.project_id)
    project.secret = True
    project.save()
    client = signed_in("caizheng")
    assert client.get(f"/budget-advice/{row.pk}").status_code == 403
    assert form.project.name not in said(client.get("/budget-advice/"))
    project.named.add(Person.objects.get(username="caizheng"))
    page = said(client.get("/budget-advice/"))
    assert form.project.name not in page
    assert row.why[:20] not in page
    assert AuditEntry.objects.filter(action="secret.read").count() == 0
    assert client.get(f"/budget-advice/{row.pk}").status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(client.get("/budget-advice/list.xlsx").content))
    assert form.project.name not in str(list(book["结果应用"].values))


def test_bad_addresses_and_numbers_break_nothing(signed_in):
    client = signed_in("caizheng")
    row = BudgetAdvice.objects.first()
    assert client.post(f"/budget-advice/{row.pk}/step", {"action": "x"}).status_code == 404
    assert client.get("/budget-advice/999999").status_code == 404
    answer = said(client.post("/budget-advice/send", {"row": ["999999", "x", "1" * 30]}, follow=True))
    assert "编号 999999 的建议已经没有了" in answer
    assert client.get("/budget-advice/?state=x&advice=%00&page=99").status_code == 200
