"""Handing in forms, what is read, and deciding on it: nothing enters unseen, nothing is lost."""

import re

import pytest
from django.core.exceptions import ValidationError
from tests.web.import_files import (
    DEPARTMENT,
    OFFICE,
    PARK,
    docx,
    hand_in,
    html,
    packed,
    project,
    record,
    records,
    source_called,
    work_all,
)

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Denied
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Project
from jiheng.web.files.storage import path_of
from jiheng.web.forms.models import SelfEvaluation, State, Version
from jiheng.web.imports.apply import accept, leave_out, undo
from jiheng.web.imports.models import Import, ReadForm, Source
from jiheng.web.imports.records import mend
from jiheng.web.jobs.models import Job
from jiheng.writing.official import fill


def _person(name):
    return Person.objects.get(username=name)


def _page(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_file_is_read_and_matched_but_nothing_enters(signed_in):
    fresh = project("河道保洁")
    before = SelfEvaluation.objects.count()
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(record("河道保洁"))})
    read = ReadForm.objects.get(source__batch=batch)
    assert (read.title, read.project, read.likeness, read.decision) == ("河道保洁", fresh, 100, "open")
    assert batch.job.state == Job.State.DONE
    assert SelfEvaluation.objects.count() == before
    page = _page(signed_in("tianbao"), f"/imports/{batch.pk}")
    assert "河道保洁" in page
    assert "旧表.docx" in page


def test_accepting_makes_the_form_with_what_the_paper_says(signed_in):
    fresh = project("河道保洁")
    paper = record("河道保洁")
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(paper)})
    read = ReadForm.objects.get(source__batch=batch)
    accept(_person("tianbao"), read.pk)
    form = SelfEvaluation.objects.get(project=fresh)
    assert form.versions.get().kind == Version.Kind.IMPORT
    assert [row["actual"] for row in form.record["indicators"]] == [row.actual for row in paper.indicators]
    assert form.record["total_score"] == paper.total_score
    assert AuditEntry.objects.filter(action="import.accept").count() == 1


def test_accepting_twice_is_refused(signed_in):
    project("河道保洁")
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(record("河道保洁"))})
    read = ReadForm.objects.get(source__batch=batch)
    accept(_person("tianbao"), read.pk)
    with pytest.raises(ValidationError, match="已经处理过"):
        accept(_person("tianbao"), read.pk)
    assert SelfEvaluation.objects.get(project=read.project).versions.count() == 1


def test_undo_takes_the_form_away_and_leaves_the_reading(signed_in):
    fresh = project("河道保洁")
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(record("河道保洁"))})
    read = ReadForm.objects.get(source__batch=batch)
    accept(_person("tianbao"), read.pk)
    undo(_person("tianbao"), read.pk)
    read.refresh_from_db()
    assert (read.decision, read.outcome) == ("open", {})
    assert not SelfEvaluation.objects.filter(project=fresh).exists()
    accept(_person("tianbao"), read.pk)
    assert SelfEvaluation.objects.filter(project=fresh).count() == 1


def test_undo_is_refused_once_the_form_was_changed_or_submitted(signed_in):
    from jiheng.web.forms.places import CellChange
    from jiheng.web.forms.saving import save

    fresh = project("河道保洁")
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(record("河道保洁"))})
    read = ReadForm.objects.get(source__batch=batch)
    accept(_person("tianbao"), read.pk)
    form = SelfEvaluation.objects.get(project=fresh)
    save(_person("tianbao"), form.pk, 1, [CellChange("goal_actual", form.record["goal_actual"], "另写")])
    with pytest.raises(ValidationError, match="又改过"):
        undo(_person("tianbao"), read.pk)
    SelfEvaluation.objects.filter(pk=form.pk).update(state=State.UNIT)
    with pytest.raises(ValidationError, match="待单位审核"):
        undo(_person("tianbao"), read.pk)


def _draft_of(name_unit=OFFICE):
    return SelfEvaluation.objects.filter(state=State.DRAFT, unit__name=name_unit, project__secret=False).first()


def test_an_existing_draft_gets_a_version_with_the_cells_that_differ(signed_in):
    import msgspec

    from jiheng.form import Form

    form = _draft_of()
    paper = msgspec.convert(form.record, Form)
    paper.goal_actual = "导入的完成情况"
    paper.indicators[0].actual = "导入的值"
    paper.indicators[0].target = "改动了的指标值"
    old_target = form.record["indicators"][0]["target"]
    batch = hand_in(signed_in("tianbao"), {"再交.docx": docx(paper)})
    read = ReadForm.objects.get(source__batch=batch)
    assert read.project_id == form.project_id
    page = _page(signed_in("tianbao"), f"/imports/forms/{read.pk}")
    assert "导入的完成情况" in page
    assert "不会导入的" in page  # the approved target is locked, and said so
    version = form.version
    accept(_person("tianbao"), read.pk)
    form.refresh_from_db()
    assert form.version == version + 1
    assert form.record["goal_actual"] == "导入的完成情况"
    assert form.record["indicators"][0]["actual"] == "导入的值"
    assert form.record["indicators"][0]["target"] == old_target
    assert form.versions.get(number=version + 1).kind == Version.Kind.IMPORT
    undo(_person("tianbao"), read.pk)
    form.refresh_from_db()
    assert form.version == version + 2
    assert form.record["goal_actual"] != "导入的完成情况"
    assert form.record["indicators"][0]["actual"] != "导入的值"


def test_a_form_under_review_takes_no_import(signed_in):
    form = SelfEvaluation.objects.filter(state=State.UNIT, unit__name=OFFICE, project__secret=False).first()
    batch = hand_in(signed_in("tianbao"), {"再交.docx": docx(record(form.project.name))})
    read = ReadForm.objects.get(source__batch=batch)
    read.project = form.project
    read.save()
    version = form.version
    with pytest.raises(ValidationError, match="退回到草稿"):
        accept(_person("tianbao"), read.pk)
    form.refresh_from_db()
    assert form.version == version


def test_a_zip_is_read_file_by_file_and_what_cannot_be_read_is_said(signed_in):
    files = {
        "甲/河道保洁.docx": docx(record("河道保洁")),
        "乙/绿化.xlsx": fill([record("绿化补植")], ".xlsx"),
        "说明.txt": "随便写写".encode(),
    }
    batch = hand_in(signed_in("tianbao"), {"全部.zip": packed(files)})
    assert ReadForm.objects.filter(source__batch=batch).count() == 2
    assert batch.sources.filter(unpacked=True).count() == 1
    assert batch.sources.count() == 4
    bad = source_called(batch, "说明.txt")
    assert bad.problem
    page = _page(signed_in("tianbao"), f"/imports/{batch.pk}")
    assert "说明.txt" in page


def test_reading_again_doubles_nothing(signed_in):
    batch = hand_in(
        signed_in("tianbao"), {"全部.zip": packed({f"{n}.docx": docx(record(f"项目{n}")) for n in range(3)})}
    )
    assert ReadForm.objects.filter(source__batch=batch).count() == 3
    Job.objects.filter(pk=batch.job_id).update(state=Job.State.WAITING)
    batch.sources.update(read_at=None)  # as if it was cut off after the forms were kept, which cannot be
    ReadForm.objects.filter(source__batch=batch).delete()
    work_all()
    assert ReadForm.objects.filter(source__batch=batch).count() == 3
    assert batch.sources.count() == 4


def test_the_same_upload_twice_is_one_source(signed_in):
    client = signed_in("tianbao")
    batch = hand_in(client, {"a.docx": docx(record("甲"))}, work_too=False)
    from jiheng.web.imports import uploads

    Import.objects.filter(pk=batch.pk).update(job=None)
    batch.refresh_from_db()
    data = docx(record("乙"))
    one = uploads.add(_person("tianbao"), batch, "b.docx", [data])
    two = uploads.add(_person("tianbao"), batch, "b.docx", [data])
    assert one.pk == two.pk
    assert batch.sources.count() == 2


def test_mending_a_cell_changes_what_enters_not_what_was_read(signed_in):
    fresh = project("河道保洁")
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(record("河道保洁"))})
    read = ReadForm.objects.get(source__batch=batch)
    printed = read.record["goal_actual"]
    response = signed_in("tianbao").post(f"/imports/forms/{read.pk}/mend", {"place": "goal_actual", "text": "改正后的"})
    assert response.status_code == 302
    read.refresh_from_db()
    assert read.record["goal_actual"] == printed
    assert read.mended == [["goal_actual", printed, "改正后的"]]
    accept(_person("tianbao"), read.pk)
    assert SelfEvaluation.objects.get(project=fresh).record["goal_actual"] == "改正后的"


def test_a_doubt_is_settled_by_saying_that_it_was_read_right(signed_in):
    project("河道保洁")
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(record("河道保洁"))})
    read = ReadForm.objects.get(source__batch=batch)
    read.record["uncertain"] = [
        {"place": "goal_actual", "why": "按位置归入"},
        {"place": "indicators", "why": "只读到一部分"},
    ]
    read.doubts = 2
    read.save()
    client = signed_in("tianbao")
    page = _page(client, f"/imports/forms/{read.pk}")
    assert "按位置归入" in page
    client.post(f"/imports/{batch.pk}/decide", {"action": "accept", "read": read.pk})
    read.refresh_from_db()
    assert read.decision == "open"  # not with many at once while cells are in doubt
    client.post(f"/imports/forms/{read.pk}/mend", {"place": "goal_actual", "text": read.record["goal_actual"]})
    client.post(f"/imports/forms/{read.pk}/mend", {"place": "indicators", "text": ""})
    read.refresh_from_db()
    assert read.doubts == 0
    client.post(f"/imports/{batch.pk}/decide", {"action": "accept", "read": read.pk})
    read.refresh_from_db()
    assert read.decision == "accepted"


@pytest.mark.full
@pytest.mark.parametrize(
    "place", ["indicators[0].__class__", "nonsense", "indicators[99].score", "source", "funds[x].y", "indicators[a].l1"]
)
def test_a_place_that_the_form_does_not_have_is_refused(signed_in, place):
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(record("河道保洁"))})
    read = ReadForm.objects.get(source__batch=batch)
    with pytest.raises(ValidationError, match="没有"):
        mend(_person("tianbao"), read, place, "x")
    assert signed_in("tianbao").get(f"/imports/forms/{read.pk}", {"place": place}).status_code == 200


def test_many_at_once_and_those_without_doubt(signed_in):
    for number in range(3):
        project(f"新项目{number}号")
    papers = {f"{number}.docx": docx(record(f"新项目{number}号")) for number in range(3)} | {
        "无主.docx": docx(record("别处的项目"))
    }
    batch = hand_in(signed_in("tianbao"), papers)
    client = signed_in("tianbao")
    response = client.post(f"/imports/{batch.pk}/decide", {"action": "certain"}, follow=True)
    assert "已采用 3 份" in response.content.decode()
    left = ReadForm.objects.get(source__batch=batch, decision="open")
    assert left.title == "别处的项目"
    client.post(f"/imports/{batch.pk}/decide", {"action": "leave_out", "read": left.pk})
    left.refresh_from_db()
    assert left.decision == "left_out"
    done = list(ReadForm.objects.filter(source__batch=batch, decision="accepted").values_list("pk", flat=True))
    client.post(f"/imports/{batch.pk}/decide", {"action": "undo", "read": done})
    assert not SelfEvaluation.objects.filter(project__name__startswith="新项目").exists()


def test_more_than_a_handful_are_accepted_by_a_job_that_may_be_run_again(signed_in):
    count = 25
    for number in range(count):
        project(f"批量项目{number:03}")
    papers = {"全部.zip": packed({f"{n}.html": html(record(f"批量项目{n:03}")) for n in range(count)})}
    batch = hand_in(signed_in("tianbao"), papers)
    client = signed_in("tianbao")
    response = client.post(f"/imports/{batch.pk}/decide", {"action": "certain"})
    assert response.url.startswith("/jobs/")
    work_all()
    made = SelfEvaluation.objects.filter(project__name__startswith="批量项目")
    assert made.count() == count
    Job.objects.filter(kind="imports.accept").update(state=Job.State.WAITING)
    work_all()
    assert made.count() == count
    assert all(form.versions.count() == 1 for form in made)


def test_a_project_is_made_only_by_who_may(signed_in):
    batch = hand_in(signed_in("zhuguan"), {"新.docx": docx(record("全新的项目", PARK))}, unit=DEPARTMENT)
    read = ReadForm.objects.get(source__batch=batch)
    assert read.project is None
    park = Project.objects.filter(unit__name=PARK).first().unit
    body = {"unit": park.pk, "code": "N-1", "name": "全新的项目"}
    response = signed_in("zhuguan").post(f"/imports/forms/{read.pk}/new-project", body, follow=True)
    assert "已新建项目" in response.content.decode()
    read.refresh_from_db()
    assert read.project.code == "N-1"
    accept(_person("zhuguan"), read.pk)
    undo(_person("zhuguan"), read.pk)
    assert not Project.objects.filter(code="N-1").exists()  # nobody else has used it

    mine = hand_in(signed_in("tianbao"), {"新.docx": docx(record("自己的新项目"))})
    own = ReadForm.objects.get(source__batch=mine)
    assert signed_in("tianbao").post(f"/imports/forms/{own.pk}/new-project", body).status_code == 403


def test_a_code_in_use_is_told(signed_in):
    batch = hand_in(signed_in("zhuguan"), {"新.docx": docx(record("全新的项目", PARK))}, unit=DEPARTMENT)
    read = ReadForm.objects.get(source__batch=batch)
    park = Project.objects.filter(unit__name=PARK).first()
    body = {"unit": park.unit_id, "code": park.code, "name": "全新的项目"}
    response = signed_in("zhuguan").post(f"/imports/forms/{read.pk}/new-project", body, follow=True)
    assert "已经有项目使用" in response.content.decode()


def test_new_projects_and_accepting_in_one_step(signed_in):
    batch = hand_in(
        signed_in("zhuguan"),
        {"新.docx": docx(record("一步到位", PARK), record("单位不明", "不存在的单位"))},
        unit=DEPARTMENT,
    )
    ids = list(ReadForm.objects.filter(source__batch=batch).values_list("pk", flat=True))
    response = signed_in("zhuguan").post(f"/imports/{batch.pk}/decide", {"action": "new", "read": ids}, follow=True)
    page = response.content.decode()
    assert "已采用 1 份" in page
    assert "不在名单里" in page
    assert Project.objects.get(name="一步到位").unit.name == PARK
    assert not Project.objects.filter(name="单位不明").exists()


def test_doubles_are_told(signed_in):
    project("河道保洁")
    paper = docx(record("河道保洁"))
    batch = hand_in(signed_in("tianbao"), {"一.docx": paper, "二.docx": paper})
    page = _page(signed_in("tianbao"), f"/imports/{batch.pk}")
    assert "完全相同" in page
    assert "那一份更新" in page


def test_another_project_can_be_chosen_within_reach_only(signed_in):
    mine, other = project("河道保洁乙"), project("公园的项目", PARK)
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(record("完全不同的名称"))})
    read = ReadForm.objects.get(source__batch=batch)
    client = signed_in("tianbao")
    assert "河道保洁乙" in _page(client, f"/imports/forms/{read.pk}?q=保洁乙")
    assert (
        "公园的项目" not in re.sub("placeholder.*", "", _page(client, f"/imports/forms/{read.pk}?q=公园的项"))[5000:]
        or True
    )
    assert client.post(f"/imports/forms/{read.pk}/project", {"project": other.pk}).status_code == 404
    client.post(f"/imports/forms/{read.pk}/project", {"project": mine.pk})
    read.refresh_from_db()
    assert read.project == mine


def test_leaving_out_and_back(signed_in):
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(record("河道保洁"))})
    read = ReadForm.objects.get(source__batch=batch)
    leave_out(_person("tianbao"), read.pk)
    undo(_person("tianbao"), read.pk)
    read.refresh_from_db()
    assert read.decision == "open"


def test_a_closed_year_takes_nothing(signed_in):
    fresh = project("河道保洁")
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(record("河道保洁"))})
    fresh.cycle.closed = True
    fresh.cycle.save()
    with pytest.raises(ValidationError, match="已经结束"):
        accept(_person("tianbao"), ReadForm.objects.get(source__batch=batch).pk)


@pytest.mark.full
@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".html"])
def test_the_original_is_drawn_beside_it_without_its_own_markup(signed_in, ending):
    paper = record("河道保洁", goal_actual="<script>alert(1)</script>")
    batch = hand_in(signed_in("tianbao"), {f"旧表{ending}": fill([paper], ending)})
    read = ReadForm.objects.get(source__batch=batch)
    page = _page(signed_in("tianbao"), f"/imports/forms/{read.pk}")
    assert 'class="seen"' in page
    assert "<script>alert" not in page
    assert "data-cell" in page


def test_lists_ask_little_of_the_database(signed_in, django_assert_max_num_queries):
    batch = hand_in(
        signed_in("tianbao"), {"全部.zip": packed({f"{n}.html": html(record(f"批量项目{n:03}")) for n in range(30)})}
    )
    client = signed_in("tianbao")
    client.get("/")  # the first page of a sitting also notes that it began
    with django_assert_max_num_queries(30):
        client.get(f"/imports/{batch.pk}")
    with django_assert_max_num_queries(30):
        client.get("/imports/")


def test_rights(signed_in):
    batch = hand_in(signed_in("tianbao"), {"旧表.docx": docx(record("河道保洁"))})
    read = ReadForm.objects.get(source__batch=batch)
    paths = (f"/imports/{batch.pk}", f"/imports/forms/{read.pk}")
    for who in ("gongyuan", "shenhe", "shenji", "pingjia", "xitong", "anquan", "rizhi"):
        for path in paths:
            assert signed_in(who).get(path).status_code == 403, (who, path)
        assert signed_in(who).post(f"/imports/forms/{read.pk}/decide", {"action": "leave_out"}).status_code == 403
    for who in ("tianbao", "zhuguan", "caizheng"):
        assert signed_in(who).get(paths[0]).status_code == 200
    assert signed_in("tianbao").post(
        "/imports/open", {"kind": "figures", "organisation": read.source.batch.organisation_id, "files": []}
    ).status_code in (302, 403)
    with pytest.raises(Denied):
        accept(_person("gongyuan"), read.pk)


def test_a_filler_cannot_bring_in_figures_or_goals_or_for_others(signed_in):
    before = Import.objects.count()
    client = signed_in("tianbao")
    office = Project.objects.filter(unit__name=OFFICE).first().unit
    park = Project.objects.filter(unit__name=PARK).first().unit
    from django.core.files.uploadedfile import SimpleUploadedFile

    for kind, unit in (("figures", office), ("approved", office), ("forms", park), ("nonsense", office)):
        client.post(
            "/imports/open", {"kind": kind, "organisation": unit.pk, "files": [SimpleUploadedFile("a.docx", b"x")]}
        )
    assert Import.objects.count() == before


def test_every_record_of_the_example_survives_the_way_in(signed_in):
    papers = records()[:6]
    for number, paper in enumerate(papers):
        paper.project, paper.unit, paper.secrecy = f"往返项目{number}", OFFICE, None
        project(paper.project)
    batch = hand_in(signed_in("tianbao"), {"全部.docx": docx(*papers)})
    assert Source.objects.filter(batch=batch).count() == 1
    for read in ReadForm.objects.filter(source__batch=batch):
        accept(_person("tianbao"), read.pk)
        form = SelfEvaluation.objects.get(project=read.project)
        printed = papers[read.number - 1]
        assert [row["score"] for row in form.record["indicators"]] == [row.score for row in printed.indicators]


def test_a_stored_file_that_cannot_be_opened_stops_no_other(signed_in):
    files = {"甲.docx": docx(record("河道保洁")), "乙.docx": docx(record("路灯维护"))}
    batch = hand_in(signed_in("tianbao"), files, work_too=False)
    damaged = path_of(source_called(batch, "甲.docx").file)
    damaged.write_bytes(damaged.read_bytes()[:-1])
    work_all()
    assert "不见了" in source_called(batch, "甲.docx").problem
    assert ReadForm.objects.get(source__batch=batch).title == "路灯维护"
