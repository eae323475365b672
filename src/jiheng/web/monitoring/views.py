"""The pages of monitoring: where a period stands, the sheet of a project, what goes out."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jiheng.monitoring import Light, usual_period
from jiheng.places import load
from jiheng.scoring.explain import sentence
from jiheng.scoring.result import Trace
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.paging import attempt, page_of
from jiheng.web.accounts.permissions import may, require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.auditlog import log
from jiheng.web.cycles.current import current
from jiheng.web.cycles.models import Project
from jiheng.web.files.storage import send_bytes
from jiheng.web.forms.secret_reads import read_secret_project
from jiheng.web.monitoring import outputs, overview, rows, writing
from jiheng.web.monitoring.models import Sheet, WatchedPeriod
from jiheng.web.monitoring.overview import SEE
from jiheng.web.planning.project_form import in_wan
from jiheng.web.procedure.revisions import revisions
from jiheng.web.procedure.step_views import stepped
from jiheng.web.procedure.steps import history, open_to


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The lights of a period."""
    person, cycle = person_of(request), current(request)
    require(person, SEE)
    if cycle is None:
        return render(request, "workflow/desk_empty.html")
    periods = overview.periods(cycle)
    wanted = request.GET.get("period", "")
    period = next((period for period in periods if str(period.pk) == wanted), _in_hand(periods))
    manages = bool(may(person, "monitoring.manage", cycle.organisation))
    proposed = usual_period(load(cycle.rulebook)).last
    context: dict[str, Any] = {
        "periods": periods,
        "period": period,
        "manages": manages and not cycle.closed,
        "proposed": {"first": 1, "last": proposed, "due": f"{cycle.year}-{min(proposed + 1, 12):02}-28"},
    }
    if period is not None:
        context |= _standing(request, person, period)
    return render(request, "monitoring/list.html", context)


@require_safe
def sheet(request: HttpRequest, period: int, project: int) -> HttpResponse:
    """The sheet of a project for a period."""
    return _page(request, *_seen(request, period, project))


@require_POST
def write(request: HttpRequest, period: int, project: int) -> HttpResponse:
    """Keep what was written: one cell (asked for by htmx), or all."""
    there, when = _seen(request, period, project)
    cells = {name: text for name, text in request.POST.dict().items() if name not in ("csrfmiddlewaretoken", "version")}
    alone = bool(getattr(request, "htmx", False))
    try:
        _not_behind(request, there, when, alone)
        found = writing.write(person_of(request), there, when, cells)
    except (ValidationError, PermissionDenied) as error:
        said = "".join(error.messages) if isinstance(error, ValidationError) else str(error)
        if alone:
            return render(request, "monitoring/_answer.html", {"problem": said})
        return _page(request, there, when, said, cells)
    if alone:
        shown = rows.shown(found, rows.earlier(there, when))
        told = {"rows": shown, "money": _money(found), "saved": timezone.localtime(), "sheet": found}
        told["hindrances"] = writing.hindrances(found)
        return render(request, "monitoring/_answer.html", told)
    attempt(request, lambda: None, "已保存。")
    return redirect("monitoring:sheet", period, project)


@require_POST
def step(request: HttpRequest, period: int, project: int) -> HttpResponse:
    """Take a step."""
    there, when = _seen(request, period, project)
    row = get_object_or_404(Sheet, project=there, period=when)
    stepped(request, Sheet.WAY, lambda action, reason: writing.step(person_of(request), row.pk, action, reason))
    return redirect("monitoring:sheet", period, project)


@require_safe
def report(request: HttpRequest, period: int, ending: str) -> HttpResponse:
    """The report (docx) or the list of all rows (xlsx) of what the person may see."""
    person = person_of(request)
    when = get_object_or_404(WatchedPeriod.objects.select_related("cycle__organisation"), pk=period)
    require(person, SEE)
    data, name = outputs.made(person, when, ending)
    log.write(person, "export.monitoring", when, {"ending": ending, "what": str(when)})
    return send_bytes(data, name)


def _seen(request: HttpRequest, period: int, project: int) -> tuple[Project, WatchedPeriod]:
    """A project whose sheet the person may see, and the period. Raises Http404, Denied."""
    there = get_object_or_404(Project.objects.select_related("unit__parent", "cycle"), pk=project)
    when = get_object_or_404(WatchedPeriod.objects.select_related("cycle"), pk=period, cycle=there.cycle_id)
    require(person_of(request), SEE, there)
    read_secret_project(person_of(request), there, {"what": "监控表"})
    return there, when


def _not_behind(request: HttpRequest, project: Project, period: WatchedPeriod, alone: bool) -> None:
    """A whole page is not written over what others have written since it was opened."""
    now = writing.sheet_of(project, period).version
    if not alone and whole_number(request.POST.get("version", ""), now) != now:
        raise ValidationError(
            "您打开之后，别人又改过这张表，为了不盖掉别人写的，没有保存。您写的还在下面，请核对后再保存一次。"
        )


def _in_hand(periods: list[WatchedPeriod]) -> WatchedPeriod | None:
    """The first period that is open, else the last."""
    return next((period for period in periods if not period.closed), periods[-1] if periods else None)


def _standing(request: HttpRequest, person: Person, period: WatchedPeriod) -> dict[str, Any]:
    asked = overview.asked_of(request.GET)
    all_, there = overview.projects(person, period.cycle), overview.sheets(person, period)
    page = page_of(request, overview.narrowed(all_, there, asked).defer("approved").select_related("unit"))
    mine = {
        watched_sheet.project_id: watched_sheet
        for watched_sheet in there.filter(project__in=[project.pk for project in page]).defer("rows")
    }
    labels = dict(Sheet._meta.get_field("light").flatchoices)
    return {
        "asked": asked,
        "page": page,
        "listed": [
            (project, found := mine.get(project.pk), _counts(found, labels), labels[found.money_light] if found else "")
            for project in page
        ],
        "units": overview.units(all_, there),
        **overview.figures(all_, there),
    }


def _counts(found: Sheet | None, labels: dict[str, str]) -> list[tuple[str, str, int]]:
    return [] if found is None else [(light, labels[light], n) for light, n in found.lights.items()]


def _may_adjust(person: Person, found: Sheet) -> bool:
    """Whether the sheet is behind and the person may ask for other goals."""
    project = found.project
    behind = Light(found.light).rank >= Light.YELLOW.rank
    open_ = project.approved is not None and not project.cycle.closed
    return behind and open_ and bool(may(person, "adjust.write", project.unit))


def _money(found: Sheet) -> dict[str, str]:
    judged = rows.money(found)
    return {"light": judged.light.value, "label": judged.light.label, **_told(judged.trace)}


def _told(trace: Trace) -> dict[str, str]:
    return {"how": trace.formula or trace.why, "why": sentence(trace)}


def _page(
    request: HttpRequest,
    project: Project,
    period: WatchedPeriod,
    problem: str = "",
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    person = person_of(request)
    found = writing.sheet_of(project, period)
    past = rows.earlier(project, period)
    writes = bool(may(person, writing.WRITE, found)) and not period.closed and not project.cycle.closed
    shown = rows.shown(found, past)
    for number, row in enumerate(shown):
        for name in rows.SAID:
            if typed and f"{name}-{number}" in typed:
                setattr(row.row, name, typed[f"{name}-{number}"])
    for name in writing.MONEY:
        if typed and name in typed:
            setattr(found, name, typed[name])
    open_ = not period.closed and not project.cycle.closed
    context = {
        "project": project,
        "period": period,
        "sheet": found,
        "rows": shown,
        "past": [stage for stage, _ in past],
        "money": _money(found),
        "budget": in_wan(project.budget),
        "writes": writes,
        "rules": rows.rules_told(rows.book_of(project)),
        "hindrances": writing.hindrances(found) if writes else (),
        "steps": open_to(person, found) if found.pk and open_ else (),
        "history": history(found) if found.pk else (),
        "revisions": revisions(found, 20) if found.pk else (),
        "problem": problem,
        "notices": bool(may(person, "correction.draft", project.unit)),
        "adjusts": _may_adjust(person, found),
        "judged_late": period.due < timezone.localdate(),
    }
    return render(request, "monitoring/sheet.html", context, status=422 if problem else 200)
