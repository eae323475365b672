"""Writing a sheet and handing it on: rights, the period, what stands against it, lights, record."""

from collections.abc import Mapping

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.monitoring import needs_reason, worst
from jiheng.quantity import money as amount
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.forms.assess import MONEY_UNIT
from jiheng.web.monitoring import rows
from jiheng.web.monitoring.models import Sheet, WatchedPeriod
from jiheng.web.monitoring.notify import tell
from jiheng.web.procedure.revisions import revise
from jiheng.web.procedure.steps import held, take, text_of

WRITE, SUBMIT, PASS, RETURN = "monitoring.write", "monitoring.submit", "monitoring.pass", "monitoring.return"
MONEY = ("executed", "executed_forecast", "money_reason", "money_measure")
_LONG = ("reason", "measure", "money_reason", "money_measure")
_AMOUNTS = {"executed": "执行数", "executed_forecast": "全年预计执行数"}
_LONGEST_AMOUNT = 40
_NAMES = {"so_far": "完成值", "forecast": "全年预计", "reason": "偏差原因", "measure": "纠偏措施"}


def sheet_of(project: Project, period: WatchedPeriod) -> Sheet:
    """The sheet of a project for a period; a new one, not yet kept, where nothing was written."""
    found = Sheet.objects.filter(project=project, period=period).first()
    sheet = found or Sheet(
        project=project,
        period=period,
        unit=project.unit,
        state=Sheet.WAY.first,
        rows=msgspec.to_builtins(rows.fresh(project)),
    )
    sheet.project, sheet.period, sheet.unit = project, period, project.unit
    return sheet


@transaction.atomic
def write(person: Person, project: Project, period: WatchedPeriod, cells: Mapping[str, str]) -> Sheet:
    """Keep cells (`so_far-3`, `executed`) of a sheet; the others stay as they are.

    Raises Denied, ValidationError (Chinese).
    """
    sheet = sheet_of(project, period)
    if sheet.pk is None:
        require(person, WRITE, sheet)
        sheet, _ = Sheet.objects.get_or_create(
            period=period, project=project, defaults={"unit": project.unit, "state": sheet.state, "rows": sheet.rows}
        )
    sheet = held(Sheet, sheet.pk, "project__cycle", "period")
    require(person, WRITE, sheet)
    _open(sheet.period)
    changes = _put(sheet, cells)
    if changes:
        sheet.version, sheet.changed_by = sheet.version + 1, person
        lit(sheet)
        sheet.save()
        revise(person, sheet, sheet.version, changes)
        log.write(person, WRITE, sheet, {"version": sheet.version, "places": [place for place, _, _ in changes]})
    return sheet


@transaction.atomic
def step(person: Person, pk: int, action: str, reason: str = "") -> Sheet:
    """Take a step. Raises Denied, ValidationError (Chinese), Sheet.DoesNotExist."""
    sheet = held(Sheet, pk, "project__cycle", "period", "project__unit")
    require(person, action, sheet)
    _open(sheet.period)
    if action == SUBMIT and (found := hindrances(sheet)):
        raise ValidationError(found)
    done = take(person, sheet, action, reason)
    tell(person, sheet, done)
    return sheet


def hindrances(sheet: Sheet) -> list[str]:
    """What stands against handing the sheet in, a sentence each (Chinese)."""
    book, year, found = rows.book_of(sheet.project), sheet.project.cycle.year, []
    if not sheet.rows:
        found.append("这个项目还没有批复的指标，填不了监控表。请主管部门先录入批复的目标和指标。")
    for number, row in enumerate(rows.rows_of(sheet), 1):
        where = f"第 {number} 行“{row.l3}”"
        if not row.so_far and not row.forecast:
            found.append(f"{where}没有填完成值，也没有填全年预计。")
            continue
        judged = rows.light_of(row, sheet.period, book, year)
        missing = [_NAMES[name] for name in ("reason", "measure") if not getattr(row, name)]
        if needs_reason(judged.light, book) and missing:
            found.append(f"{where}亮{judged.light.label}灯，要写明{'和'.join(missing)}。")
        if why := rows.too_low(row, book, year):
            found.append(f"{where}：{why}")
    money = rows.money(sheet)
    if not sheet.executed:
        found.append(f"没有填{sheet.period}执行数。")
    elif needs_reason(money.light, book) and not (sheet.money_reason and sheet.money_measure):
        found.append(f"预算执行亮{money.light.label}灯，要写明偏差原因和纠偏措施。")
    return found


def lit(sheet: Sheet) -> None:
    """Renew the lights."""
    book, year = rows.book_of(sheet.project), sheet.project.cycle.year
    judged = [rows.light_of(row, sheet.period, book, year) for row in rows.rows_of(sheet)]
    money = rows.money(sheet)
    sheet.money_light = money.light.value
    sheet.lights = rows.counted(judged)
    sheet.light = worst([*(row.light for row in judged), money.light]).value


def _open(period: WatchedPeriod) -> None:
    if period.closed or period.cycle.closed:
        raise ValidationError(
            f"{period}的监控已经结束，不能再填或再办，刚才写的没有存上。确需补填的，请组织监控的单位重新开放这一期。"
        )


def _put(sheet: Sheet, cells: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Write the cells; what was changed, as place, before, after."""
    found, changed = rows.rows_of(sheet), []
    for place, written in cells.items():
        name, _, number = place.partition("-")
        if name in MONEY and not number:
            text = _money_text(name, written)
            changed.append((place, getattr(sheet, name), text))
            setattr(sheet, name, text)
        elif name in rows.SAID and 0 <= (at := whole_number(number, -1)) < len(found):
            row = found[at]
            text = text_of(_one_line(name, written), _NAMES[name], needed=False)
            changed.append((place, getattr(row, name), text))
            setattr(row, name, text)
        else:
            raise ValidationError("表上没有这一格，可能批复刚有改动。请刷新页面。")
    sheet.rows = msgspec.to_builtins(found)
    return [change for change in changed if change[1] != change[2]]


def _one_line(name: str, written: str) -> str:
    """A value without the line breaks that its box takes; reasons and measures keep theirs."""
    return written if name in _LONG else " ".join(written.split())


def _money_text(name: str, written: str) -> str:
    text = text_of(_one_line(name, written), _AMOUNTS.get(name, "说明"), needed=False)
    if name in _AMOUNTS and text:
        figure = amount(text, MONEY_UNIT)
        if figure is None or figure < 0 or len(text) > _LONGEST_AMOUNT:
            raise ValidationError(f"“{_AMOUNTS[name]}”应是金额（万元），现在是“{text[:20]}”，没有存上。")
    return text
