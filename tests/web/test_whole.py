"""部门整体支出绩效自评: a cycle of its own, one form a department, from its setting up to its report."""

import re
import sqlite3
import zipfile

import msgspec
import pytest
from django.core.exceptions import ValidationError
from tests.web.import_files import DEPARTMENT, docx, hand_in, record

from jiheng.form import WHOLE, Form
from jiheng.reading.read import read_path
from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.cycles.models import Cycle, Participant, Project
from jiheng.web.exports.catalogue import WARES, Store
from jiheng.web.forms.approved import with_approved
from jiheng.web.forms.models import SelfEvaluation, Version
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import record_of, save
from jiheng.web.forms.saving import write as write_form
from jiheng.web.imports.apply import accept
from jiheng.web.imports.models import ReadForm
from jiheng.web.jobs.models import Job
from jiheng.web.planning.start_forms import begin_all
from jiheng.web.workflow.workflow import PASS, SUBMIT, pass_on

pytestmark = pytest.mark.django_db

PACK = "jiheng-whole"
APPROVED = {
    "goal_expected": "管好全区公园和绿地。",
    "funds": [{"name": "年度资金总额", "weight": "10"}],
    "indicators": [
        {"l1": "产出指标", "l2": "数量指标", "l3": "养护绿地面积", "target": "≥120公顷", "weight": "50"},
        {"l1": "效益指标", "l2": "社会效益指标", "l3": "新增游园", "target": "≥3处", "weight": "30"},
        {"l1": "满意度指标", "l2": "服务对象满意度指标", "l3": "居民满意度", "target": "≥90%", "weight": "10"},
    ],
}
FILLED = {
    "funds[年度资金总额].initial": "900",
    "funds[年度资金总额].budget": "1000",
    "funds[年度资金总额].executed": "950",
    "goal_actual": "公园和绿地完好。",
    "indicators[0].actual": "132公顷",
    "indicators[1].actual": "2处",
    "indicators[1].reason": "一处游园因管线迁改推迟，下年四月前建成。",
    "indicators[2].actual": "93%",
}


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.fixture
def cycle(signed_in):
    """A year of whole departments as the bureau sets it up, in which the example's department takes part."""
    for model in (SelfEvaluation, Project, Participant):
        model.objects.filter(cycle__rulebook=PACK).delete()
    Cycle.objects.filter(rulebook=PACK).delete()
    bureau = signed_in("caizheng")
    page = bureau.get("/cycles/new?kind=whole")
    fields = page.context["fields"]
    names = ("year", "name", "rulebook", "layout", "opens", "fill_by", "unit_by", "department_by", "finance_by")
    wish = {name: fields[name].value() for name in names}
    wish["organisation"] = Organisation.objects.get(kind="bureau").pk
    bureau.post("/cycles/new?kind=whole", wish)
    made = Cycle.objects.get(rulebook=PACK)
    department = Organisation.objects.get(kind="department")
    page = bureau.get(f"/cycles/{made.pk}/participants")
    assert [one.pk for one, _, ticked, _ in page.context["rows"] if ticked] == [department.pk]
    bureau.post(f"/cycles/{made.pk}/participants", {"unit": department.pk})
    return made


@pytest.fixture
def form(cycle):
    """The department's form, with people of the department who fill it in and hand it on."""
    department = Organisation.objects.get(kind="department")
    for username, role in (("tianbao", Role.FILLER), ("shenhe", Role.UNIT_REVIEWER)):
        Membership.objects.create(person=Person.objects.get(username=username), organisation=department, role=role)
    bureau = Person.objects.get(username="caizheng")
    job = Job.objects.create(kind="cycles.begin", by=bureau, arguments={"cycle": cycle.pk}, worker="test")
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING)
    job.refresh_from_db()
    assert begin_all(job)["made"] == 1
    return SelfEvaluation.objects.get(cycle=cycle)


def write(form, cells):
    """Cells as the department's officer writes them."""
    officer = Person.objects.get(username="tianbao")
    for place, text in cells.items():
        form.refresh_from_db()
        save(officer, form.pk, form.version, [CellChange(place, "", text)])
    form.refresh_from_db()


def test_its_year_is_named_scored_and_laid_out_for_whole_departments(signed_in, cycle):
    assert cycle.kind == WHOLE
    assert (cycle.name, cycle.layout) == ("2024年度部门整体支出绩效自评", PACK)
    project = Project.objects.get(cycle=cycle)
    assert (project.name, project.unit.kind) == (f"{DEPARTMENT}整体支出", "department")
    offered = signed_in("caizheng").get("/cycles/new?kind=whole").context["fields"]
    assert {"mof-2020", "beijing-2024"}.isdisjoint(dict(offered.fields["rulebook"].choices))
    usual = signed_in("caizheng").get("/cycles/new").context["fields"]
    assert PACK not in dict(usual.fields["rulebook"].choices) | dict(usual.fields["layout"].choices)


def test_a_year_of_one_kind_takes_no_rules_or_layout_of_the_other(signed_in, cycle):
    for name, other in (("rulebook", "mof-2020"), ("layout", "mof-2020")):
        page = signed_in("caizheng").post(f"/cycles/{cycle.pk}", {name: other})
        assert name in page.context["fields"].errors
    cycle.refresh_from_db()
    assert (cycle.rulebook, cycle.layout) == (PACK, PACK)


def test_a_department_is_entered_once(signed_in, cycle):
    units = list(Participant.objects.filter(cycle=cycle).values_list("unit", flat=True))
    bureau = Organisation.objects.get(kind="bureau")
    signed_in("caizheng").post(f"/cycles/{cycle.pk}/participants", {"unit": [*units, bureau.pk]})
    assert sorted(Project.objects.filter(cycle=cycle).values_list("unit", flat=True)) == sorted([*units, bureau.pk])


def test_from_the_empty_form_to_paper_and_report(signed_in, form, tmp_path):
    officer = Person.objects.create(username="zhengti", name="部门整体填报人")
    Membership.objects.create(person=officer, organisation=form.unit, role=Role.FILLER)
    for username, where in (("zhengti", form.cycle), ("gongyuan", Cycle.objects.get(rulebook="mof-2020"))):
        assert signed_in(username).get("/").context["cycle"] == where
    record = record_of(form)
    assert (record.kind, record.department) == (WHOLE, DEPARTMENT)
    assert "部门整体支出绩效自评表" in said(signed_in("tianbao").get(f"/forms/{form.pk}"))
    row = SelfEvaluation.objects.get(pk=form.pk)
    taken = with_approved(row, msgspec.convert(APPROVED, Form))
    write_form(row, taken.result, taken.own, taken.changes, None, Version.Kind.IMPORT)
    write(form, FILLED)
    assert (str(form.total), form.grade) == ("89.50", "良")
    assert [one["code"] for one in form.findings if one["severity"] == "error"] == []
    for username, action in (("tianbao", SUBMIT), ("shenhe", PASS), ("zhuguan", PASS), ("caizheng", PASS)):
        pass_on(Person.objects.get(username=username), form.pk, action)
    form.refresh_from_db()
    assert form.state == "final"

    store = Store(form.cycle, form.unit, [form], 0, tmp_path, lambda count, word: None)
    for ware in ("docx", "report"):
        WARES[ware].write(store)
    (paper,) = [file for file in tmp_path.rglob("*.docx") if "自评表" in str(file)]
    (read,) = [one for one in read_path(paper) if isinstance(one, Form)]
    assert (read.kind, read.department, read.total_score) == (WHOLE, DEPARTMENT, "89.5")
    assert [one.actual for one in read.indicators] == ["132公顷", "2处", "93%"]
    report = zipfile.ZipFile(tmp_path / "部门整体支出绩效自评报告.docx").read("word/document.xml").decode()
    text = re.sub(r"<[^>]+>", "", report)
    assert "部门整体支出绩效自评得分为89.5分，等级为“良”" in text
    assert "全年预算1000.00万元，全年执行950.00万元，预算执行率为95%" in text
    assert "一处游园因管线迁改推迟" in text


def test_an_old_form_of_the_department_finds_its_place_and_a_projects_is_not_taken(signed_in, cycle):
    old = msgspec.convert(APPROVED, Form)
    old.kind, old.title, old.year, old.department = WHOLE, "部门整体支出绩效自评表", "2024", DEPARTMENT
    old.unit = old.project = None
    old.goal_actual = "公园和绿地完好。"
    department = signed_in("zhuguan")
    department.post("/cycles/choose", {"cycle": cycle.pk})
    batch = hand_in(department, {"整体.docx": docx(old), "项目.docx": docx(record("河道保洁"))}, unit=DEPARTMENT)
    reads = ReadForm.objects.filter(source__batch=batch)
    whole, other = (next(one for one in reads if one.source.name == name) for name in ("整体.docx", "项目.docx"))
    assert (whole.title, whole.project) == (f"{DEPARTMENT}整体支出", Project.objects.get(cycle=cycle))
    person = Person.objects.get(username="zhuguan")
    accept(person, whole.pk)
    assert record_of(SelfEvaluation.objects.get(cycle=cycle)).goal_actual == "公园和绿地完好。"
    ReadForm.objects.filter(pk=other.pk).update(project=whole.project)
    with pytest.raises(ValidationError, match="这是项目支出绩效自评表，“2024年度部门整体支出绩效自评”收的是部门整体"):
        accept(person, other.pk)


@pytest.mark.full
def test_the_served_example_has_two_years_and_a_whole_department(seeded):
    with sqlite3.connect(seeded / "jiheng.sqlite3") as database:
        cycles = database.execute("SELECT name, closed FROM cycles_cycle ORDER BY year DESC, id").fetchall()
        forms = dict(database.execute("SELECT cycle_id, count(*) FROM forms_selfevaluation GROUP BY cycle_id"))
        mended = database.execute("SELECT year, state FROM corrections_correction ORDER BY year").fetchall()
        answered = database.execute("SELECT count(*) FROM budget_advice_budgetadvice WHERE answer != ''").fetchone()
    database.close()
    assert cycles == [
        ("2024年度项目支出绩效自评", 0), ("2024年度部门整体支出绩效自评", 0), ("2023年度项目支出绩效自评", 1),
    ]  # fmt: skip
    assert sorted(forms.values()) == [1, 4, 15]
    assert ({"mended"}, len({year for year, _ in mended})) == ({state for _, state in mended[:2]}, 2)
    assert answered == (5,)
