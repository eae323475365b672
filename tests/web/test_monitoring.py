"""Monitoring: cells and lights, what stands against handing in, the period, pages, papers, the form in spring."""

import datetime
import io
import re
import zipfile

import openpyxl
import pytest
from django.db import connection
from django.utils import timezone

from jiheng.form import cell
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.corrections.models import Correction
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.models import FindingCount, SelfEvaluation
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import record_of, save
from jiheng.web.monitoring.models import Sheet, WatchedPeriod
from jiheng.web.monitoring.rows import rows_of, shown
from jiheng.web.notices.models import Notice
from jiheng.web.procedure.models import Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    """The period of the example that is open."""
    return WatchedPeriod.objects.get(closed=False)


@pytest.fixture
def project(period):
    """A project of the 局本级 with nothing written for the period."""
    return Project.objects.filter(unit__name="局本级", secret=False).exclude(sheets__period=period).order_by("code")[0]


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def page(period, project, what=""):
    return f"/monitoring/{period.pk}/{project.pk}{what}"


def write(client, period, project, alone=True, **cells):
    names = {key.replace("_at_", "-"): text for key, text in cells.items()}
    return client.post(page(period, project, "/write"), names, headers={"HX-Request": "true"} if alone else {})


def act(client, period, project, action, reason=""):
    data = {"action": f"monitoring.{action}", "reason": reason}
    return client.post(page(period, project, "/step"), data, follow=True)


def filled(signed_in, period, project):
    """Everything as it ought to be."""
    client = signed_in("tianbao")
    write(client, period, project, executed=str(project.budget / 10000))
    sheet = Sheet.objects.get(period=period, project=project)
    for number, row in enumerate(rows_of(sheet)):
        for name, text in (("so_far", "1"), ("forecast", f"{row.target.lstrip('≥≤=')}{row.unit or ''}")):
            client.post(page(period, project, "/write"), {f"{name}-{number}": text}, headers={"HX-Request": "true"})
        for name in ("reason", "measure"):
            client.post(page(period, project, "/write"), {f"{name}-{number}": "说明"}, headers={"HX-Request": "true"})
    return sheet


def test_a_cell_is_kept_with_its_light_version_and_record(signed_in, period, project):
    client = signed_in("tianbao")
    assert "没有填" in said(client.get(page(period, project)))
    assert not Sheet.objects.filter(period=period, project=project).exists()  # looking alone keeps nothing
    answer = write(client, period, project, forecast_at_0="1")
    assert 'hx-swap-oob="true"' in answer.content.decode()
    assert "已保存" in said(answer)
    sheet = Sheet.objects.get(period=period, project=project)
    assert (sheet.light, sheet.version, rows_of(sheet)[0].forecast) == ("red", 1, "1")
    write(client, period, project, reason_at_0="汛期停工")
    write(signed_in("shenhe"), period, project, measure_at_0="补做")
    sheet.refresh_from_db()
    assert (rows_of(sheet)[0].reason, rows_of(sheet)[0].measure) == ("汛期停工", "补做")
    kept = Revision.objects.filter(subject=sheet.key).order_by("number")
    assert [one.changes[0][0] for one in kept] == ["forecast-0", "reason-0", "measure-0"]
    assert AuditEntry.objects.filter(subject=sheet.key, action="monitoring.write").count() == 3


def test_what_is_missing_is_said_and_stands_against_handing_in(signed_in, period, project):
    write(signed_in("tianbao"), period, project, so_far_at_0="5", forecast_at_0="3")
    text = said(act(signed_in("shenhe"), period, project, "submit"))
    assert "全年预计 3 比已经完成的 5 还少" in text
    assert "亮红灯，要写明偏差原因和纠偏措施" in text
    assert "没有填1—10月执行数" in text
    assert "第 2 行" in text
    assert Sheet.objects.get(period=period, project=project).state == "watching"


def test_from_writing_to_reviewed_and_back(signed_in, period, project):
    sheet = filled(signed_in, period, project)
    assert "由单位审核来做" in said(act(signed_in("tianbao"), period, project, "submit"))
    act(signed_in("shenhe"), period, project, "submit")
    sheet.refresh_from_db()
    assert sheet.state == "watched"
    assert Notice.objects.filter(person__username="zhuguan", text__contains="监控表送到").exists()
    assert "审核监控表" in said(signed_in("zhuguan").get("/"))
    assert "这张监控表现在是“监控待审核”" in said(write(signed_in("tianbao"), period, project, so_far_at_0="2"))
    assert "要写明原因" in said(act(signed_in("zhuguan"), period, project, "return"))
    act(signed_in("zhuguan"), period, project, "return", "请核对数量")
    assert Notice.objects.filter(person__username="tianbao", text__contains="请核对数量").exists()
    act(signed_in("shenhe"), period, project, "submit")
    act(signed_in("zhuguan"), period, project, "pass")
    sheet.refresh_from_db()
    assert sheet.state == "monitored"


def test_a_value_after_the_period_is_refused_and_nothing_is_lost(signed_in, period, project):
    WatchedPeriod.objects.filter(pk=period.pk).update(closed=True)
    assert "监控已经结束" in said(write(signed_in("tianbao"), period, project, so_far_at_0="5"))
    response = write(signed_in("tianbao"), period, project, alone=False, so_far_at_0="写了很久的数")
    assert response.status_code == 422
    assert "没有存上" in said(response)
    assert not Sheet.objects.filter(period=period, project=project).exists()


def test_odd_cells_and_amounts_are_refused(signed_in, period, project):
    client = signed_in("tianbao")
    assert "表上没有这一格" in said(write(client, period, project, so_far_at_999="5"))
    assert "应是金额" in said(write(client, period, project, executed="很多"))
    assert "应是金额" in said(write(client, period, project, executed="-3"))
    assert "超过 2000 字" in said(write(client, period, project, reason_at_0="字" * 2001))
    assert not Revision.objects.filter(subject__startswith="monitoring").exists()


def test_a_whole_page_does_not_write_over_others(signed_in, period, project):
    write(signed_in("tianbao"), period, project, so_far_at_0="5")
    response = signed_in("shenhe").post(page(period, project, "/write"), {"version": "0", "so_far-0": "9"})
    assert "别人又改过这张表" in said(response)
    assert ">9</textarea>" in response.content.decode()
    response = signed_in("shenhe").post(page(period, project, "/write"), {"version": "1", "so_far-0": "9"}, follow=True)
    assert "已保存" in said(response)


def test_periods_are_begun_and_closed_by_who_may(signed_in):
    wish = {"first": "1", "last": "9", "due": "2026-10-20"}
    assert signed_in("tianbao").post("/monitoring/periods", wish).status_code == 403
    client = signed_in("caizheng")
    for change, why in (
        ({"last": "13"}, "没有这样的期间"),
        ({"first": "9", "last": "3"}, "没有这样的期间"),
        ({"last": "x"}, "应是 1 到 12 的整数"),
        ({"due": "秋天"}, "填报截止应是日期"),
        ({"last": "7"}, "已经有到 7 月为止的监控期"),
    ):
        assert why in said(client.post("/monitoring/periods", wish | change, follow=True))
    client.post("/monitoring/periods", wish)
    made = WatchedPeriod.objects.get(last=9)
    client.post(f"/monitoring/periods/{made.pk}/close")
    made.refresh_from_db()
    assert made.closed
    client.post(f"/monitoring/periods/{made.pk}/close", {"open": "1"})
    made.refresh_from_db()
    assert not made.closed


def test_the_page_of_lights_counts_and_narrows_in_few_queries(signed_in, django_assert_max_num_queries):
    over = WatchedPeriod.objects.get(closed=True)
    client = signed_in("caizheng")
    client.get("/monitoring/")
    with django_assert_max_num_queries(24):
        text = said(client.get(f"/monitoring/?period={over.pk}&light=red"))
    red = Sheet.objects.filter(period=over, light="red").select_related("project")
    assert red
    assert all(one.project.name in text for one in red)
    green = Sheet.objects.filter(period=over, light="green").select_related("project")[0]
    assert green.project.name not in text
    assert client.get("/monitoring/?light=pink&unit=x&state=y&period=z&page=-1").status_code == 200
    unfilled = said(client.get("/monitoring/?state=unfilled"))
    assert Project.objects.filter(secret=False).exclude(sheets__period__closed=False)[0].name in unfilled


def test_the_report_is_a_paper_with_figures_reasons_and_no_secret(signed_in):
    over = WatchedPeriod.objects.get(closed=True)
    hidden = Sheet.objects.filter(period=over, light="red").select_related("project")[0].project
    hidden.secret = True
    hidden.save()
    response = signed_in("caizheng").get(f"/monitoring/{over.pk}/report.docx")
    text = re.sub(r"<[^>]+>", "", zipfile.ZipFile(io.BytesIO(response.content)).read("word/document.xml").decode())
    assert "2024年1—7月绩效运行监控报告" in text
    assert "时间已过 58.33%" in text
    assert "原因：汛期提前，部分作业面停工。措施：" in text
    assert hidden.name not in text
    book = openpyxl.load_workbook(io.BytesIO(signed_in("caizheng").get(f"/monitoring/{over.pk}/report.xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][:3] == ("单位", "项目代码", "项目")
    assert len(rows) > 50
    assert all(row[2] != hidden.name for row in rows)
    assert signed_in("caizheng").get(f"/monitoring/{over.pk}/report.exe").status_code == 404


def test_in_spring_the_form_shows_what_was_said_and_where_it_broke(signed_in):
    project = Project.objects.get(code="2024-012", cycle__year=2024)
    text = said(signed_in("tianbao").get(f"/forms/{project.form.pk}"))
    assert "1—7月：完成" in text
    assert "监控时预计 60次（目标的 100%），自评实际 48次（目标的 80%），相差 20%" in text
    page = signed_in("tianbao").get(f"/forms/{project.form.pk}").content.decode()
    beside = re.findall(r'<td class="beside left">(.*?)</td></tr>', page)
    sheet = Sheet.objects.get(project=project)
    assert [one for one in beside if one] == [
        f"<div>1—7月 {one.row.so_far or '—'}，预计 {one.row.forecast} "
        f'<span class="light {one.judged.light}">{one.judged.light.label}</span></div>'
        for one in shown(sheet, ())
    ]
    assert "前后不一致" in said(signed_in("caizheng").get(f"/review/forms/{project.form.pk}"))
    notice = said(signed_in("caizheng").get(f"/corrections/new/{project.form.pk}"))
    assert "检查 D39" in notice
    desk = said(signed_in("caizheng").get("/review/desk?all=1&code=D39"))
    assert project.name in desk
    assert "D39 监控时的预计与自评结果相差大" in desk


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_the_form_is_taken_away_with_what_monitoring_said_beside_its_rows(signed_in, ending):
    project = Project.objects.get(code="2024-012", cycle__year=2024)
    client, path = signed_in("tianbao"), f"/forms/{project.form.pk}/paper.{ending}"
    said_then = [f"1—7月 {one.row.so_far or '—'}，预计 {one.row.forecast}" for one in shown(project.sheets.get(), ())]
    for query, there in (("", False), ("?beside", True)):
        response = client.get(path + query)
        with zipfile.ZipFile(io.BytesIO(response.content)) as parts:
            text = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))
        assert all((one in text) is there for one in said_then)
        assert ("监控时的完成值和预计" in text) is there
    page = client.get(f"/forms/{project.form.pk}").content.decode()
    assert f"{path}?beside" in page
    project.sheets.all().delete()
    assert "?beside" not in client.get(f"/forms/{project.form.pk}").content.decode()


def test_a_break_that_is_explained_is_only_noticed_and_leaves_the_banner(signed_in):
    form = Project.objects.get(code="2024-012", cycle__year=2024).form
    SelfEvaluation.objects.filter(pk=form.pk).update(state="draft")
    banner, client = "相差大，请在偏差原因里说明", signed_in("tianbao")
    assert FindingCount.objects.get(form=form, code="D39").severity == "warning"
    assert banner in said(client.get(f"/forms/{form.pk}"))
    places = [one["place"].replace("actual", "reason") for one in form.findings if one["code"] == "D39"]
    changes = [CellChange(place, cell(record_of(form), place), "两个站点停用一个月，少补一轮。") for place in places]
    saved = save(Person.objects.get(username="tianbao"), form.pk, form.version, changes)
    assert "D39" not in {one.code for one in saved.assessed.audit.findings}
    assert FindingCount.objects.get(form=form, code="D39").severity == "notice"
    assert banner not in said(client.get(f"/forms/{form.pk}"))


def test_a_light_may_start_a_correction(signed_in):
    sheet = Sheet.objects.filter(period__closed=True, light="red").select_related("project")[0]
    client = signed_in("caizheng")
    text = said(client.get(f"/corrections/new/project/{sheet.project_id}?source=monitoring"))
    assert "1—7月监控" in text
    assert "亮红灯" in text
    due = f"{timezone.localdate() + datetime.timedelta(9):%Y-%m-%d}"
    wish = {"source": "monitoring", "due": due, "pick": "0", "demand": "", "more": ""}
    client.post(f"/corrections/new/project/{sheet.project_id}", wish)
    row = Correction.objects.latest("pk")
    assert (row.project, row.form, row.source, row.items.count()) == (sheet.project, None, "monitoring", 1)


def test_a_secret_project_shows_its_sheet_to_its_people_alone(signed_in, period, project):
    Project.objects.filter(pk=project.pk).update(secret=True)
    assert signed_in("tianbao").get(page(period, project)).status_code == 403
    project.named.add(Person.objects.get(username="tianbao"))
    assert signed_in("tianbao").get(page(period, project)).status_code == 200
    assert AuditEntry.objects.filter(action="secret.read", subject=f"cycles.project:{project.pk}").exists()
    assert project.name not in signed_in("caizheng").get("/monitoring/").content.decode()
    write(signed_in("tianbao"), period, project, reason_at_0="机要楼停工")
    sheet = Sheet.objects.get(period=period, project=project)
    assert rows_of(sheet)[0].reason == "机要楼停工"
    with connection.cursor() as cursor:  # neither the sheet nor its history says it in clear
        cursor.execute("SELECT rows FROM monitoring_sheet WHERE id = %s", [sheet.pk])
        kept = str(cursor.fetchall())
        cursor.execute("SELECT changes FROM procedure_revision WHERE subject = %s", [sheet.key])
        kept += str(cursor.fetchall())
    assert kept.count("机要楼") == kept.count("\\u673a\\u8981") == 0
    opened = Project.objects.get(pk=project.pk)
    opened.secret = False
    opened.save()
    assert rows_of(Sheet.objects.get(pk=sheet.pk))[0].reason == "机要楼停工"


def test_a_year_without_monitoring_says_so(signed_in):
    Sheet.objects.all().delete()
    WatchedPeriod.objects.all().delete()
    assert "还没有开始监控" in said(signed_in("tianbao").get("/monitoring/"))
    Cycle.objects.update(closed=True)
    assert "再开始一期" not in said(signed_in("caizheng").get("/monitoring/"))


def test_a_light_may_start_an_adjustment(signed_in):
    over = WatchedPeriod.objects.get(closed=True)
    behind = Sheet.objects.filter(period=over, light="red").select_related("project__unit")[0]
    who = "gongyuan" if "公园" in behind.unit.name else "tianbao"
    assert "申请调整目标" in said(signed_in(who).get(page(over, behind.project)))
    assert "申请调整目标" not in said(signed_in("caizheng").get(page(over, behind.project)))
    Sheet.objects.filter(pk=behind.pk).update(light="green")
    assert "申请调整目标" not in said(signed_in(who).get(page(over, behind.project)))
