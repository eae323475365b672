"""The rest of the example's year: what stands beside the self-evaluation, each kind of object in several states."""

import copy
import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec
from django.utils import timezone

from jiheng.form import Form
from jiheng.monitoring import needs_reason
from jiheng.places import load
from jiheng.quantity import Kind, parse
from jiheng.quantity.words import WAN, plain, rounded
from jiheng.web.accounts.models import Person
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.corrections.models import Correction, Item
from jiheng.web.corrections.notice import words
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.goals.models import ApprovedVersion, Declaration
from jiheng.web.goals.table import kept
from jiheng.web.goals.versions import keep
from jiheng.web.monitoring.models import Sheet, WatchedPeriod
from jiheng.web.monitoring.rows import book_of, fresh, light_of, money, rows_of
from jiheng.web.monitoring.writing import lit
from jiheng.web.planning.approved_form import of
from jiheng.web.procedure.models import Step, Underway
from jiheng.web.publishing.models import Batch

People = Mapping[str, Person]
_POINTS = (
    (
        "预算执行率偏低，未说明原因。",
        "资金在第四季度集中支付，合同验收晚于计划。已与施工方重新约定验收节点，后续按进度支付。",
    ),
    ("满意度只写了结果，没有附问卷样本和统计过程。", "已补充问卷 120 份和统计表，见证明材料。"),
)
"""What is wrong, and what the unit answered."""
_GOALS = {12: "goals_department", 13: "declaring"}
_ADJUSTED, _ASKING = (11,), 1
"""Whose goals are not approved yet, whose were adjusted, who asks for it."""
_BEHIND, _OVERSAID = (3, 8), (11,)
_WHY_BEHIND = ("汛期提前，部分作业面停工。", "九月起增加班组，十月底前补齐。")
"""Which projects are behind in monitoring, which said more than they then reached, and what units say of it."""


def seed(cycle: Cycle, people: People, today: datetime.date) -> None:
    """Everything beside the self-evaluations."""
    _declared(cycle, people)
    _watched(cycle, people)
    _corrections(cycle, people, today)
    _published(cycle, people, today)


def _published(cycle: Cycle, people: People, today: datetime.date) -> None:
    """A batch of the first final form that waits for the department, with the clock running."""
    form = SelfEvaluation.objects.filter(cycle=cycle, state="final", project__secret=False).order_by("pk")[:1]
    row = Batch.objects.create(
        cycle=cycle,
        unit=people["zhuguan"].memberships.get().organisation,
        name=f"{cycle.year}年度项目支出绩效自评公开（第一批）",
        forms=[filled.pk for filled in form],
        approved_on=today - datetime.timedelta(days=9),
        by=people["caizheng"],
        state=Batch.WAY.first,
    )
    step(row, "publish.ask", people["caizheng"])


def _declared(cycle: Cycle, people: People) -> None:
    """Goals approved for all projects but two, one adjusted since, and a request to adjust another under way."""
    projects = list(Project.objects.filter(cycle=cycle, secret=False).select_related("unit", "cycle").order_by("code"))
    for number, project in enumerate(projects):
        state = _GOALS.get(number, "goals_approved")
        row = Declaration(project=project, unit=project.unit, state=Declaration.WAY.first, version=1)
        row.entered = kept(of(project, load(cycle.rulebook)))
        row.asked = "" if project.initial is None else plain(project.initial / WAN)
        row.save()
        for action, who in _steps_to(state, project, people):
            step(row, action, who)
        if state == "goals_approved":
            _approved(project, people["caizheng"], number in _ADJUSTED)
        elif state == "goals_department":
            row.remarks.create(row=1, text="请写明数量指标的测算依据。", by=people["zhuguan"])
    _adjusting(projects[_ASKING], people["gongyuan"])


def _steps_to(state: str, project: Project, people: People) -> list[tuple[str, Person]]:
    """The steps that lead a declaration to the state, and who took them."""
    park = project.unit_id == people["gongyuan"].memberships.get().organisation_id
    officer, unit = (people["gongyuan"], people["gyshenhe"]) if park else (people["tianbao"], people["shenhe"])
    steps = [("goals.submit", officer), ("goals.pass", unit), ("goals.pass", people["zhuguan"])]
    steps.append(("goals.approve", people["caizheng"]))
    return steps[: {"declaring": 0, "goals_department": 2, "goals_approved": 4}[state]]


def _approved(project: Project, by: Person, adjusted: bool) -> None:
    """The first version as approved; of an adjusted project one with another target, before the one of now."""
    if adjusted:
        now = project.approved or {}
        before = copy.deepcopy(now)
        before["indicators"][1]["target"] = "≥72次"
        project.approved_versions.create(number=1, record=before, source=ApprovedVersion.Origin.DECLARED, by=by)
        project.approved_versions.create(number=2, record=now, source=ApprovedVersion.Origin.ADJUSTED, by=by)
        return
    keep(by, project, ApprovedVersion.Origin.DECLARED)


def _adjusting(project: Project, by: Person) -> None:
    """A request under way."""
    entered = of(project, load(project.cycle.rulebook))
    entered.rows[0]["target"] = "≥4500班次"
    row = Adjustment.objects.create(
        project=project,
        unit=project.unit,
        base=project.approved,
        entered=kept(entered),
        why="年中追减经费，巡防班次相应减少。",
        document="关于调整部门预算的通知",
        version=1,
        by=by,
        state=Adjustment.WAY.first,
    )
    step(row, "adjust.submit", by)


def _watched(cycle: Cycle, people: People) -> None:
    """A period of monitoring that is over, with a project behind; and a second one that has just begun."""
    year = cycle.year
    over = WatchedPeriod.objects.create(cycle=cycle, last=7, due=datetime.date(year, 8, 31), closed=True)
    begun = WatchedPeriod.objects.create(cycle=cycle, last=10, due=cycle.fill_by)
    projects = list(Project.objects.filter(cycle=cycle, secret=False).select_related("unit", "cycle").order_by("code"))
    for number, project in enumerate(projects):
        sheet = _sheet(project, over, people["zhuguan"], "monitored")
        if number in _BEHIND or number in _OVERSAID:
            _changed(sheet, number in _BEHIND)
        _explained(sheet)
    for project in projects[:2]:
        _sheet(project, begun, people["zhuguan"], "watching")


def _sheet(project: Project, period: WatchedPeriod, by: Person, state: str) -> Sheet:
    """A sheet on which the months so far have their share of the year."""
    rows = fresh(project)
    reached = [row.actual or "" for row in msgspec.convert(project.approved, Form).indicators if row.l3]
    for row, actual in zip(rows, reached, strict=True):
        row.forecast, row.so_far = actual, _so_far(actual, period.last)
    share = Decimal(period.last - 1) / 12
    spent = None if project.executed is None else rounded(project.executed / WAN * share, 2)
    sheet = Sheet(project=project, period=period, unit=project.unit, rows=msgspec.to_builtins(rows), state=state)
    sheet.executed, sheet.changed_by, sheet.version = "" if spent is None else plain(spent), by, 1
    lit(sheet)
    sheet.save()
    return sheet


def _changed(sheet: Sheet, behind: bool) -> None:
    """The first row stays where it is (`behind`), or every row promises its target."""
    rows = rows_of(sheet)
    for row in rows[:1] if behind else rows:
        row.forecast = row.so_far if behind else f"{row.target.lstrip('≥≤=')}{row.unit or ''}"
    sheet.rows = msgspec.to_builtins(rows)


def _explained(sheet: Sheet) -> None:
    """Reason and measure wherever the light wants them."""
    rows, book, year = rows_of(sheet), book_of(sheet.project), sheet.project.cycle.year
    for row in rows:
        if needs_reason(light_of(row, sheet.period, book, year).light, book):
            row.reason, row.measure = _WHY_BEHIND
    if needs_reason(money(sheet).light, book):
        sheet.money_reason, sheet.money_measure = _WHY_BEHIND
    sheet.rows = msgspec.to_builtins(rows)
    lit(sheet)
    sheet.save()


def _so_far(actual: str, months: int) -> str:
    """A count's share of the year; anything else as it will be."""
    found = parse(actual).quantities
    if len(found) != 1 or found[0].kind is not Kind.COUNT or found[0].figure is None:
        return actual
    return f"{plain(rounded(found[0].figure * months / 12, 0))}{found[0].unit}"


def _corrections(cycle: Cycle, people: People, today: datetime.date) -> None:
    """Notices of what is to be mended: one that is late, one answered, one closed."""
    forms = list(SelfEvaluation.objects.filter(cycle=cycle, project__secret=False).order_by("pk"))
    ways = (
        (5, -6, ("correction.issue",)),
        (4, 20, ("correction.issue", "correction.answer")),
        (11, 25, ("correction.issue", "correction.answer", "correction.accept")),
    )
    for serial, (number, days, actions) in enumerate(ways, 1):
        correction(forms[number], people, serial, today + datetime.timedelta(days), actions)


def correction(form: SelfEvaluation, people: People, serial: int, due: datetime.date, actions: Sequence[str]) -> None:
    """A notice of the bureau about a form, after the steps; where it was answered, its unit has said what was done."""
    park = form.unit_id == people["gongyuan"].memberships.get().organisation_id
    by, unit = people["caizheng"], people["gyshenhe" if park else "shenhe"]
    row = Correction.objects.create(
        cycle=form.cycle,
        unit=form.unit,
        form=form,
        project=form.project,
        issuer=form.cycle.organisation,
        source=Correction.Source.SPOT_CHECK if serial == 2 else Correction.Source.FINDING,
        number=words().number.format(year=due.year, serial=serial),
        year=due.year,
        serial=serial,
        demand=words().demand,
        due=due,
        responsible=str(unit),
        by=by,
        issued_at=timezone.now(),
        closed_at=timezone.now() if "correction.accept" in actions else None,
        state=Correction.WAY.first,
    )
    answered = "correction.answer" in actions
    for text, answer in _POINTS[: 1 + serial % 2]:
        said = {"answer": answer, "answered_by": unit, "answered_at": timezone.now()} if answered else {}
        Item.objects.create(correction=row, text=text, accepted="correction.accept" in actions or None, **said)
    for action in actions:
        step(row, action, unit if action == "correction.answer" else by)


def step(row: Underway, action: str, person: Person) -> None:
    """A step as it would have been taken, without telling anybody."""
    move = row.WAY.step(action, row.state)
    assert move is not None
    Step.objects.create(
        subject=row.key, project=row.project, action=action, before=row.state, after=move.to, person=person
    )
    row.state = move.to
    row.save()
