"""Papers whose units have other names than ours, and the same project in several files."""

import pytest
from tests.web.import_files import DEPARTMENT, OFFICE, PARK, docx, hand_in, project, record

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Project
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.imports.apply import accept, undo
from jiheng.web.imports.models import ReadForm, UnitAlias
from jiheng.web.imports.unit_names import unknown

pytestmark = pytest.mark.django_db

FOREIGN = "北方某市公园管理中心"


def person(name):
    return Person.objects.get(username=name)


def papers(client, *forms):
    return hand_in(client, {f"{number}.docx": docx(one) for number, one in enumerate(forms)}, unit=DEPARTMENT)


def settled(client, batch, written, unit):
    body = {"name-0": written, "unit-0": Organisation.objects.get(name=unit).pk}
    return client.post(f"/imports/{batch.pk}/units", body, follow=True).content.decode()


def test_a_foreign_name_is_asked_for_once_and_all_its_papers_are_adopted_together(signed_in):
    client = signed_in("zhuguan")
    batch = papers(client, record("甲项目", FOREIGN), record("乙项目", FOREIGN), record("丙项目", PARK))
    assert [(one.written, one.papers) for one in unknown(person("zhuguan"), batch)] == [(FOREIGN, 2)]
    assert FOREIGN in client.get(f"/imports/{batch.pk}").content.decode()
    assert "已记住 1 个单位名称" in settled(client, batch, FOREIGN, PARK)
    ids = list(ReadForm.objects.filter(source__batch=batch).values_list("pk", flat=True))
    page = client.post(f"/imports/{batch.pk}/decide", {"action": "new", "read": ids}, follow=True).content.decode()
    assert "已采用 3 份" in page
    made = Project.objects.filter(name__in=("甲项目", "乙项目", "丙项目"))
    assert {one.unit.name for one in made} == {PARK}
    assert SelfEvaluation.objects.filter(project__in=made).count() == 3
    codes = sorted(one.code for one in made)
    assert codes == [one.code for one in made.order_by("pk")], "codes sort as the papers were read"


def test_the_next_import_knows_the_name(signed_in):
    client = signed_in("zhuguan")
    settled(client, papers(client, record("甲项目", FOREIGN)), FOREIGN, PARK)
    batch = papers(client, record("丁项目", FOREIGN))
    assert unknown(person("zhuguan"), batch) == []
    read = ReadForm.objects.get(source__batch=batch)
    client.post(f"/imports/{batch.pk}/decide", {"action": "new", "read": [read.pk]})
    assert Project.objects.get(name="丁项目").unit.name == PARK
    assert UnitAlias.objects.get().organisation.name == DEPARTMENT
    assert AuditEntry.objects.filter(action="import.units").count() == 1


def test_a_name_is_settled_to_nothing_outside_ones_reach(signed_in):
    client = signed_in("zhuguan")
    batch = papers(client, record("甲项目", FOREIGN))
    other = Organisation.objects.create(
        name="别的局", kind="department", parent=Organisation.objects.get(name="松泠区财政局")
    )
    assert "还没有选定单位" in settled(client, batch, FOREIGN, other.name)
    assert not UnitAlias.objects.exists()


def test_a_filler_is_asked_for_nothing(signed_in):
    batch = hand_in(signed_in("tianbao"), {"1.docx": docx(record("甲项目", FOREIGN))})
    assert "单位名称对照" not in signed_in("tianbao").get(f"/imports/{batch.pk}").content.decode()


def test_of_the_same_project_the_newest_paper_is_proposed(signed_in):
    client = signed_in("zhuguan")
    batch = papers(
        client, record("甲项目", PARK, year="2023"), record("甲项目", PARK, year="2024"), record("甲项目", OFFICE)
    )
    reads = ReadForm.objects.filter(source__batch=batch).order_by("source__rank")
    old, new, elsewhere = reads
    assert (old.twin, new.twin, elsewhere.twin) == (new, None, None)
    page = client.get(f"/imports/{batch.pk}").content.decode()
    assert "那一份更新" in page and "重复的 1 份都不采用" in page
    ids = [one.pk for one in reads]
    said = client.post(f"/imports/{batch.pk}/decide", {"action": "new", "read": ids}, follow=True).content.decode()
    assert "已采用 2 份" in said and "那一份更新" in said
    client.post(f"/imports/{batch.pk}/decide", {"action": "twins"})
    old.refresh_from_db()
    assert old.decision == ReadForm.Decision.LEFT_OUT


@pytest.mark.full
def test_all_that_wait_are_adopted_beyond_the_page(signed_in):
    client = signed_in("zhuguan")
    forms = [record(f"第{number}个项目", PARK) for number in range(53)]
    batch = hand_in(client, {"全部.docx": docx(*forms)}, unit=DEPARTMENT)
    assert "待确认的 53 份" in client.get(f"/imports/{batch.pk}").content.decode()
    answer = client.post(f"/imports/{batch.pk}/decide", {"action": "leave_out", "everything": "1"})
    assert answer.url.startswith("/jobs/")


def test_a_paper_of_a_form_that_is_under_way_cannot_be_pressed_in(signed_in):
    form = SelfEvaluation.objects.filter(state="unit").first() or SelfEvaluation.objects.exclude(state="draft").first()
    unit = form.unit.name
    batch = hand_in(signed_in("zhuguan"), {"1.docx": docx(record(form.project.name, unit))}, unit=DEPARTMENT)
    read = ReadForm.objects.get(source__batch=batch)
    page = signed_in("zhuguan").get(f"/imports/forms/{read.pk}").content.decode()
    assert "退回到草稿后才能采用" in page and 'value="accept" disabled' in page


def test_goals_approved_for_a_form_that_is_under_way_are_kept_with_the_project(signed_in):
    form = SelfEvaluation.objects.filter(state="department").exclude(project__approved=None)[0]
    before = form.project.approved
    paper = {"1.docx": docx(record(form.project.name, form.unit.name))}
    batch = hand_in(signed_in("zhuguan"), paper, unit=DEPARTMENT, kind="approved")
    read = ReadForm.objects.get(source__batch=batch)
    assert read.project == form.project
    page = signed_in("zhuguan").get(f"/imports/forms/{read.pk}").content.decode()
    assert 'value="accept" disabled' not in page
    listed = signed_in("zhuguan").get(f"/imports/{batch.pk}").content.decode()
    assert "批复记在项目上，审核时对照" in listed
    accept(Person.objects.get(username="zhuguan"), read.pk)
    form.refresh_from_db()
    assert form.approved_waits and form.state == "department" and form.project.approved != before
    undo(Person.objects.get(username="zhuguan"), read.pk)
    form.refresh_from_db()
    assert form.project.approved == before


def test_a_secret_paper_is_nobodys_twin(signed_in):
    project("甲项目", PARK)
    batch = papers(signed_in("zhuguan"), record("甲项目", PARK, secrecy="秘密"), record("甲项目", PARK))
    assert not ReadForm.objects.filter(source__batch=batch).exclude(twin=None).exists()
