"""What goes out of a period: the 绩效运行监控报告 as a Word document, and all rows as a workbook."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.http import Http404

from jiheng.form import INDICATOR_FIELDS, LEVEL_LABELS
from jiheng.monitoring import Light, execution_light
from jiheng.places import load
from jiheng.quantity import money as amount
from jiheng.quantity.words import WAN, percent, plain, rounded
from jiheng.web.accounts.models import Person
from jiheng.web.forms.assess import MONEY_UNIT
from jiheng.web.monitoring import overview, rows
from jiheng.web.monitoring.models import Sheet, WatchedPeriod
from jiheng.web.procedure.workbook import SheetOut as Page
from jiheng.web.procedure.workbook import workbook
from jiheng.writing.report import Report, written
from jiheng.writing.report.compose import Block, Gap, Heading, Numbered, Passage, Sentence
from jiheng.writing.report.grids import Column, Grid
from jiheng.writing.text import clean

MOST = 5000
"""Projects in one report."""
_BEHIND = (Light.RED, Light.YELLOW)
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
    states = Counter(told_sheet.sheet.state for told_sheet in told)
    lights = Counter(row.judged.light for sheet in told for row in sheet.rows)
    behind = [told_sheet for told_sheet in told if Light(told_sheet.sheet.light) in _BEHIND]
    work = (
        f"本次监控 {period.cycle.year}年{period}的预算执行和绩效目标运行情况，应监控项目 {projects} 个，"
        f"已填报 {len(told)} 个，其中已审核 {states['monitored']} 个。涉密项目不在内。"
    )
    blocks: list[Block] = [Heading(1, "一、监控工作开展情况"), Passage("work", (work,))]
    blocks += [Heading(1, "二、预算执行情况"), Passage("money", (_money_said(period, told),))]
    blocks += [Heading(1, "三、绩效目标运行情况"), Passage("lights", (_lights_said(lights, told),))]
    if behind:
        blocks.append(Numbered("behind", "表1 亮黄灯、红灯的项目", _grid(behind)))
    blocks += [Heading(1, "四、偏差原因和纠偏措施")]
    blocks += [Passage("reasons", tuple(_reasons(behind)) or ("没有亮黄灯、红灯的指标。",))]
    blocks += [
        Heading(1, "五、下一步工作安排"),
        Gap("【待填写：对偏差较大的项目，写明督促整改、调整目标或收回资金的安排】"),
    ]
    return Report(Sentence("title", f"{title}报告"), tuple(blocks))


def _money_said(period: WatchedPeriod, told: Sequence[Told]) -> str:
    budget = sum((told_sheet.sheet.project.budget or Decimal(0) for told_sheet in told), Decimal(0)) / WAN
    spent = [amount(told_sheet.sheet.executed, MONEY_UNIT) for told_sheet in told]
    executed = sum((spent_amount for spent_amount in spent if spent_amount is not None), Decimal(0)) / WAN
    without = sum(spent_amount is None for spent_amount in spent)
    if not budget:
        return "已填报的项目没有预算数，不能计算执行率。"
    book = load(period.cycle.rulebook)
    light = execution_light(plain(budget), plain(executed), period.months, book, money_unit=MONEY_UNIT).light
    said = (
        f"已填报项目全年预算 {plain(rounded(budget, 2))} 万元，{period}执行 {plain(rounded(executed, 2))} 万元，"
        f"执行率 {percent(executed / budget)}，时间已过 {percent(period.months.share)}，总体为{light.label}灯。"
    )
    return said + (f"其中 {without} 个项目没有填执行数，按 0 计。" if without else "")


def _lights_said(lights: Counter[Light], told: Sequence[Told]) -> str:
    total = sum(lights.values())
    parts = [
        f"{light.label}灯 {lights[light]} 项" for light in (Light.GREEN, Light.BLUE, *_BEHIND[::-1]) if lights[light]
    ]
    none = f"，{lights[Light.NONE]} 项没有填或不能判断" if lights[Light.NONE] else ""
    return f"{len(told)} 个项目共 {total} 项指标，{'、'.join(parts) or '都没有亮灯'}{none}。"


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
        if Light(sheet.money_light) in _BEHIND:
            why = _why(sheet.money_reason, sheet.money_measure)
            found.append(f"{name}：预算执行亮{Light(sheet.money_light).label}灯。{why}")
        for row in shown:
            if row.judged.light in _BEHIND:
                said = f"“{clean(row.row.l3)}”年度指标值 {clean(row.target)}，{clean(row.judged.trace.formula)}"
                found.append(f"{name}：{said}，亮{row.judged.light.label}灯。{_why(row.row.reason, row.row.measure)}")
    return found


def _why(reason: str, measure: str) -> str:
    parts = [f"{name}：{clean(text).rstrip('。')}。" for name, text in (("原因", reason), ("措施", measure)) if text]
    return "".join(parts) or "【待填写：偏差原因和纠偏措施】"
