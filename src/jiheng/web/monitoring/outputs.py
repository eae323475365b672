"""What goes out of a period: the 绩效运行监控报告 as a Word document, and all rows as a workbook."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.http import Http404

from jiheng.form import INDICATOR_FIELDS, LEVEL_LABELS
from jiheng.monitoring import Light
from jiheng.places import load
from jiheng.quantity import money as amount
from jiheng.web.accounts.models import Person
from jiheng.web.forms.assess import MONEY_UNIT
from jiheng.web.monitoring import overview, rows
from jiheng.web.monitoring.models import Sheet, WatchedPeriod
from jiheng.web.procedure.workbook import SheetOut as Page
from jiheng.web.procedure.workbook import workbook
from jiheng.writing.monitoring.report import BEHIND, laid_out, lights_told, money_told
from jiheng.writing.report import Report, written
from jiheng.writing.report.compose import Block, Numbered, Passage
from jiheng.writing.report.grids import Column, Grid
from jiheng.writing.text import clean

MOST = 5000
"""Projects in one report."""
_ROW = dict(zip((*LEVEL_LABELS, INDICATOR_FIELDS["target"]), (12, 14, 28, 16), strict=True))
_HEADS = {
    "单位": 28, "项目代码": 16, "项目": 34, **_ROW,
    "完成值": 16, "全年预计": 16, "灯": 6, "怎么判断的": 50, "偏差原因": 40, "纠偏措施": 40, "状态": 12,
}  # fmt: skip


class Told(NamedTuple):
    """A sheet with its rows as shown."""

    sheet: Sheet
    rows: list[rows.Shown]


def made(person: Person, period: WatchedPeriod, ending: str) -> tuple[bytes, str]:
    """The bytes and the name of the file. Secret projects are left out. Raises Http404 for another ending."""
    found = overview.sheets(person, period).filter(project__secret=False)
    sheets = found.select_related("project__cycle", "unit", "period").order_by("unit__path", "project__code")
    told = [Told(sheet, rows.shown(sheet, ())) for sheet in sheets[:MOST]]
    title = f"{period.cycle.year}年{period}绩效运行监控"
    if ending == "xlsx":
        return _book(told), f"{title}明细.xlsx"
    if ending != "docx":
        raise Http404
    open_projects = overview.projects(person, period.cycle).filter(secret=False)
    return written(_report(period, told, open_projects.count(), title), ".docx"), f"{title}报告.docx"


def _book(told: Sequence[Told]) -> bytes:
    lines = [
        (
            sheet.unit.name, sheet.project.code, sheet.project.name, row.row.l1, row.row.l2, row.row.l3, row.target,
            row.row.so_far, row.row.forecast, row.judged.light.label, row.why, row.row.reason, row.row.measure,
            sheet.stage.label,
        )
        for sheet, shown in told
        for row in shown
    ]  # fmt: skip
    return workbook(Page("监控明细", _HEADS, lines))


def _report(period: WatchedPeriod, told: Sequence[Told], projects: int, title: str) -> Report:
    states = Counter(entry.sheet.state for entry in told)
    lights = Counter(row.judged.light for sheet in told for row in sheet.rows)
    behind = [entry for entry in told if Light(entry.sheet.light) in BEHIND]
    work = (
        f"本次监控 {period.cycle.year}年{period}的预算执行和绩效目标运行情况，应监控项目 {projects} 个，"
        f"已填报 {len(told)} 个，其中已审核 {states['monitored']} 个。涉密项目不在内。"
    )
    targets: list[Block] = [Passage("lights", (lights_told(lights, len(told)),))]
    if behind:
        targets.append(Numbered("behind", "表1 亮黄灯、红灯的项目", _grid(behind)))
    money: list[Block] = [Passage("money", (_money_said(period, told),))]
    return laid_out(f"{title}报告", work, money, targets, _reasons(behind))


def _money_said(period: WatchedPeriod, told: Sequence[Told]) -> str:
    budget = sum((entry.sheet.project.budget or Decimal(0) for entry in told), Decimal(0))
    spent = [amount(entry.sheet.executed, MONEY_UNIT) for entry in told]
    executed = sum((figure for figure in spent if figure is not None), Decimal(0))
    without = sum(figure is None for figure in spent)
    if not budget:
        return "已填报的项目没有预算数，不能计算执行率。"
    said = money_told("已填报项目全年预算", budget, executed, period.months, load(period.cycle.rulebook))
    return said + (f"其中 {without} 个项目没有填执行数，按 0 计。" if without else "")


def _grid(behind: Sequence[Told]) -> Grid:
    columns = (
        Column("单位", 22, True), Column("项目", 30, True), Column("红灯指标", 10), Column("黄灯指标", 10),
        Column("预算执行", 10),
    )  # fmt: skip
    lines = [
        (
            clean(sheet.unit.name), clean(sheet.project.name), str(sheet.lights.get(Light.RED.value, 0)),
            str(sheet.lights.get(Light.YELLOW.value, 0)), Light(sheet.money_light).label,
        )
        for sheet, _ in behind
    ]  # fmt: skip
    return Grid("亮黄灯、红灯的项目", columns, lines)


def _reasons(behind: Sequence[Told]) -> list[str]:
    found = []
    for sheet, shown in behind:
        name = f"{clean(sheet.unit.name)}“{clean(sheet.project.name)}”"
        if Light(sheet.money_light) in BEHIND:
            why = _why(sheet.money_reason, sheet.money_measure)
            found.append(f"{name}：预算执行亮{Light(sheet.money_light).label}灯。{why}")
        for row in shown:
            if row.judged.light in BEHIND:
                said = f"“{clean(row.row.l3)}”年度指标值 {clean(row.target)}，{clean(row.judged.trace.formula)}"
                found.append(f"{name}：{said}，亮{row.judged.light.label}灯。{_why(row.row.reason, row.row.measure)}")
    return found


def _why(reason: str, measure: str) -> str:
    parts = [f"{name}：{clean(text).rstrip('。')}。" for name, text in (("原因", reason), ("措施", measure)) if text]
    return "".join(parts) or "【待填写：偏差原因和纠偏措施】"
