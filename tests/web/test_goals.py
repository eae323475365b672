"""Goals: declaring, checks and hints, three steps, approval as a version, papers, library; adjusting them."""

import io
import json
import re
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiheng.checks.names import indicator_key
from jiheng.web.accounts.models import Person
from jiheng.web.adjustments import handling
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.goal_rows import COLUMNS
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import count_findings
from jiheng.web.goals.models import ApprovedVersion, Declaration, LibraryEntry
from jiheng.web.notices.models import Notice
from jiheng.web.procedure.models import Revision, Step

pytestmark = pytest.mark.django_db
LIBRARY = [
    {
        "name": "植树数量", "l1": "产出指标", "l2": "数量指标", "count": 40, "departments": 9, "direction": "positive",
        "unit": "株", "usual_count": 38, "weight": 15, "examples": ["≥500株"], "also": [],
        "range": {"least": 10, "low": 200, "middle": 500, "high": 900, "greatest": 5000},
    }
]  # fmt: skip


@pytest.fixture
def project():
    """A project whose declaration is being written (the park's), its form a draft."""
    project = Project.objects.get(declaration__state="declaring")
    SelfEvaluation.objects.filter(project=project).update(state="draft")
    return project


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def sent(rows, goal="完成全年任务，做到位。", base=1, **more):
    """A page as a browser sends it: `rows` as dicts of cells."""
    data = {"goal": goal, "execution": "10", "base": str(base), **more}
    return data | {name: [row.get(name, "") for row in rows] for name in COLUMNS}


ROWS = [
    dict(zip(COLUMNS, cells.split(), strict=True))
    for cells in ("产出指标 数量指标 体检古树株数 = 37 株 50", "效益指标 生态效益指标 古树存活率 ≥ 98 % 40")
]


def act(client, project, action, reason="", path="goals"):
    pk = project.pk if path == "goals" else Adjustment.objects.filter(project=project).latest("pk").pk
    prefix = "goals" if path == "goals" else "adjust"
    return client.post(f"/{path}/{pk}/step", {"action": f"{prefix}.{action}", "reason": reason}, follow=True)


def test_a_declaration_goes_its_way_and_is_locked_as_a_version(signed_in, project):
    officer, bureau = signed_in("gongyuan"), signed_in("caizheng")
    assert "已保存" in said(officer.post(f"/goals/{project.pk}", sent(ROWS, asked="42"), follow=True))
    row = Declaration.objects.get(project=project)
    assert (row.version, row.asked) == (2, "42")
    assert Revision.objects.get(subject=row.key).changes
    assert "由填报人来做" in said(signed_in("gyshenhe").post(f"/goals/{project.pk}", sent(ROWS, base=2)))
    act(officer, project, "submit", "已核对")
    assert "审核绩效目标" in said(signed_in("gyshenhe").get("/"))
    signed_in("gyshenhe").post(f"/goals/{project.pk}/remark", {"row": "1", "text": "数量怎样测算？"})
    assert "没有答复" in said(act(signed_in("gyshenhe"), project, "pass"))
    assert "要写明原因" in said(act(signed_in("gyshenhe"), project, "return"))
    act(signed_in("gyshenhe"), project, "return", "请答复")
    assert Notice.objects.filter(person__username="gongyuan", text__contains="请答复").exists()
    assert "逐条答复" in said(act(officer, project, "submit", "x"))
    remark = row.remarks.get()
    officer.post(f"/goals/{project.pk}/remark", {"answer": remark.pk, "text": "按普查数。"})
    for user, action in (("gongyuan", "submit"), ("gyshenhe", "pass"), ("zhuguan", "pass"), ("caizheng", "approve")):
        act(signed_in(user), project, action, "已核对")
    project.refresh_from_db()
    row.refresh_from_db()
    assert row.state == "goals_approved"
    assert [one["l3"] for one in project.approved["indicators"]] == ["体检古树株数", "古树存活率"]
    versions = list(project.approved_versions.values_list("number", "source"))
    assert versions == [(1, "before"), (2, "declared")]
    assert "这份目标申报现在是“目标已批复”" in said(act(bureau, project, "approve"))
    assert project.approved_versions.count() == 2
    text = said(bureau.get(f"/goals/{project.pk}"))
    assert "第 2 版 申报批复" in text
    assert "取消一行" in text
    assert SelfEvaluation.objects.get(project=project).record["indicators"][0]["target"] == "37"
    assert Step.objects.filter(subject=row.key).count() == 6
    logged = set(AuditEntry.objects.filter(subject=row.key).values_list("action", flat=True))
    assert {"goals.write", "goals.submit", "goals.remark", "goals.answer", "goals.approve"} <= logged


def test_sums_and_checks_are_live_and_rows_move(signed_in, project):
    officer = signed_in("gongyuan")
    live = officer.post(f"/goals/{project.pk}", sent(ROWS, do="judge"), headers={"HX-Request": "true"})
    assert '<b id="whole-weight">100</b>' in live.content.decode()
    rows = [ROWS[0] | {"weight": "30"}, {**ROWS[1], "target": "有所提升", "property": "", "unit": ""}]
    wrong = said(officer.post(f"/goals/{project.pk}", sent(rows, do="judge"), headers={"HX-Request": "true"}))
    assert "80" in wrong
    assert "错误" in wrong
    moved = officer.post(f"/goals/{project.pk}", sent(ROWS, do="up:1")).content.decode()
    assert moved.index("古树存活率") < moved.index("体检古树株数")
    assert Declaration.objects.get(project=project).version == 1


def test_what_cannot_be_kept_or_handed_in_is_said(signed_in, project):
    officer = signed_in("gongyuan")
    assert "申请预算”应是金额" in said(officer.post(f"/goals/{project.pk}", sent(ROWS, asked="很多")))
    assert "别人又改过" in said(officer.post(f"/goals/{project.pk}", sent(ROWS, base=0)))
    officer.post(f"/goals/{project.pk}", sent([{}], goal=""))
    assert "还没有写年度总体目标" in said(act(officer, project, "submit"))
    officer.post(f"/goals/{project.pk}", sent([ROWS[0]], base=2))
    row = Declaration.objects.get(project=project)
    assert row.errors
    assert "写明原因后可以提交" in said(act(officer, project, "submit"))
    Cycle.objects.update(closed=True)
    assert "已经结束" in said(officer.post(f"/goals/{project.pk}", sent(ROWS, base=3)))


def test_a_form_under_review_is_not_changed_under_the_reviewers(signed_in, project):
    signed_in("gongyuan").post(f"/goals/{project.pk}", sent(ROWS))
    SelfEvaluation.objects.filter(project=project).update(state="department")
    Declaration.objects.filter(project=project).update(state="goals_finance")
    before = SelfEvaluation.objects.get(project=project)
    act(signed_in("caizheng"), project, "approve")
    after = SelfEvaluation.objects.get(project=project)
    assert (after.record, after.version, after.approved_waits) == (before.record, before.version, True)
    assert "提交以后批复改过" in said(signed_in("zhuguan").get(f"/review/forms/{after.pk}"))


def test_the_list_counts_narrows_and_asks_little(signed_in, project, django_assert_max_num_queries):
    client = signed_in("caizheng")
    client.get("/goals/")
    with django_assert_max_num_queries(16):
        text = said(client.get("/goals/?state=declaring"))
    assert project.name in text
    assert Project.objects.get(code="2024-001", cycle__year=2024).name not in text
    Declaration.objects.filter(project=project).delete()
    assert project.name in said(client.get("/goals/?state=none"))
    project.secret = True
    project.save()
    assert project.name not in client.get("/goals/").content.decode()
    assert signed_in("gongyuan").get(f"/goals/{project.pk}").status_code == 403


def test_the_paper_has_the_places_layout_without_results(signed_in, project):
    approved = Project.objects.get(code="2024-001", cycle__year=2024)
    client = signed_in("caizheng")
    for pk, title in ((project.pk, "目标申报表"), (approved.pk, "目标批复表")):
        data = client.get(f"/goals/{pk}.docx").content
        text = re.sub(r"<[^>]+>", "", zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode())
        assert f"项目支出绩效{title}" in text or f"项目支出{title}" in text or title in text
        assert "实际完成" not in text
        assert "得分" not in text
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"/goals/{approved.pk}.xlsx").content)).active
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    assert "年度指标值" in cells
    assert not cells & {"实际完成值", "得分", "执行率"}
    assert client.get(f"/goals/{approved.pk}.exe").status_code == 404


def test_the_library_is_taken_in_whole_and_suggests(signed_in, project):
    client = signed_in("caizheng")
    upload = lambda data: client.post("/goals/library", {"file": SimpleUploadedFile("库.json", data)}, follow=True)  # noqa: E731
    assert "不是指标库文件" in said(upload(b"not json"))
    assert "0 项指标" in said(upload(b"[]"))
    assert "已换成新的" in said(upload(json.dumps(LIBRARY).encode()))
    assert LibraryEntry.objects.get().sign == "≥"
    rows = [{"l3": "植树数量"}]
    page = signed_in("gongyuan").post(f"/goals/{project.pk}", sent(rows, do="judge"), headers={"HX-Request": "true"})
    assert "常用单位“株”，性质 ≥，指标值多在 200—900 之间，中位 500，分值多为 15（40 个项目用过）" in said(page)
    filled = signed_in("gongyuan").post(f"/goals/{project.pk}", sent(rows, do="usual:1")).content.decode()
    assert 'value="数量指标"' in filled
    assert "植树数量" in said(client.get("/goals/library?q=植树"))
    assert (
        signed_in("gongyuan").post("/goals/library", {"file": SimpleUploadedFile("x.json", b"[]")}).status_code == 403
    )
    assert LibraryEntry.objects.count() == 1


def test_a_target_far_from_those_of_the_library_is_noted_with_the_comparison(db):
    form = SelfEvaluation.objects.order_by("pk").first()
    row = next(one for one in form.record["indicators"] if one["l3"] and one["weight"])
    row |= {"property": "≤", "target": "300", "unit": "分钟"}
    form.save()
    ends = dict(zip(("least", "low", "middle", "high", "greatest"), (10, 20, 30, 40, 60), strict=True))
    entry = LibraryEntry.objects.create(
        key=indicator_key(row["l3"]), name=row["l3"], unit="分钟", count=25, usual_count=23, **ends
    )
    count_findings(form)
    noted = [one for one in form.findings if one["code"] == "T28"]
    assert [one["severity"] for one in noted] == ["notice"]
    assert "同类 23 个项目中位 30分钟" in noted[0]["message"]
    LibraryEntry.objects.filter(pk=entry.pk).update(usual_count=4)
    count_findings(form)
    assert not [one for one in form.findings if one["code"] == "T28"], "too few to compare with"


def test_last_years_target_and_result_stand_beside_a_row(signed_in, project):
    now = project.cycle
    before = Cycle.objects.get(pk=now.pk)
    before.pk, before.year, before.name = None, now.year - 1, "上年"
    before.save()
    old = Project.objects.create(cycle=before, unit=project.unit, code=project.code, name=project.name)
    record = {
        "indicators": [{"l1": "产出指标", "l2": "数量指标", "l3": "体检古树株数", "target": "35株", "actual": "36株"}]
    }
    SelfEvaluation.objects.create(project=old, cycle=before, unit=old.unit, record=record)
    text = said(signed_in("gongyuan").get(f"/goals/{project.pk}"))
    assert "去年目标 35株，实际 36株" in text


@pytest.fixture
def approved(signed_in):
    """A project of the 局本级 with approved goals and a draft form."""
    form = SelfEvaluation.objects.filter(
        unit__name="局本级", state="draft", project__declaration__state="goals_approved"
    )
    return form.select_related("project").order_by("pk")[0].project


def asked(signed_in, approved, target="≥1", why="预算追减"):
    """A request that changes the first row's target."""
    client = signed_in("tianbao")
    client.post(f"/adjustments/new/{approved.pk}")
    row = Adjustment.objects.filter(project=approved).latest("pk")
    rows = [dict(one) for one in row.entered["rows"]]
    rows[0]["target"] = target
    data = sent(rows, row.entered["goal"], row.version, why=why, document="关于调整预算的通知")
    client.post(f"/adjustments/{row.pk}", data | {"execution": row.entered["execution"]})
    row.refresh_from_db()
    return row


def test_an_adjustment_becomes_a_new_version_and_the_form_shows_both(signed_in, approved):
    row = asked(signed_in, approved)
    before = row.base["indicators"][0]["target"]
    assert [one.after for one in handling.wanted(row)] == ["≥1"]
    assert "由单位审核来做" in said(act(signed_in("tianbao"), approved, "submit", path="adjustments"))
    act(signed_in("shenhe"), approved, "submit", path="adjustments")
    assert "办理目标调整" in said(signed_in("zhuguan").get("/"))
    for user, action in (("zhuguan", "pass"), ("caizheng", "approve")):
        act(signed_in(user), approved, action, path="adjustments")
    row.refresh_from_db()
    assert row.state == "adjusted"
    assert list(approved.approved_versions.values_list("source", flat=True)) == ["declared", "adjusted"]
    text = said(signed_in("tianbao").get(f"/forms/{approved.form.pk}"))
    assert f"原批复 {before} → 调整后 ≥1" in text
    assert "这份调整申请现在是“已调整”" in said(act(signed_in("caizheng"), approved, "approve", path="adjustments"))


def test_an_adjustment_needs_a_change_a_reason_and_rows_that_are_there(signed_in, approved):
    row = asked(signed_in, approved, why="")
    assert "请写明调整理由" in said(act(signed_in("shenhe"), approved, "submit", path="adjustments"))
    Adjustment.objects.filter(pk=row.pk).update(why="有变化", state="adjust_finance")
    gone = row.base["indicators"][0]["l3"]
    approved.approved = {**approved.approved, "indicators": approved.approved["indicators"][1:]}
    approved.save()
    text = said(act(signed_in("caizheng"), approved, "approve", path="adjustments"))
    assert f"要调整的“{gone}”已经不在现行批复里" in text
    assert Adjustment.objects.get(pk=row.pk).state == "adjust_finance"
    act(signed_in("caizheng"), approved, "return", "请重提", path="adjustments")
    act(signed_in("tianbao"), approved, "drop", path="adjustments")
    assert Adjustment.objects.get(pk=row.pk).state == "adjust_dropped"
    again = asked(signed_in, approved)
    assert again.pk != row.pk
    assert "和现行批复一样" in said(_same(signed_in, approved, again))


def _same(signed_in, approved, row):
    Adjustment.objects.filter(pk=row.pk).update(base=approved.approved)
    row.entered = {**row.entered, "rows": [dict(one) for one in row.entered["rows"]]}
    row.entered["rows"][0]["target"] = approved.approved["indicators"][0]["target"]
    Adjustment.objects.filter(pk=row.pk).update(entered=row.entered)
    return act(signed_in("shenhe"), approved, "submit", path="adjustments")


def test_a_budget_that_changed_without_its_goals_is_found(signed_in, approved, django_assert_max_num_queries):
    Project.objects.filter(pk=approved.pk).update(initial=100, budget=60)
    client = signed_in("caizheng")
    client.get("/adjustments/")
    with django_assert_max_num_queries(16):
        text = said(client.get("/adjustments/"))
    assert approved.name in text
    assert "减少 40%" in text
    approved.approved_versions.create(number=9, record=approved.approved, source=ApprovedVersion.Origin.ADJUSTED)
    assert approved.name not in said(client.get("/adjustments/"))
    assert client.get("/adjustments/?state=nonsense&page=z").status_code == 200
    stranger = Person.objects.get(username="gongyuan")
    assert signed_in(stranger.username).post(f"/adjustments/new/{approved.pk}").status_code == 403


def test_a_declaration_is_read_from_a_file_and_kept_only_when_it_is_saved(signed_in, project):
    done = Project.objects.get(code="2024-012", cycle__year=2024)
    data = signed_in("tianbao").get(f"/goals/{done.pk}.docx").content
    officer = signed_in("gongyuan")
    row = Declaration.objects.get(project__code="2024-014")
    before = row.entered
    upload = SimpleUploadedFile("申报表.docx", data)
    page = officer.post(f"/goals/{row.project_id}/file", {"file": upload})
    text = said(page)
    first = done.approved["indicators"][0]
    assert "核对以后再保存" in text
    assert f"表上的项目是“{done.name}”，与这个项目不同" in text
    assert first["l3"] in page.content.decode()
    row.refresh_from_db()
    assert row.entered == before


@pytest.mark.full
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("说明.txt", "这里没有表。".encode(), "里没有读到绩效目标表"),
        ("坏.docx", b"PK\x03\x04", "里没有读到绩效目标表"),
        ("空.xlsx", b"", "里没有读到绩效目标表"),
    ],
    ids=["text", "broken", "empty"],
)
def test_a_file_without_goals_is_said(signed_in, name, data, words):
    row = Declaration.objects.get(project__code="2024-014")
    client = signed_in("gongyuan")
    response = client.post(f"/goals/{row.project_id}/file", {"file": SimpleUploadedFile(name, data)}, follow=True)
    assert f"“{name}”{words}" in said(response)
    assert "还没有选文件" in said(client.post(f"/goals/{row.project_id}/file", follow=True))
    done = Declaration.objects.get(project__code="2024-012").project_id
    assert signed_in("tianbao").post(f"/goals/{done}/file").status_code == 403
