"""Approved goals and figures: matched, shown, corrected, taken over, taken back."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.import_files import DEPARTMENT, OFFICE, docx, hand_in, project, record, work_all

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.forms.models import SelfEvaluation, State, Version
from jiheng.web.imports.apply import accept, undo
from jiheng.web.imports.models import ColumnMapping, Import, ReadForm
from jiheng.web.workflow.workflow import pass_on


def _person(name):
    return Person.objects.get(username=name)


def _xlsx(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _figures(signed_in, *rows, name="决算.xlsx"):
    return hand_in(signed_in("zhuguan"), {name: _xlsx(*rows)}, kind="figures", unit=DEPARTMENT)


HEAD = ("项目名称", "单位", "年初预算数", "全年预算数", "全年执行数")


def test_figures_are_understood_matched_and_brought_to_yuan(signed_in):
    known = project("河道保洁", budget=Decimal(1_000_000))
    batch = _figures(
        signed_in, ("单位：万元",), HEAD, ("河道保洁", OFFICE, 100, 120, 118.5), ("没有的项目甲乙丙", OFFICE, 1, 2, 3)
    )
    reads = {read.title: read for read in ReadForm.objects.filter(source__batch=batch)}
    assert reads["河道保洁"].project == known
    assert reads["没有的项目甲乙丙"].project is None
    page = signed_in("zhuguan").get(f"/imports/{batch.pk}").content.decode()
    assert "1,185,000.00" in page
    accept(_person("zhuguan"), reads["河道保洁"].pk)
    known.refresh_from_db()
    assert (known.initial, known.budget, known.executed) == (Decimal(1_000_000), Decimal(1_200_000), Decimal(1_185_000))
    assert known.funds_fixed
    with pytest.raises(ValidationError, match="还没有对应的项目"):
        accept(_person("zhuguan"), reads["没有的项目甲乙丙"].pk)


def test_figures_go_into_the_draft_with_a_version_and_come_out_again(signed_in):
    form = SelfEvaluation.objects.filter(state=State.DRAFT, unit__name=OFFICE, project__secret=False).first()
    before = (form.project.initial, form.project.budget, form.project.executed, form.project.funds_fixed)
    record_before = form.record
    batch = _figures(signed_in, ("单位：元",), HEAD, (form.project.name, OFFICE, 5_000_000, 5_000_000, 4_000_000))
    read = ReadForm.objects.get(source__batch=batch)
    version = form.version
    accept(_person("zhuguan"), read.pk)
    form.refresh_from_db()
    fund = next(one for one in form.record["funds"] if one["name"] == "年度资金总额")
    assert (fund["budget"], fund["executed"], fund["rate"]) == ("500", "400", "80%")
    assert form.version == version + 1
    assert form.versions.get(number=form.version).kind == Version.Kind.IMPORT
    undo(_person("zhuguan"), read.pk)
    form.refresh_from_db()
    form.project.refresh_from_db()
    assert (form.project.initial, form.project.budget, form.project.executed, form.project.funds_fixed) == before
    assert form.record["funds"] == record_before["funds"]


def test_figures_that_come_after_handing_in_wait_with_the_project_and_are_shown_at_review(signed_in):
    form = SelfEvaluation.objects.filter(state=State.DRAFT, unit__name=OFFICE, project__secret=False).first()
    SelfEvaluation.objects.filter(pk=form.pk).update(state=State.UNIT, errors=0)
    batch = _figures(signed_in, ("单位：元",), HEAD, (form.project.name, OFFICE, 5_000_000, 5_000_000, 4_000_000))
    accept(_person("zhuguan"), ReadForm.objects.get(source__batch=batch).pk)
    form.refresh_from_db()
    form.project.refresh_from_db()
    assert (form.project.executed, form.state) == (Decimal(4_000_000), State.UNIT)
    fund = next(one for one in form.record["funds"] if one["name"] == "年度资金总额")
    assert fund["executed"] != "400"
    page = signed_in("shenhe").get(f"/review/forms/{form.pk}").content.decode()
    assert f"表上 {fund['executed']}，财务 400" in page
    pass_on(_person("shenhe"), form.pk, "form.return", "按决算改")
    form.refresh_from_db()
    fund = next(one for one in form.record["funds"] if one["name"] == "年度资金总额")
    assert (fund["executed"], form.state) == ("400", State.DRAFT)


def test_columns_settled_by_hand_are_remembered(signed_in):
    known = project("河道保洁")
    rows = (("甲列", "乙列", "丙列"), ("河道保洁", "12", "11"))
    batch = _figures(signed_in, *rows)
    source = batch.sources.get()
    assert "逐列指明" in source.problem
    client = signed_in("zhuguan")
    assert "不用" in client.get(f"/imports/sources/{source.pk}/columns").content.decode()
    client.post(
        f"/imports/sources/{source.pk}/columns",
        {"0-1": "project", "0-2": "budget", "0-3": "executed", "first-0": "2", "unit-0": "万元"},
    )
    work_all()
    read = ReadForm.objects.get(source__batch=batch)
    assert read.project == known
    accept(_person("zhuguan"), read.pk)
    known.refresh_from_db()
    assert (known.budget, known.executed) == (Decimal(120_000), Decimal(110_000))
    assert ColumnMapping.objects.count() == 1

    again = _figures(signed_in, ("甲列", "乙列", "丙列"), ("河道保洁", "15", "14"), name="下月.xlsx")
    assert ReadForm.objects.get(source__batch=again).record["figures"]["budget"] == "150000.00"


def test_columns_do_not_change_under_rows_already_taken(signed_in):
    project("河道保洁")
    batch = _figures(signed_in, ("单位：万元",), HEAD, ("河道保洁", OFFICE, 100, 120, 118.5))
    accept(_person("zhuguan"), ReadForm.objects.get(source__batch=batch).pk)
    source = batch.sources.get()
    body = {"0-1": "project", "0-3": "budget", "first-0": "3", "unit-0": "元"}
    response = signed_in("zhuguan").post(f"/imports/sources/{source.pk}/columns", body, follow=True)
    assert "已经有处理过的行" in response.content.decode()
    assert ReadForm.objects.filter(source__batch=batch, decision="accepted").count() == 1


def test_rows_of_other_years_and_sums_are_told(signed_in):
    project("河道保洁")
    batch = _figures(
        signed_in,
        ("单位：万元",),
        ("年度", *HEAD),
        (2024, "河道保洁", OFFICE, 100, 120, 118.5),
        (2023, "河道保洁", OFFICE, 90, 90, 90),
        ("", "合计", "", 190, 210, 208.5),
    )
    read = ReadForm.objects.get(source__batch=batch)
    assert read.record["figures"]["executed"] == "1185000.00"
    page = signed_in("zhuguan").get(f"/imports/sources/{batch.sources.get().pk}/columns").content.decode()
    assert "不是 2024 年度" in page


def test_a_csv_is_a_table_too(signed_in):
    project("河道保洁")
    text = "项目名称,全年预算数（万元）,全年执行数（万元）\n河道保洁,120,118.5\n"
    batch = hand_in(signed_in("zhuguan"), {"数.csv": text.encode("gb18030")}, kind="figures", unit=DEPARTMENT)
    assert ReadForm.objects.get(source__batch=batch).record["figures"]["budget"] == "1200000.00"


def test_approved_goals_become_the_projects_and_lock_its_form(signed_in):
    fresh = project("河道保洁")
    batch = hand_in(signed_in("zhuguan"), {"目标.docx": docx(record("河道保洁"))}, kind="approved", unit=DEPARTMENT)
    read = ReadForm.objects.get(source__batch=batch)
    accept(_person("zhuguan"), read.pk)
    fresh.refresh_from_db()
    assert fresh.approved["indicators"][0]["target"]
    assert all(not row["actual"] for row in fresh.approved["indicators"])
    undo(_person("zhuguan"), read.pk)
    fresh.refresh_from_db()
    assert fresh.approved is None


def test_a_list_of_indicators_is_approved_goals_of_many_projects(signed_in):
    one, two = project("河道保洁"), project("绿化补植")
    rows = [
        ("项目名称", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值", "分值"),
        ("河道保洁", "河道干净", "产出指标", "数量指标", "保洁长度", "≥10公里", "20"),
        ("河道保洁", "河道干净", "效益指标", "社会效益", "居民满意", "优良中低差", "30"),
        ("绿化补植", "补齐缺株", "产出指标", "数量指标", "补植株数", "≥300株", "50"),
    ]
    batch = hand_in(signed_in("zhuguan"), {"清单.xlsx": _xlsx(*rows)}, kind="approved", unit=DEPARTMENT)
    for read in ReadForm.objects.filter(source__batch=batch):
        accept(_person("zhuguan"), read.pk)
    one.refresh_from_db()
    two.refresh_from_db()
    assert [row["l3"] for row in one.approved["indicators"]] == ["保洁长度", "居民满意"]
    assert one.approved["goal_expected"] == "河道干净"
    assert [row["l3"] for row in two.approved["indicators"]] == ["补植株数"]


def test_approved_goals_move_a_draft_to_their_rows_and_keep_what_was_filled_in(signed_in):
    form = SelfEvaluation.objects.filter(state=State.DRAFT, unit__name=OFFICE, project__secret=False).first()
    paper = record(form.project.name)
    import msgspec

    from jiheng.form import Form, Indicator

    paper = msgspec.convert(form.record, Form)
    kept = paper.indicators[0]
    dropped = paper.indicators.pop()
    paper.indicators.append(Indicator("产出指标", "数量指标", "批复新增的指标", target="≥5个", weight=dropped.weight))
    batch = hand_in(signed_in("zhuguan"), {"目标.docx": docx(paper)}, kind="approved", unit=DEPARTMENT)
    read = ReadForm.objects.get(source__batch=batch)
    accept(_person("zhuguan"), read.pk)
    form.refresh_from_db()
    names = [row["l3"] for row in form.record["indicators"]]
    assert "批复新增的指标" in names
    assert dropped.l3 not in names
    assert form.record["indicators"][0]["actual"] == kept.actual
    rows = len(names)
    undo(_person("zhuguan"), read.pk)
    form.refresh_from_db()
    assert dropped.l3 in [row["l3"] for row in form.record["indicators"]]
    assert len(form.record["indicators"]) == rows


def test_figures_and_goals_need_their_right(signed_in):
    office = Organisation.objects.get(name=OFFICE)
    file = SimpleUploadedFile("a.xlsx", _xlsx(HEAD))
    for kind in ("figures", "approved"):
        assert (
            signed_in("tianbao")
            .post("/imports/open", {"kind": kind, "organisation": office.pk, "files": file})
            .status_code
            == 403
        )
    assert not Import.objects.exists()
