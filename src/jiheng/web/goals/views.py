"""The pages of goals: where declarations stand, one declaration with its versions, what goes out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiheng.places import load
from jiheng.trouble import Trouble
from jiheng.web.accounts.paging import attempt, page_of
from jiheng.web.accounts.permissions import may, require, within
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.auditlog import log
from jiheng.web.cycles.current import current
from jiheng.web.cycles.models import Project
from jiheng.web.files.storage import send_bytes
from jiheng.web.files.uploads import refused
from jiheng.web.forms import panels
from jiheng.web.forms.goal_rows import COLUMNS, differences
from jiheng.web.forms.secret_reads import read_secret_project
from jiheng.web.goals import from_file, table, writing
from jiheng.web.goals.models import Declaration, LibraryEntry
from jiheng.web.goals.papers import paper_of
from jiheng.web.goals.versions import form_of
from jiheng.web.planning.approved_form import Entered, moved, posted
from jiheng.web.procedure import reach
from jiheng.web.procedure.revisions import revisions
from jiheng.web.procedure.step_views import stepped
from jiheng.web.procedure.steps import history, open_to

SEE = "goals.see"
NONE = "none"
_SAVE = "save"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The projects of the cycle in hand with their declarations."""
    person, cycle = person_of(request), current(request)
    require(person, SEE)
    if cycle is None:
        return render(request, "workflow/desk_empty.html")
    all_ = reach.projects(person, cycle, SEE)
    there = Declaration.objects.filter(within(person, SEE), project__cycle=cycle)
    state = request.GET.get("state", "")
    if state == NONE:
        wanted = all_.exclude(pk__in=there.order_by().values("project"))
    elif state in Declaration.WAY.labels:
        wanted = all_.filter(pk__in=there.filter(state=state).order_by().values("project"))
    else:
        state, wanted = "", all_
    counts = dict(there.order_by().values_list("state").annotate(n=Count("pk")))
    total = all_.order_by().count()
    page = page_of(request, wanted.defer("approved").select_related("unit").order_by("unit__path", "code"))
    mine = {
        goal.project_id: goal for goal in there.filter(project__in=[project.pk for project in page]).defer("entered")
    }
    context = {
        "state": state,
        "total": total,
        "states": [(NONE, "没有申报", max(total - sum(counts.values()), 0))]
        + [(value, name, counts.get(value, 0)) for value, name in Declaration.WAY.labels.items()],
        "page": page,
        "rows": [(project, mine.get(project.pk)) for project in page],
        "library": LibraryEntry.objects.count(),
        "manages_library": bool(may(person, "library.manage")),
    }
    return render(request, "goals/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, project: int) -> HttpResponse:
    """A declaration; every button but that which saves only changes rows and shows what the checks say."""
    there = _seen(request, project)
    row = writing.declaration_of(there)
    if request.method != "POST":
        return _page(request, row, table.entered_of(row), row.asked, row.version)
    do, entered, asked = request.POST.get("do", _SAVE), posted(request.POST), request.POST.get("asked", "")
    number = whole_number(request.POST.get("base", ""), -1)
    if do != _SAVE:
        return _page(request, row, _done(entered, do), asked, number)
    try:
        writing.write(person_of(request), there, writing.Wish(entered, asked, number))
    except ValidationError as error:
        messages.error(request, f"没有保存：{''.join(error.messages)}")
        return _page(request, row, entered, asked, number)
    messages.success(request, "已保存。写好后提交单位审核。")
    return redirect("goals:show", project)


@require_POST
def file(request: HttpRequest, project: int) -> HttpResponse:
    """Read a 绩效目标申报表 into the table; nothing is kept until the page is saved."""
    row, person = writing.declaration_of(_seen(request, project)), person_of(request)
    require(person, writing.WRITE, row)
    upload, faults = request.FILES.get("file"), refused(request)
    try:
        if upload is None:
            raise ValidationError(list(faults) or "还没有选文件。请先点“选择文件”。")
        found = from_file.taken(row.project, upload)
    except ValidationError as error:
        for why in error.messages:
            messages.error(request, why)
        return redirect("goals:show", project)
    messages.success(request, found.note)
    return _page(request, row, found.entered, found.asked or row.asked, row.version)


@require_POST
def step(request: HttpRequest, project: int) -> HttpResponse:
    """Take a step."""
    row = get_object_or_404(Declaration, project=_seen(request, project))
    stepped(request, Declaration.WAY, lambda action, reason: writing.step(person_of(request), row.pk, action, reason))
    return redirect("goals:show", project)


@require_POST
def remark(request: HttpRequest, project: int) -> HttpResponse:
    """Write a remark, or answer one."""
    row, person = get_object_or_404(Declaration, project=_seen(request, project)), person_of(request)
    text, answered = request.POST.get("text", ""), whole_number(request.POST.get("answer", ""))
    if answered:
        attempt(request, lambda: writing.answer(person, row.pk, answered, text), "已答复。")
    else:
        place = whole_number(request.POST.get("row", "0"), -1)
        attempt(request, lambda: writing.remark(person, row.pk, place, text), "意见已记下。")
    return redirect("goals:show", project)


@require_safe
def paper(request: HttpRequest, project: int, ending: str) -> HttpResponse:
    """The declaration, or once approved the approval, on the cycle's layout."""
    row = writing.declaration_of(_seen(request, project))
    try:
        data, name = paper_of(row, ending)
    except Trouble as error:
        messages.error(request, f"没有做成文件：{error.message}。{error.advice}")
        return redirect("goals:show", project)
    log.write(person_of(request), "export.goals", row.project, {"ending": ending, "version": row.version})
    return send_bytes(data, name)


def _seen(request: HttpRequest, pk: int) -> Project:
    """A project whose goals the person may see. Raises Http404, Denied."""
    project = get_object_or_404(Project.objects.select_related("unit__parent", "cycle"), pk=pk)
    require(person_of(request), SEE, project)
    read_secret_project(person_of(request), project, {"what": "绩效目标"})
    return project


def _done(entered: Entered, do: str) -> Entered:
    what, _, number = do.partition(":")
    if what == "usual" and (row := whole_number(number)):
        return table.filled(entered, row - 1)
    return moved(entered, do)


def _page(request: HttpRequest, row: Declaration, entered: Entered, asked: str, base: int) -> HttpResponse:
    person, project = person_of(request), row.project
    writable = bool(may(person, writing.WRITE, row)) and not project.cycle.closed
    shown = any(any(typed.values()) for typed in entered.rows)
    row.asked = asked
    context: dict[str, Any] = {
        "row": row,
        "project": project,
        "table_url": reverse("goals:show", args=[project.pk]),
        "entered": entered,
        "columns": COLUMNS,
        "judged": table.judgement(row, entered) if shown else None,
        "hints": table.hints(project, entered) if shown else (),
        "book": load(project.cycle.rulebook),
        "base": base,
        "asked": asked,
        "writable": writable,
        "save_label": "保存申报",
        "save_help": "有检查结果也可以先保存；提交时有错误要写明原因。",
    }
    if getattr(request, "htmx", False) and request.method == "POST":
        return render(request, "planning/approved_table.html", context)
    context |= {
        "library": table.names() if writable else (),
        "steps": open_to(person, row) if row.pk and not project.cycle.closed else (),
        "history": history(row) if row.pk else (),
        "revisions": revisions(row, 20) if row.pk else (),
        "remarks": list(row.remarks.select_related("by")) if row.pk else (),
        "remarks_open": row.pk and bool(may(person, writing.REMARK, row)),
        "answers": row.pk and bool(may(person, writing.ANSWER, row)),
        "versions": _versions(project),
        "banners": panels.drawn("goals", request, row),
        "adjusts": project.approved is not None and not writable and bool(may(person, "adjust.write", project.unit)),
    }
    return render(request, "goals/show.html", context)


def _versions(project: Project) -> list[dict[str, Any]]:
    """The approved versions, the latest first, each with what it changed in the one before."""
    kept = list(project.approved_versions.select_related("by"))
    pairs = zip(kept, [None, *kept], strict=False)
    found = [
        {
            "version": version,
            "changed": [] if old is None else differences(form_of(old.record), form_of(version.record)),
        }
        for version, old in pairs
    ]
    return found[::-1]
