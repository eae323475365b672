"""The department's page: who sees which organisation, and that its figures are those of the forms."""

import json
import re
from collections import Counter
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.effort import share

from jiheng.department import add_up
from jiheng.places import load
from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.dashboard import figures, jobs, summaries
from jiheng.web.dashboard.models import Summary
from jiheng.web.forms.initial import begin
from jiheng.web.forms.models import FindingCount, SelfEvaluation
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import record_of, save, sourced
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import finish, handler, put, take
from jiheng.web.workflow.workflow import pass_on

pytestmark = pytest.mark.django_db

TABS = ("progress", "scores", "findings", "money", "downloads")
BUREAU, DEPARTMENT, OFFICE, PARK = "松泠区财政局", "澜州市松泠区园林环境局", "局本级", "澜州市松泠区公园服务中心"


def place(name):
    return Organisation.objects.get(name=name)


def open_forms(below):
    return SelfEvaluation.objects.filter(unit__path__startswith=below.path, project__secret=False)


def page(client, name, tab="progress"):
    response = client.get(f"/dashboard/{place(name).pk}/{tab}")
    assert response.status_code == 200
    return response.content.decode()


def work():
    """Do all jobs that wait, as a worker would."""
    while (job := take("test")) is not None:
        finish(job, Job.State.DONE, result=handler(job.kind)(job))


@pytest.fixture
def other():
    """Another department with a unit, a form and a reviewer, of whom nobody else may know."""
    department = Organisation.objects.create(name="别的局", kind="department", parent=place(BUREAU))
    unit = Organisation.objects.create(name="别的单位", kind="unit", parent=department)
    donor = open_forms(place(DEPARTMENT)).first()
    project = Project.objects.create(cycle=Cycle.objects.get(), unit=unit, code="X-1", name="别处的项目")
    form = begin(project, None, record_of(donor))
    person = Person.objects.create(username="bieju", name="别局审核人")
    Membership.objects.create(person=person, organisation=department, role=Role.DEPARTMENT_REVIEWER)
    return form


ALLOWED = {
    "tianbao": (),
    "gongyuan": (),
    "shenhe": (OFFICE,),
    "gyshenhe": (PARK,),
    "zhuguan": (DEPARTMENT, OFFICE, PARK),
    "caizheng": (BUREAU, DEPARTMENT, OFFICE, PARK),
    "shenji": (BUREAU, DEPARTMENT, OFFICE, PARK),
    "pingjia": (),
    "xitong": (),
    "anquan": (),
    "rizhi": (),
}


@pytest.mark.full
@pytest.mark.parametrize("username", ALLOWED)
def test_each_person_sees_the_organisations_that_are_theirs(signed_in, username):
    client = signed_in(username)
    for turn, name in enumerate((BUREAU, DEPARTMENT, OFFICE, PARK), list(ALLOWED).index(username)):
        for path in share(("", "/summary", *(f"/{tab}" for tab in TABS)), turn):
            status = client.get(f"/dashboard/{place(name).pk}{path}").status_code
            assert status == (200 if name in ALLOWED[username] else 403), (name, path)


def test_a_refusal_says_why(signed_in):
    response = signed_in("shenhe").get(f"/dashboard/{place(PARK).pk}")
    assert response.status_code == 403
    assert "不在您的范围内" in response.content.decode()


def test_the_menu_leads_to_ones_own_organisation(signed_in):
    response = signed_in("zhuguan").get("/dashboard/")
    assert response.url == f"/dashboard/{place(DEPARTMENT).pk}"


def test_with_several_organisations_one_chooses(signed_in):
    person = Person.objects.get(username="shenhe")
    Membership.objects.create(person=person, organisation=place(PARK), role=Role.UNIT_REVIEWER)
    text = signed_in("shenhe").get("/dashboard/").content.decode()
    assert OFFICE in text
    assert PARK in text
    assert BUREAU not in text


@pytest.mark.full
@pytest.mark.parametrize("tab", TABS)
def test_nothing_of_another_department_is_shown(signed_in, other, tab):
    before = page(signed_in("zhuguan"), DEPARTMENT, tab)
    for text in (before, page(signed_in("shenhe"), OFFICE, tab)):
        for word in ("别的局", "别的单位", "别处的项目"):
            assert word not in text
    assert signed_in("zhuguan").get(f"/dashboard/{other.unit_id}/{tab}").status_code == 403
    assert signed_in("bieju").get(f"/dashboard/{place(DEPARTMENT).pk}/{tab}").status_code == 403


def test_another_departments_numbers_change_none_of_mine(signed_in, request):
    def numbers():
        return re.findall(r"<b>([\d.%]+)</b>", page(signed_in("zhuguan"), DEPARTMENT))

    before = numbers()
    request.getfixturevalue("other")
    assert numbers() == before
    assert len(before) >= 4


def test_the_bureau_has_a_row_a_department(signed_in, other):
    text = page(signed_in("caizheng"), BUREAU)
    assert "别的局" in text
    assert DEPARTMENT in text
    assert "别的单位" not in text  # one level at a time


@pytest.mark.full
@pytest.mark.parametrize("tab", TABS)
def test_of_secret_projects_only_the_number_is_told(signed_in, tab):
    form = open_forms(place(OFFICE)).filter(state="draft").first()
    Project.objects.filter(pk=form.project_id).update(secret=True)
    form.project.named.add(Person.objects.get(username="shenhe"))
    work()
    count = Project.objects.filter(secret=True, unit__path__startswith=place(OFFICE).path).count()
    for username in ("shenhe", "zhuguan", "caizheng"):
        text = page(signed_in(username), OFFICE, tab)
        work()
        text += page(signed_in(username), OFFICE, tab)
        assert form.project.name not in text
        assert f"另有涉密 {count} 个" in text


def test_the_progress_is_that_of_the_forms(signed_in):
    for name in (BUREAU, DEPARTMENT, OFFICE):
        tree = figures.tree(Cycle.objects.get(), place(name))
        forms = open_forms(place(name))
        assert {str(state): count for state, count in tree.whole.states.items()} == Counter(
            forms.values_list("state", flat=True)
        )
        assert (
            tree.whole.projects == Project.objects.filter(secret=False, unit__path__startswith=place(name).path).count()
        )
        assert tree.whole.wrong == forms.filter(errors__gt=0).count()
        assert tree.whole.forms == sum(child.forms for child in tree.children) or not tree.children


def test_projects_without_a_form_are_listed(signed_in):
    Project.objects.create(cycle=Cycle.objects.get(), unit=place(PARK), code="N-9", name="没有表的项目")
    Project.objects.create(cycle=Cycle.objects.get(), unit=place(PARK), code="N-8", name="没有表的密件", secret=True)
    text = page(signed_in("zhuguan"), DEPARTMENT)
    assert "没有表的项目" in text
    assert "没有表的密件" not in text
    assert "还没有自评表的项目（1 个）" in text


def test_grades_scores_and_findings_are_those_of_the_forms():
    cycle, unit = Cycle.objects.get(), place(DEPARTMENT)
    forms = open_forms(unit)
    grades, ranges = figures.grades_and_scores(figures.open_forms(cycle, unit))
    assert {one.name: one.forms for one in grades} == Counter(forms.exclude(grade="").values_list("grade", flat=True))
    assert sum(one.forms for one in ranges) == forms.count()
    for one in ranges:
        if one.low is not None:
            fit = [t for t in forms.values_list("total", flat=True) if t is not None and t >= one.low]
            assert one.forms == sum(one.high is None or t < one.high for t in fit)
    found = figures.frequent(figures.open_forms(cycle, unit))
    rows = FindingCount.objects.filter(form__in=forms)
    assert {one.code: one.forms for one in found} == Counter(rows.values_list("code", flat=True))
    assert [one.forms for one in found] == sorted((one.forms for one in found), reverse=True)


def test_every_link_of_every_tab_leads_somewhere(signed_in):
    client = signed_in("zhuguan")
    page(client, DEPARTMENT)
    work()
    seen = set()
    for tab in TABS:
        for link in re.findall(r'href="(/[^"#]*)"', page(client, DEPARTMENT, tab)):
            if not link.startswith("/static/"):
                seen.add(link.replace("&amp;", "&"))
    assert any("code=" in one for one in seen)
    assert any("grade=" in one for one in seen)
    assert any("low=" in one for one in seen)
    assert any("state=" in one for one in seen)
    for link in share(sorted(seen), 0):
        assert client.get(link).status_code in (200, 302), link


def test_a_chart_leads_to_as_many_forms_as_it_says(signed_in):
    from django.http import QueryDict

    from jiheng.web.workflow.list_filter import choice_of, chosen

    client, cycle, person = signed_in("zhuguan"), Cycle.objects.get(), Person.objects.get(username="zhuguan")
    text = page(client, DEPARTMENT, "scores") + page(client, DEPARTMENT, "findings")
    links = re.findall(r'<a href="/review/desk\?([^"]+)" aria-label="(?:[^"]*?) (\d+)">', text)
    assert len(links) > 8
    for query, count in links:
        forms = chosen(person, cycle, choice_of(QueryDict(query.replace("&amp;", "&"))))
        assert forms.count() == int(count), query


def test_the_pages_need_no_style_and_every_chart_speaks(signed_in):
    client = signed_in("zhuguan")
    page(client, DEPARTMENT)
    work()
    for tab in TABS:
        text = page(client, DEPARTMENT, tab)
        assert " style=" not in text
        assert "<style" not in text
        assert " onclick=" not in text
        for chart in re.findall(r'<svg viewBox="0 0 460[^>]*>', text):
            assert re.search(r'aria-label="[^"]{6,}"', chart)


def test_the_roll_up_is_made_once_and_is_the_cores(signed_in):
    client, unit = signed_in("zhuguan"), place(DEPARTMENT)
    assert "正在汇总" in page(client, DEPARTMENT, "scores")
    page(client, DEPARTMENT, "money")
    assert Job.objects.filter(kind=summaries.KIND).count() == 1
    work()
    text = page(client, DEPARTMENT, "scores")
    assert Job.objects.filter(kind=summaries.KIND).count() == 1
    forms = [sourced(row) for row in open_forms(unit)]
    group = add_up(forms, book=load(Cycle.objects.get().rulebook)).rollup.groups[0]
    assert len(group.projects) == len(forms)
    for one in group.overall:
        if one.score is not None and one.basis == "printed":
            assert f"<b>{one.score.normalize():f}</b> 分" in text
    assert group.counting.trace.formula in text
    assert "正在" not in text


def test_a_change_renews_the_roll_up_and_the_old_one_is_shown_meanwhile(signed_in, monkeypatch):
    client, unit = signed_in("zhuguan"), place(DEPARTMENT)
    page(client, DEPARTMENT)
    work()
    before = Summary.objects.get(organisation=unit)
    form = open_forms(place(PARK)).filter(state="draft").first()
    record = record_of(form)
    row = record.indicators[0]
    officer = Person.objects.get(username="gongyuan")
    save(
        officer,
        form.pk,
        form.version,
        [CellChange("indicators[0].score", row.score, "0")],
        {"indicators[0].score": "没做"},
    )
    assert "半分钟后" in page(client, DEPARTMENT)
    assert not Job.objects.filter(kind=summaries.KIND, state=Job.State.WAITING).exists()
    monkeypatch.setattr(summaries, "_REST", summaries._REST * 0)
    text = page(client, DEPARTMENT, "scores")
    assert "正在重新汇总" in text
    assert json.loads(before.group)["overall"][0]["score"].rstrip("0") in text
    work()
    after = Summary.objects.get(organisation=unit)
    assert Decimal(json.loads(after.group)["overall"][0]["score"]) < Decimal(
        json.loads(before.group)["overall"][0]["score"]
    )
    assert "正在" not in page(client, DEPARTMENT)


def test_the_line_that_waits_reloads_the_page_when_the_first_roll_up_is_there(signed_in):
    client, unit = signed_in("zhuguan"), place(DEPARTMENT)
    page(client, DEPARTMENT)
    assert "HX-Refresh" not in client.get(f"/dashboard/{unit.pk}/summary").headers
    work()
    assert client.get(f"/dashboard/{unit.pk}/summary").headers["HX-Refresh"] == "true"
    late = client.get(f"/dashboard/{unit.pk}/summary", {"since": "2020-01-01T00:00:00+00:00"})
    assert "显示新结果" in late.content.decode()
    assert "HX-Refresh" not in late.headers


def test_a_roll_up_of_another_version_is_made_anew(signed_in):
    client, unit = signed_in("zhuguan"), place(DEPARTMENT)
    page(client, DEPARTMENT)
    work()
    Summary.objects.filter(organisation=unit).update(content='{"forms": "many", "group": {"x": 1}}')
    assert "正在汇总" in page(client, DEPARTMENT)
    work()
    assert "整体得分" in page(client, DEPARTMENT)


def test_amounts_that_are_not_the_projects_are_listed_with_the_cause(signed_in):
    form = open_forms(place(PARK)).filter(project__executed__gt=0).first()
    Project.objects.filter(pk=form.project_id).update(executed=form.project.executed * 10_000)
    client = signed_in("zhuguan")
    page(client, DEPARTMENT, "money")
    work()
    text = page(client, DEPARTMENT, "money")
    assert "1 处不一致" in text
    assert f'href="/forms/{form.pk}">{form.project.name}' in text
    assert "元、万元弄错了" in text
    assert "决算" not in re.sub("预决算差异率|决算数|给出决算", "", text.split("与项目库")[1])


def test_a_bureau_shows_the_scores_kept_for_its_departments(signed_in, other):
    page(signed_in("zhuguan"), DEPARTMENT)
    work()
    text = page(signed_in("caizheng"), BUREAU, "scores")
    kept = json.loads(Summary.objects.get(organisation=place(DEPARTMENT)).group)["overall"][0]["score"]
    assert kept.rstrip("0") in text
    assert "还没有汇总" in text
    assert not Job.objects.filter(kind=summaries.KIND, arguments__organisation=place(BUREAU).pk).exists()


def test_a_bureau_has_the_roll_ups_of_all_departments_made(signed_in, other):
    client, address = signed_in("caizheng"), f"/dashboard/{place(BUREAU).pk}/renew"
    text = client.post(address, {"part": "money"}, follow=True).content.decode()
    assert "正在汇总 2 个部门" in text
    client.post(address, {"part": "money"})  # asked twice, made once
    assert Job.objects.filter(kind=summaries.KIND).count() == 2
    work()
    text = client.post(address, {"part": "money"}, follow=True).content.decode()
    assert "都是最新的" in text
    assert "还没有汇总" not in text
    assert Summary.objects.get(organisation=other.unit.parent).forms == 1
    assert signed_in("zhuguan").post(address).status_code == 403


@pytest.mark.full
@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("name", [BUREAU, DEPARTMENT, OFFICE])
def test_a_tab_takes_few_queries_however_many_forms(signed_in, other, tab, name, django_assert_max_num_queries):
    client = signed_in("caizheng")
    page(client, name, tab)
    work()
    with django_assert_max_num_queries(21):
        page(client, name, tab)


def test_a_large_district_is_counted_in_the_background(signed_in, other, monkeypatch):
    client = signed_in("caizheng")

    def seen():
        tabs = [page(client, BUREAU, tab).split('class="tabs"')[1] for tab in ("progress", "scores", "findings")]
        home = client.get("/").content.decode().split("<main")[1]
        return [re.sub(r'value="[^"]{60,}"', "", text) for text in (*tabs, home)]

    live = seen()
    monkeypatch.setattr(summaries, "LIVE", 3)
    assert "正在汇总" in page(client, BUREAU, "scores")
    work()
    assert seen() == live
    assert "进度、得分分布和问题按" in page(client, BUREAU, "findings")
    assert Summary.objects.get(organisation=place(BUREAU)).group == ""


def test_a_large_district_is_counted_anew_when_a_form_has_moved(signed_in, monkeypatch):
    client = signed_in("caizheng")
    monkeypatch.setattr(summaries, "LIVE", 3)
    monkeypatch.setattr(summaries, "_REST", summaries._REST * 0)
    client.get("/")
    work()
    assert Summary.objects.filter(organisation=place(BUREAU)).exists()
    form = open_forms(place(OFFICE)).filter(state="unit").first()
    pass_on(Person.objects.get(username="shenhe"), form.pk, "form.pass", "都核对过了")
    client.get("/")
    assert Job.objects.filter(kind=summaries.KIND, state=Job.State.WAITING).count() == 1
    work()
    kept = json.loads(Summary.objects.get(organisation=place(BUREAU)).content)["parts"]
    before = sum(one["states"].get("unit", 0) for one in kept)
    assert before == open_forms(place(BUREAU)).filter(state="unit").count()
    client.get("/")
    assert not Job.objects.filter(kind=summaries.KIND, state=Job.State.WAITING).exists()


@pytest.fixture
def counted(monkeypatch):
    """How often the forms of an organisation were counted on pages: counted(act) runs `act` and says."""
    count, calls = figures.count, []
    monkeypatch.setattr(figures, "count", lambda *asked: calls.append(asked) or count(*asked))

    def told(act):
        calls.clear()
        act()
        return len(calls)

    return told


def test_a_large_district_is_counted_by_one_page_not_by_each_until_it_is_counted_in_the_background(
    signed_in, other, monkeypatch, counted
):
    monkeypatch.setattr(summaries, "LIVE", 3)
    client = signed_in("caizheng")
    assert counted(lambda: client.get("/")) == 1
    first = page(client, BUREAU)
    assert counted(lambda: (client.get("/"), page(client, BUREAU), signed_in("caizheng").get("/"))) == 0
    assert "正在汇总" in page(client, BUREAU, "scores")
    work()
    rows = re.compile(r"<tbody.*?</tbody>", re.DOTALL)
    assert rows.findall(page(client, BUREAU)) == rows.findall(first)
    assert "正在汇总" not in page(client, BUREAU, "scores")


def test_progress_kept_by_another_version_is_shown_until_it_is_made_anew(signed_in, other, monkeypatch, counted):
    monkeypatch.setattr(summaries, "LIVE", 3)
    client = signed_in("caizheng")
    client.get("/")
    work()
    row = Summary.objects.get(organisation=place(BUREAU))
    older = {name: kept for name, kept in json.loads(row.content).items() if name != "glance"} | {"group": None}
    Summary.objects.filter(pk=row.pk).update(content=json.dumps(older))
    assert counted(lambda: (client.get("/"), page(client, BUREAU), page(client, BUREAU, "scores"))) == 0
    assert Job.objects.filter(kind=summaries.KIND, state=Job.State.WAITING).count() == 1
    work()
    assert "glance" in json.loads(Summary.objects.get(pk=row.pk).content)


def test_progress_kept_before_a_project_became_secret_is_counted_anew(signed_in, other, monkeypatch, counted):
    monkeypatch.setattr(summaries, "LIVE", 3)
    client = signed_in("caizheng")
    client.get("/")
    project = open_forms(place(OFFICE)).first().project
    project.secret, project.secret_since = True, timezone.now()
    project.save()
    assert counted(lambda: client.get("/")) == 1
    kept = json.loads(Summary.objects.get(organisation=place(BUREAU)).content)
    assert sum(one["secret"] for one in kept["parts"]) == Project.objects.filter(secret=True).count()
    assert counted(lambda: client.get("/")) == 0


def test_what_two_pages_asked_for_at_once_is_added_up_once(signed_in, monkeypatch):
    cycle, unit, made = Cycle.objects.get(), place(DEPARTMENT), []
    added = jobs.content
    monkeypatch.setattr(jobs, "content", lambda *asked: made.append(asked) or added(*asked))
    for _ in range(2):
        put(summaries.KIND, None, cycle=cycle.pk, organisation=unit.pk)
    work()
    assert len(made) == 1
    put(summaries.KIND, None, cycle=cycle.pk, organisation=unit.pk)
    work()
    assert len(made) == 2
    assert "整体得分" in page(signed_in("zhuguan"), DEPARTMENT)


def test_an_unknown_tab_or_organisation_is_not_found(signed_in):
    client = signed_in("zhuguan")
    assert client.get(f"/dashboard/{place(DEPARTMENT).pk}/secrets").status_code == 404
    assert client.get("/dashboard/987654").status_code == 404


def test_an_organisation_without_anything_says_what_to_do(signed_in):
    empty = Organisation.objects.create(name="新部门", kind="department", parent=place(BUREAU))
    text = page(signed_in("caizheng"), "新部门")
    assert "这里还没有项目" in text
    work()
    for tab in TABS:
        assert page(signed_in("caizheng"), "新部门", tab)

    assert Summary.objects.get(organisation=empty).forms == 0
