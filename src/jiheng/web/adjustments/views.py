"""The pages of requests: the list with what was found unadjusted, one request."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiheng.places import load
from jiheng.web.accounts.paging import page_of
from jiheng.web.accounts.permissions import may, require, within
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.adjustments import handling
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.adjustments.unadjusted import unadjusted
from jiheng.web.cycles.current import current
from jiheng.web.cycles.scope import listed_name, project_of
from jiheng.web.forms.goal_rows import COLUMNS
from jiheng.web.forms.secret_reads import read_secret_project
from jiheng.web.planning.approved_form import Entered, judged, moved, posted
from jiheng.web.procedure import attachment_views, attachments, reach
from jiheng.web.procedure.revisions import revisions
from jiheng.web.procedure.step_views import stepped
from jiheng.web.procedure.steps import history, open_to

SEE = "adjust.see"
_SAVE = "save"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The requests of the cycle in hand, and the projects whose goals ought to have been adjusted."""
    person, cycle = person_of(request), current(request)
    require(person, SEE)
    if cycle is None:
        return render(request, "workflow/desk_empty.html")
    state = request.GET.get("state", "")
    found = Adjustment.objects.filter(within(person, SEE), project__cycle=cycle).select_related("project", "unit")
    rows = page_of(request, found.filter(state=state) if state in Adjustment.WAY.labels else found)
    missing, rule = unadjusted(reach.projects(person, cycle, SEE), cycle)
    context = {
        "state": state,
        "states": Adjustment.WAY.labels.items(),
        "page": rows,
        "rows": [(row, listed_name(row.project)) for row in rows],
        "missing": missing,
        "rule": rule,
        "writes": bool(may(person, handling.WRITE)),
    }
    return render(request, "adjustments/list.html", context)


@require_POST
def begin(request: HttpRequest, project: int) -> HttpResponse:
    """Begin a request, or go on with the one that is under way."""
    there = project_of(request, project, handling.WRITE)
    try:
        row = handling.begin(person_of(request), there)
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
        return redirect("goals:show", project)
    return redirect("adjustments:show", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A request; every button but that which saves only changes rows."""
    row = seen(request, pk)
    if request.method != "POST":
        return _page(request, row, handling.entered_of(row), row.version)
    do, entered = request.POST.get("do", _SAVE), posted(request.POST)
    number = whole_number(request.POST.get("base", ""), -1)
    if do != _SAVE:
        return _page(request, row, moved(entered, do), number)
    wish = handling.Wish(entered, request.POST.get("why", ""), request.POST.get("document", ""), number)
    try:
        handling.write(person_of(request), pk, wish)
    except ValidationError as error:
        messages.error(request, f"没有保存：{''.join(error.messages)}")
        row.why, row.document = wish.why, wish.document
        return _page(request, row, entered, number)
    messages.success(request, "已保存。写好后由单位审核人提交。")
    return redirect("adjustments:show", pk)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step."""
    seen(request, pk)
    stepped(request, Adjustment.WAY, lambda action, reason: handling.step(person_of(request), pk, action, reason))
    return redirect("adjustments:show", pk)


@require_POST
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Take documents in, or off the list."""
    row, person = seen(request, pk), person_of(request)
    require(person, handling.WRITE, row)
    attachment_views.taken(request, person, row)
    return redirect("adjustments:show", pk)


def seen(request: HttpRequest, pk: int) -> Adjustment:
    """A request that the person may see. Raises Http404, Denied."""
    rows = Adjustment.objects.select_related("project__cycle", "project__unit__parent", "unit", "by")
    row = get_object_or_404(rows, pk=pk)
    require(person_of(request), SEE, row)
    read_secret_project(person_of(request), row.project, {"what": "目标调整申请"})
    return row


def _page(request: HttpRequest, row: Adjustment, entered: Entered, base: int) -> HttpResponse:
    person, book = person_of(request), load(row.project.cycle.rulebook)
    writable = bool(may(person, handling.WRITE, row)) and not row.project.cycle.closed
    shown = any(any(typed.values()) for typed in entered.rows)
    context: dict[str, Any] = {
        "row": row,
        "project": row.project,
        "table_url": reverse("adjustments:show", args=[row.pk]),
        "entered": entered,
        "columns": COLUMNS,
        "judged": judged(handling.form_wanted(row, entered), book) if shown else None,
        "book": book,
        "base": base,
        "writable": writable,
        "save_label": "保存申请",
        "save_help": "改要调整的格子；和现行批复不同的，下面逐格列出。",
    }
    if getattr(request, "htmx", False) and request.method == "POST":
        return render(request, "planning/approved_table.html", context)
    context |= {
        "wanted": handling.wanted(row, entered),
        "gone": handling.gone(row) if not row.stage.closed else (),
        "papers": attachments.of([row]).get((row.key, ""), []),
        "steps": open_to(person, row) if not row.project.cycle.closed else (),
        "history": history(row),
        "revisions": revisions(row, 20),
    }
    return render(request, "adjustments/show.html", context)
