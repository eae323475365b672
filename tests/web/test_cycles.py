"""Cycles and projects: entering, copying, approving, naming, opening; who may do what."""

import datetime
from decimal import Decimal

import msgspec
import pytest

from jiheng.form import Form
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import Denied
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Cycle, Participant, Project
from jiheng.web.forms.models import SelfEvaluation, Version
from jiheng.web.forms.saving import record_of
from jiheng.web.forms.versions import stood_at
from jiheng.web.jobs.models import Job
from jiheng.web.planning.approved_form import standing
from jiheng.web.planning.approved_goals import approve, without_values
from jiheng.web.planning.start_forms import begin_all, without_form
from jiheng.web.workflow.workflow import pass_on, take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle():
    return Cycle.objects.get()


@pytest.fixture
def manager():
    return Person.objects.get(username="zhuguan")


@pytest.fixture
def draft():
    return SelfEvaluation.objects.filter(state="draft", unit__name__contains="公园").first()


def _entered(organisation: Organisation, **changes: object) -> dict[str, object]:
    days = {"opens": "01-05", "fill_by": "02-05", "unit_by": "02-15", "department_by": "03-01", "finance_by": "03-20"}
    return {
        "year": 2025,
        "name": "2025年度自评",
        "organisation": organisation.pk,
        "rulebook": "mof-2020",
        "layout": "mof-2020",
        **{name: f"2026-{day}" for name, day in days.items()},
        **changes,
    }


# 年度


def test_a_new_cycle_takes_units_and_projects_without_values(signed_in, cycle):
    client = signed_in("caizheng")
    answer = client.post("/cycles/new", _entered(cycle.organisation, copy_from=cycle.pk), follow=True)
    new = Cycle.objects.get(year=2025)
    assert answer.redirect_chain[-1][0] == f"/cycles/{new.pk}/participants"
    assert new.participants.count() == cycle.participants.count()
    assert set(new.projects.values_list("code", flat=True)) == set(cycle.projects.values_list("code", flat=True))
    copied = new.projects.first()
    assert (copied.initial, copied.budget, copied.executed) == (None, None, None)
    record = msgspec.convert(copied.approved, Form)
    assert record.indicators[0].target
    assert not any(row.actual or row.score or row.reason for row in record.indicators)
    assert not any(fund.initial or fund.budget or fund.executed for fund in record.funds)
    assert not new.forms.exists()
    assert AuditEntry.objects.filter(action="cycle.copy").exists()


def test_copying_keeps_who_knows_a_secret(signed_in, cycle):
    project, officer = cycle.projects.first(), Person.objects.get(username="tianbao")
    Project.objects.filter(pk=project.pk).update(secret=True)
    project.named.add(officer)
    signed_in("caizheng").post("/cycles/new", _entered(cycle.organisation, copy_from=cycle.pk))
    copied = Project.objects.get(cycle__year=2025, code=project.code)
    assert copied.secret
    assert list(copied.named.all()) == [officer]


def test_deadlines_must_follow_one_another(signed_in, cycle):
    page = signed_in("caizheng").post("/cycles/new", _entered(cycle.organisation, unit_by="2026-01-20"))
    assert "早于“填报截止”" in page.content.decode()
    assert Cycle.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"rulebook": "../../etc/passwd"}, {"layout": "/etc/x.toml"}, {"year": 20}, {"year": "x"}, {"opens": ""}]
)
def test_what_cannot_be_is_refused(signed_in, cycle, changes):
    answer = signed_in("caizheng").post("/cycles/new", _entered(cycle.organisation, **changes))
    assert answer.status_code == 200
    assert Cycle.objects.count() == 1


def test_a_department_sets_up_no_cycle_of_the_bureau(signed_in, cycle):
    client = signed_in("zhuguan")
    assert client.get(f"/cycles/{cycle.pk}").status_code == 403
    client.post("/cycles/new", _entered(cycle.organisation))
    assert Cycle.objects.count() == 1
    department = Organisation.objects.get(kind="department")
    client.post("/cycles/new", _entered(department))
    assert Cycle.objects.get(year=2025).organisation == department


@pytest.mark.full
@pytest.mark.parametrize("name", ["tianbao", "shenhe", "pingjia", "shenji", "xitong", "anquan", "rizhi"])
def test_others_manage_nothing(signed_in, cycle, name):
    client, project = signed_in(name), cycle.projects.first()
    for path in ("", "new", cycle.pk, f"{cycle.pk}/participants", "projects/new", "projects/bulk"):
        assert client.get(f"/cycles/{path}").status_code == 403, path
    for path in (project.pk, f"{project.pk}/approved"):
        assert client.get(f"/cycles/projects/{path}").status_code == 403, path
    for path in ("close", "begin"):
        assert client.post(f"/cycles/{cycle.pk}/{path}", {"closed": "1"}).status_code == 403, path
    assert client.get(f"/cycles/history/project/{project.pk}").status_code == 403
    cycle.refresh_from_db()
    assert not cycle.closed


def test_a_closed_cycle_takes_no_saves_until_opened_again(signed_in, cycle, draft):
    from django.core.exceptions import ValidationError

    from jiheng.web.forms.places import CellChange
    from jiheng.web.forms.saving import save

    client, officer = signed_in("caizheng"), Person.objects.get(username="gongyuan")
    client.post(f"/cycles/{cycle.pk}/close", {"closed": "1"})
    with pytest.raises(ValidationError, match="已经结束"):
        save(officer, draft.pk, draft.version, [CellChange("goal_actual", "", "做了")])
    client.post(f"/cycles/{cycle.pk}/close", {"closed": "0"})
    assert save(officer, draft.pk, draft.version, [CellChange("goal_actual", "", "做了")]).changes


def test_a_unit_with_projects_cannot_be_left_out(signed_in, cycle):
    client, unit = signed_in("caizheng"), Organisation.objects.get(name="局本级")
    page = client.post(f"/cycles/{cycle.pk}/participants", {"unit": []}, follow=True)
    assert "已有项目，不能取消参加" in page.content.decode()
    assert Participant.objects.filter(cycle=cycle, unit=unit).exists()


def test_units_join_and_foreign_ones_do_not(signed_in, cycle):
    inside = Organisation.objects.create(name="新单位", kind="unit", parent=Organisation.objects.get(kind="department"))
    outside = Organisation.objects.create(name="别区", kind="bureau")
    joined = list(cycle.participants.values_list("unit_id", flat=True))
    signed_in("caizheng").post(f"/cycles/{cycle.pk}/participants", {"unit": [*joined, inside.pk, outside.pk]})
    assert set(cycle.participants.values_list("unit_id", flat=True)) == {*joined, inside.pk}


def test_choosing_a_cycle_works_in_it_and_goes_back_only_inside(signed_in, cycle):
    other = Cycle.objects.create(
        **{
            field.attname: getattr(cycle, field.attname)
            for field in Cycle._meta.concrete_fields
            if not field.primary_key
        }
        | {"year": 2023, "name": "上年"}
    )
    client = signed_in("zhuguan")
    answer = client.post(
        "/cycles/choose", {"cycle": other.pk}, headers={"Referer": "http://testserver/cycles/projects"}
    )
    assert answer.url == "http://testserver/cycles/projects"
    assert client.session["cycle"] == other.pk
    answer = client.post("/cycles/choose", {"cycle": cycle.pk}, headers={"Referer": "http://evil.example/"})
    assert answer.url == "/"
    client.post("/cycles/choose", {"cycle": "999999"})
    assert client.session["cycle"] == cycle.pk
    assert client.get("/cycles/choose").status_code == 405


# 开始填报


def test_the_job_begins_each_form_once(signed_in, cycle, manager):
    unit = Organisation.objects.get(name="局本级")
    for number in range(25):
        Project.objects.create(cycle=cycle, unit=unit, code=f"N{number}", name=f"新项目{number}")
    answer = signed_in("zhuguan").post(f"/cycles/{cycle.pk}/begin")
    job = Job.objects.get(kind="cycles.begin")
    assert answer.url == f"/jobs/{job.pk}"
    job.worker, job.state = "test", Job.State.RUNNING
    job.save()
    assert begin_all(job)["made"] == 25
    assert without_form(cycle, manager) == []
    assert begin_all(job)["made"] == 0
    assert SelfEvaluation.objects.filter(project__code="N3").get().version == 1


def test_a_project_added_later_gets_its_form_at_once(signed_in, cycle):
    unit = Organisation.objects.get(name="局本级")
    signed_in("zhuguan").post(
        "/cycles/projects/new", {"code": "L1", "name": "追加项目", "unit": unit.pk, "budget_wan": "12.345678"}
    )
    project = Project.objects.get(code="L1")
    assert project.budget == Decimal("123456.78")
    assert project.form.state == "draft"


# 项目


def test_a_project_s_name_goes_on_to_its_form_as_a_new_version(signed_in, draft):
    project = draft.project
    signed_in("zhuguan").post(
        f"/cycles/projects/{project.pk}", {"code": project.code, "name": "改名的项目", "unit": project.unit_id}
    )
    draft.refresh_from_db()
    assert record_of(draft).project == "改名的项目"
    assert draft.versions.last().kind == Version.Kind.IMPORT


def changed(client, project, **fields):
    """What the page says after the project was entered otherwise."""
    asked = {"code": project.code, "name": project.name, "unit": project.unit_id} | fields
    page = client.post(f"/cycles/projects/{project.pk}", asked, follow=True)
    project.refresh_from_db()
    return page.content.decode()


@pytest.mark.parametrize("state", ["unit", "department", "finance"])
def test_a_project_under_review_is_renamed_on_its_form_too(signed_in, state):
    form = SelfEvaluation.objects.filter(project__secret=False).exclude(state="draft").first()
    SelfEvaluation.objects.filter(pk=form.pk).update(state=state)
    before = record_of(form)
    assert "跟着改" in changed(signed_in("zhuguan"), form.project, name="改了一个字的项目", code="改过的代码")
    form.refresh_from_db()
    after = record_of(form)
    assert (after.project, form.project.code, form.state) == ("改了一个字的项目", "改过的代码", state)
    before.project = after.project
    assert after == before
    assert form.versions.last().changes == [["project", form.versions.last().changes[0][1], "改了一个字的项目"]]
    assert AuditEntry.objects.filter(action="form.import", subject=f"forms.selfevaluation:{form.pk}").exists()
    assert AuditEntry.objects.filter(action="project.change").exists()


def test_nothing_else_of_a_project_under_review_changes_and_nothing_of_a_final_one(signed_in):
    form = SelfEvaluation.objects.filter(state="unit").first()
    project, client = form.project, signed_in("zhuguan")
    other = Organisation.objects.filter(kind="unit").exclude(pk=project.unit_id).first()
    assert "不能在审核途中改变" in changed(client, project, unit=other.pk)
    assert project.unit_id == form.unit_id
    Project.objects.filter(pk=project.pk).update(funds_fixed=True)
    assert "不能在审核途中改变" in changed(client, project, budget_wan="987.65")
    assert project.budget != Decimal("9876500")
    assert "已保存" in changed(client, project, name="改名", **amounts(project))
    SelfEvaluation.objects.filter(pk=form.pk).update(state="final")
    assert "定稿以后名称也不能改" in changed(client, project, name="再改名", **amounts(project))
    assert project.name == "改名"


def amounts(project):
    """The amounts as the page shows them."""
    kept = {f"{name}_wan": getattr(project, name) for name in ("initial", "budget", "executed")}
    return {name: amount / 10_000 for name, amount in kept.items() if amount is not None}


def test_a_code_is_taken_once(signed_in, cycle):
    project = cycle.projects.first()
    page = signed_in("zhuguan").post(
        "/cycles/projects/new", {"code": project.code, "name": "另一个", "unit": project.unit_id}
    )
    assert "已有代码为" in page.content.decode()


@pytest.mark.parametrize("amount", ["-1", "abc", "1e30", "NaN", "12.3456789"])
def test_an_amount_that_is_none_is_refused(signed_in, cycle, amount):
    unit = Organisation.objects.get(name="局本级")
    signed_in("zhuguan").post(
        "/cycles/projects/new", {"code": "X1", "name": "项目", "unit": unit.pk, "budget_wan": amount}
    )
    assert not Project.objects.filter(code="X1").exists()


def test_a_project_with_a_form_is_not_deleted(signed_in, cycle, draft):
    client = signed_in("zhuguan")
    client.post(f"/cycles/projects/{draft.project_id}/delete")
    assert Project.objects.filter(pk=draft.project_id).exists()
    bare = Project.objects.create(cycle=cycle, unit=draft.unit, code="D1", name="没有表")
    client.post(f"/cycles/projects/{bare.pk}/delete")
    assert not Project.objects.filter(code="D1").exists()


def test_the_list_is_narrowed_and_asks_little(signed_in, cycle, django_assert_max_num_queries):
    unit = Organisation.objects.get(name="局本级")
    Project.objects.bulk_create(
        Project(cycle=cycle, unit=unit, code=f"B{number:03}", name=f"批量{number}") for number in range(120)
    )
    client = signed_in("zhuguan")
    client.get("/cycles/projects")
    with django_assert_max_num_queries(14):
        page = client.get("/cycles/projects?q=B0").content.decode()
    assert "共 100 个项目" in page
    assert "第 1 / 2 页" in page
    assert "共 120 个项目" in client.get("/cycles/projects?show=no_form").content.decode()
    assert "批量7" in client.get("/cycles/projects?q=批量7&unit=局本级&page=1").content.decode()
    assert "没有符合条件" in client.get("/cycles/projects?q=%00没有这个&page=zzz").content.decode()


# 涉密


def test_a_secret_project_shows_its_code_only(signed_in, draft):
    project = draft.project
    Project.objects.filter(pk=project.pk).update(secret=True)
    client = signed_in("zhuguan")
    page = client.get("/cycles/projects?show=secret").content.decode()
    assert project.code in page
    assert project.name not in page
    assert "（涉密项目）" in page
    assert "没有符合条件" in client.get(f"/cycles/projects?q={project.name}").content.decode()
    for path in (f"projects/{project.pk}", f"projects/{project.pk}/approved", f"history/project/{project.pk}"):
        assert client.get(f"/cycles/{path}").status_code == 403


def test_the_unit_s_reviewer_names_who_knows(signed_in, draft):
    project = draft.project
    Project.objects.filter(pk=project.pk).update(secret=True)
    client = signed_in("gyshenhe")
    page = client.get(f"/cycles/projects/{project.pk}/named").content.decode()
    assert project.name not in page
    people = {name: Person.objects.get(username=name) for name in ("gongyuan", "zhuguan", "tianbao", "xitong")}
    client.post(f"/cycles/projects/{project.pk}/named", {"person": [one.pk for one in people.values()]})
    assert set(project.named.all()) == {people["gongyuan"], people["zhuguan"]}
    assert AuditEntry.objects.filter(action="project.name").exists()
    assert signed_in("zhuguan").get(f"/cycles/projects/{project.pk}").status_code == 200
    assert signed_in("shenhe").get(f"/cycles/projects/{project.pk}/named").status_code == 403
    assert signed_in("zhuguan").get(f"/cycles/projects/{project.pk}/named").status_code == 403


# 批复


def _approved(form: SelfEvaluation) -> Form:
    return msgspec.convert(form.project.approved, Form)


def test_what_is_filled_in_stays_with_its_indicator(draft, manager):
    approved, old = _approved(draft), record_of(draft)
    gone = approved.indicators.pop(0)
    approved.indicators.reverse()
    approved.indicators[0].target = "999"
    merged = approve(manager, draft.project, approved)
    assert merged is not None
    draft.refresh_from_db()
    new = record_of(draft)
    kept = {row.l3: (row.actual, row.reason) for row in old.indicators if row.l3 != gone.l3}
    assert {row.l3: (row.actual, row.reason) for row in new.indicators} == kept
    assert new.indicators[0].target == "999"
    assert any(gone.l3 in one for one in merged.left)
    assert new.goal_actual == old.goal_actual
    version = draft.versions.last()
    assert version.kind == Version.Kind.IMPORT
    assert stood_at(draft, draft.version - 1).record == old


def test_evidence_goes_along_with_its_indicator(draft, manager):
    from jiheng.web.files.models import StoredFile

    file = StoredFile.objects.create(name="a.pdf", sha256="0" * 64, size=1, kind="pdf")
    last = len(record_of(draft).indicators) - 1
    one = draft.evidence.create(place=f"indicators[{last}]", file=file, by=manager)
    approved = _approved(draft)
    approved.indicators.reverse()
    approve(manager, draft.project, approved)
    one.refresh_from_db()
    assert one.place == "indicators[0]"


@pytest.fixture
def handed_in(manager) -> SelfEvaluation:
    """A form at the department, on what was approved."""
    form = SelfEvaluation.objects.filter(state="draft", project__secret=False).exclude(project__approved=None)[0]
    approve(manager, form.project, _approved(form))
    SelfEvaluation.objects.filter(pk=form.pk).update(state="department")
    return SelfEvaluation.objects.select_related("project", "unit", "cycle").get(pk=form.pk)


def test_what_is_approved_after_handing_in_waits_and_is_shown_at_review(signed_in, handed_in, manager):
    form, before = handed_in, record_of(handed_in)
    approved = _approved(form)
    gone = approved.indicators.pop()
    approved.indicators[0].target, approved.fund().weight = "777", "12"
    merged = approve(manager, form.project, approved)
    assert merged is not None and merged.waits
    form.refresh_from_db()
    assert (record_of(form), form.state, form.project.approved["indicators"][0]["target"]) == (
        before,
        "department",
        "777",
    )
    page = signed_in("zhuguan").get(f"/review/forms/{form.pk}").content.decode()
    assert f"表上 {before.indicators[0].target}，批复 777" in page
    assert f"{gone.l3} 取消一行" in page and f"表上 {before.fund().weight}，批复 12" in page

    pass_on(manager, form.pk, "form.return", "按批复改")
    form.refresh_from_db()
    after = record_of(form)
    assert (after.indicators[0].target, after.fund().weight, form.approved_waits) == ("777", "12", False)
    assert len(after.indicators) == len(before.indicators) - 1
    assert after.indicators[0].actual == before.indicators[0].actual
    assert stood_at(form, form.version - 1).record == before


def test_what_was_taken_back_by_the_department_no_longer_waits(handed_in, manager):
    old, new = _approved(handed_in), _approved(handed_in)
    new.indicators[0].target = "777"
    approve(manager, handed_in.project, new)
    assert approve(manager, handed_in.project, old) is None
    handed_in.refresh_from_db()
    version = handed_in.version
    assert not handed_in.approved_waits
    pass_on(manager, handed_in.pk, "form.return", "再看看")
    handed_in.refresh_from_db()
    assert handed_in.version == version


def test_whoever_takes_back_what_was_handed_in_finds_it_on_what_was_approved_meanwhile(handed_in, manager):
    filler = Person.objects.get(memberships__role="filler", memberships__organisation=handed_in.unit)
    SelfEvaluation.objects.filter(pk=handed_in.pk).update(state="draft", errors=0)
    pass_on(filler, handed_in.pk, "form.submit", "无误")
    new = _approved(handed_in)
    new.indicators[0].target = "777"
    approve(manager, handed_in.project, new)
    take_back(filler, handed_in.pk)
    handed_in.refresh_from_db()
    assert (handed_in.state, record_of(handed_in).indicators[0].target) == ("draft", "777")


def test_approving_asks_for_the_right(draft):
    with pytest.raises(Denied):
        approve(Person.objects.get(username="gongyuan"), draft.project, _approved(draft))


def test_without_values_keeps_the_goals_and_leaves_the_given_alone(draft):
    given = msgspec.to_builtins(record_of(draft))
    before = msgspec.json.encode(given)
    bare = without_values(given)
    assert bare["goal_expected"] == given["goal_expected"]
    assert bare["goal_actual"] == ""
    assert msgspec.json.encode(given) == before
    assert without_values(None) is None


def _table(form: SelfEvaluation) -> dict[str, object]:
    rows = _approved(form).indicators
    names = ("l1", "l2", "l3", "property", "target", "unit", "weight")
    return {name: [getattr(row, name) or "" for row in rows] for name in names} | {
        "goal": _approved(form).goal_expected,
        "execution": "10",
        "base": standing(form.project),
    }


def test_the_page_saves_moves_and_judges(signed_in, draft):
    client, url = signed_in("zhuguan"), f"/cycles/projects/{draft.project_id}/approved"
    table = _table(draft)
    first, second = table["l3"][0], table["l3"][1]
    page = client.post(url, table | {"do": "down:0"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert page.index(f'value="{second}"') < page.index(f'value="{first}"')
    draft.project.refresh_from_db()
    assert _approved(draft).indicators[0].l3 == first, "moving saves nothing"
    table["weight"] = ["1", *table["weight"][1:]]
    page = client.post(url, table | {"do": "check"}).content.decode()
    assert "检查结果" in page
    assert "tag error" in page
    client.post(url, table | {"do": "save"})
    draft.project.refresh_from_db()
    assert _approved(draft).indicators[0].weight == "1"


@pytest.mark.parametrize("do", ["up:0", "down:9999", "out:-1", "out:x", "below:²", "add", "nonsense", ""])
def test_odd_buttons_do_no_harm(signed_in, draft, do):
    url = f"/cycles/projects/{draft.project_id}/approved"
    assert signed_in("zhuguan").post(url, _table(draft) | {"do": do}).status_code in (200, 302)


def test_an_empty_table_is_not_saved(signed_in, draft):
    before = draft.project.approved
    page = signed_in("zhuguan").post(f"/cycles/projects/{draft.project_id}/approved", {"do": "save", "l1": [""]})
    assert "一行指标也没有填" in page.content.decode()
    draft.project.refresh_from_db()
    assert draft.project.approved == before


# 批量录入

TABLE = """项目代码\t项目名称\t实施单位\t全年预算数（万元）\t全年执行数（万元）
P1\t道路保洁\t局本级\t120.5\t100
P2\t绿地养护\t澜州市松泠区公园服务中心\t1,300\t
P3\t不知谁家\t没有这个单位\t1\t1
\t没有代码\t局本级\t1\t1
P4\t\t局本级\t1\t1
P5\t金额不对\t局本级\t很多\t1
P6\t重复\t局本级\t1\t1
P6\t重复\t局本级\t1\t1
合计\t\t\t1420\t100
"""


def test_a_pasted_table_is_shown_before_anything_is_written(signed_in):
    page = signed_in("zhuguan").post("/cycles/projects/bulk", {"text": TABLE, "money_unit": "万元"}).content.decode()
    assert "新增 2" in page
    assert "有问题 6" in page
    for why in ("参加单位里没有", "没有项目代码", "没有项目名称", "不是金额", "同一个代码"):
        assert why in page
    assert not Project.objects.filter(code__startswith="P").exists()


def test_the_right_rows_are_taken_and_a_second_time_change_nothing(signed_in):
    client = signed_in("zhuguan")
    answer = client.post("/cycles/projects/bulk", {"text": TABLE, "money_unit": "万元", "confirm": "1"}, follow=True)
    assert "新增 2 个项目" in answer.content.decode()
    project = Project.objects.get(code="P1")
    assert (project.budget, project.executed) == (Decimal(1205000), Decimal(1000000))
    assert Project.objects.get(code="P2").budget == Decimal(13000000)
    assert project.history.get().history_user.username == "zhuguan"
    page = client.post("/cycles/projects/bulk", {"text": TABLE, "money_unit": "万元"}).content.decode()
    assert "没有变化 2" in page


def test_the_preview_hands_on_what_it_shows(signed_in):
    client = signed_in("zhuguan")
    context = client.post("/cycles/projects/bulk", {"text": TABLE, "money_unit": "万元"}).context
    client.post("/cycles/projects/bulk", {"text": context["text"], "money_unit": "元", "confirm": "1"})
    assert dict(Project.objects.filter(code__startswith="P").values_list("code", "budget")) == {
        "P1": Decimal(1205000),
        "P2": Decimal(13000000),
    }


def test_a_workbook_is_read_like_a_pasted_table(signed_in, tmp_path):
    import xlsxwriter
    from django.core.files.uploadedfile import SimpleUploadedFile

    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(
            (("项目编码", "项目名称", "单位名称", "年初预算（元）"), ("W1", "保洁", "局本级", 5000))
        ):
            sheet.write_row(at, 0, row)
    file = SimpleUploadedFile("t.xlsx", path.read_bytes())
    signed_in("zhuguan").post("/cycles/projects/bulk", {"file": file, "money_unit": "万元", "confirm": "1"})
    assert Project.objects.get(code="W1").initial == Decimal(5000)


@pytest.mark.parametrize("text", ["", "随便一句话", "项目名称\t金额\n甲\t1", "\x00\x00", "项目代码\t项目名称\n"])
def test_what_is_no_table_is_explained(signed_in, text):
    answer = signed_in("zhuguan").post("/cycles/projects/bulk", {"text": text, "money_unit": "万元"})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


def test_other_peoples_projects_are_not_changed_by_a_table(signed_in, cycle):
    outside = Organisation.objects.create(name="教育局", kind="department", parent=cycle.organisation)
    Participant.objects.create(cycle=cycle, unit=outside)
    Project.objects.create(cycle=cycle, unit=outside, code="E1", name="校舍维修")
    text = "项目代码\t项目名称\t单位\nE1\t抢来的\t局本级\nE2\t放过去\t教育局"
    page = signed_in("zhuguan").post("/cycles/projects/bulk", {"text": text, "money_unit": "元", "confirm": "1"})
    assert page.status_code == 302
    assert Project.objects.get(code="E1").name == "校舍维修"
    assert not Project.objects.filter(code="E2").exists()


# 修改记录


def test_history_says_who_changed_what_from_what_to_what(signed_in, draft):
    project, client = draft.project, signed_in("zhuguan")
    client.post(
        f"/cycles/projects/{project.pk}",
        {"code": project.code, "name": "改名的项目", "unit": project.unit_id, "budget_wan": "7"},
    )
    table = _table(draft)
    table["target"] = ["12345", *table["target"][1:]]
    client.post(f"/cycles/projects/{project.pk}/approved", table | {"do": "save"})
    page = client.get(f"/cycles/history/project/{project.pk}").content.decode()
    assert "主管部门审核人" in page
    assert "改名的项目" in page
    assert "12345" in page
    assert "全年预算数" in page


@pytest.mark.parametrize(("name", "status"), [("xitong", 200), ("caizheng", 200), ("zhuguan", 403), ("tianbao", 403)])
def test_history_of_an_organisation_is_for_whoever_manages_it(signed_in, cycle, name, status):
    assert signed_in(name).get(f"/cycles/history/organisation/{cycle.organisation_id}").status_code == status


def test_history_of_anything_else_is_no_page(signed_in):
    assert signed_in("caizheng").get("/cycles/history/person/1").status_code == 404


def test_every_page_opens(signed_in, cycle, draft):
    client = signed_in("caizheng")
    paths = ["", "new", cycle.pk, f"{cycle.pk}/participants", "projects", "projects/new", "projects/bulk"]
    paths += [f"projects/{draft.project_id}", f"projects/{draft.project_id}/approved", f"history/cycle/{cycle.pk}"]
    for path in paths:
        assert client.get(f"/cycles/{path}").status_code == 200, path


def test_dates_of_the_example_are_around_today(cycle):
    assert cycle.opens < cycle.fill_by <= cycle.unit_by <= cycle.department_by <= cycle.finance_by
    assert isinstance(cycle.opens, datetime.date)


def _changed(cycle: Cycle, **changes: object) -> dict[str, object]:
    names = ("year", "name", "rulebook", "layout", "opens", "fill_by", "unit_by", "department_by", "finance_by")
    return {name: getattr(cycle, name) for name in names} | {"organisation": cycle.organisation_id, **changes}


def test_another_rulebook_is_refused_once_a_form_is_handed_in(signed_in, cycle):
    page = signed_in("caizheng").post(f"/cycles/{cycle.pk}", _changed(cycle, rulebook="mof-2021-cost"))
    assert "办法不能再换" in page.content.decode()
    cycle.refresh_from_db()
    assert cycle.rulebook == "mof-2020"


def test_another_rulebook_scores_drafts_anew(signed_in, cycle):
    from jiheng.web.planning.reassess import reassess_all

    SelfEvaluation.objects.update(state="draft")
    answer = signed_in("caizheng").post(f"/cycles/{cycle.pk}", _changed(cycle, rulebook="beijing-chaoyang-2024"))
    job = Job.objects.get(kind="cycles.reassess")
    assert answer.url == f"/jobs/{job.pk}"
    job.worker, job.state = "test", Job.State.RUNNING
    job.save()
    before = {form.pk: form.version for form in SelfEvaluation.objects.all()}
    reassess_all(job)
    after = {form.pk: form.version for form in SelfEvaluation.objects.all()}
    assert any(after[pk] == version + 1 for pk, version in before.items())
    reassess_all(job)
    assert {form.pk: form.version for form in SelfEvaluation.objects.all()} == after


def test_two_people_at_one_approval_do_not_overwrite_each_other(signed_in, draft):
    client, url = signed_in("zhuguan"), f"/cycles/projects/{draft.project_id}/approved"
    base = client.get(url).context["base"]
    table = _table(draft) | {"do": "save", "base": base}
    client.post(url, table | {"goal": "第一个人的目标"})
    page = client.post(url, table | {"goal": "第二个人的目标"}).content.decode()
    assert "别人改了批复内容" in page
    assert "第二个人的目标" in page, "what was typed stays"
    draft.project.refresh_from_db()
    assert _approved(draft).goal_expected == "第一个人的目标"


def test_whoever_names_who_knows_finds_the_list_in_the_menu(signed_in):
    page = signed_in("gyshenhe").get("/cycles/projects").content.decode()
    assert page.count('href="/cycles/projects"') == 1
    assert "新建项目" not in page
    assert signed_in("gongyuan").get("/cycles/projects").status_code == 403


def test_a_new_cycle_begins_like_the_last_one(signed_in, cycle):
    fields = signed_in("caizheng").get("/cycles/new").context["fields"]
    assert (fields["rulebook"].value(), fields["layout"].value()) == (cycle.rulebook, cycle.layout)
