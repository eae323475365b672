"""Deciding from the pages: which project it is, taking it over, leaving it out, taking that back."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import number, ticked
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.imports.apply import accept, leave_out, undo
from jiheng.web.imports.bulk_decision import ACTIONS, AT_ONCE, certain, decide, later, visible
from jiheng.web.imports.matching import propose
from jiheng.web.imports.models import Import, ReadForm
from jiheng.web.imports.new_project import make_project
from jiheng.web.imports.unit_names import settle, units_of_import, unknown
from jiheng.web.imports.visibility import form_of, import_of, projects_for

_DONE = {"accept": "已采用", "new": "已采用", "leave_out": "已标为不采用", "undo": "已撤销"}
_ONE = {"accept": accept, "leave_out": leave_out, "undo": undo}


@require_POST
def decide_many(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for all that are ticked, or for all of which nothing is in doubt."""
    person = person_of(request)
    batch = import_of(person, pk)
    action = request.POST.get("action", "")
    here = redirect(f"{reverse('imports:show', args=[pk])}?{request.POST.get('back', '')[:100]}".rstrip("?"))
    if action == "certain":
        action, ids = "accept", list(certain(person, batch).values_list("pk", flat=True))
    elif action == "twins":
        action, ids = "leave_out", list(_open(person, batch).exclude(twin=None).values_list("pk", flat=True))
    elif request.POST.get("everything"):
        rows = _open(person, batch) if action == "leave_out" else _open(person, batch).filter(twin=None)
        ids = list(rows.values_list("pk", flat=True))
    else:
        chosen = sorted(ticked(request.POST, "read"))
        ids = list(visible(person, batch).filter(pk__in=chosen).values_list("pk", flat=True))
    if action not in ACTIONS:
        raise Http404
    if not ids:
        messages.info(request, "没有选中。请先在左边打勾。")
        return here
    if len(ids) > AT_ONCE and action != "undo":
        return redirect("jobs:progress", later(person, batch, ids, action).pk)
    decided = decide(person, ids, action)
    if decided.done:
        messages.success(request, f"{_DONE[action]} {decided.done} 份。")
    if decided.why:
        messages.warning(request, f"{len(decided.why)} 份没有处理：{decided.said}")
    return here


def _open(person: Person, batch: Import) -> QuerySet[ReadForm]:
    return visible(person, batch).filter(decision=ReadForm.Decision.OPEN)


@require_POST
def settle_units(request: HttpRequest, pk: int) -> HttpResponse:
    """Remember which units the names on the papers mean, and match anew."""
    person = person_of(request)
    batch = import_of(person, pk)
    units = {str(unit.pk): unit for unit in units_of_import(person, batch)}
    sent = request.POST
    told = {sent.get(f"name-{number}", ""): sent.get(f"unit-{number}", "") for number in range(len(sent))}
    wanted = {name.written: told.get(name.written, "") for name in unknown(person, batch)}
    chosen = {written: units[unit] for written, unit in wanted.items() if unit in units}
    if settle(person, batch, chosen):
        propose(batch)
        messages.success(request, f"已记住 {len(chosen)} 个单位名称，以后的导入照此对应。")
    else:
        messages.info(request, "还没有选定单位。")
    return redirect("imports:show", pk)


@require_POST
def decide_one(request: HttpRequest, pk: int) -> HttpResponse:
    """One reading; then on to the next that waits."""
    person = person_of(request)
    read = form_of(person, pk)
    action = request.POST.get("action", "")
    if action not in _ONE:
        raise Http404
    try:
        _ONE[action](person, pk)
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
        return redirect("imports:form", pk)
    if action == "undo":
        messages.success(request, f"已撤销，“{read.title}”又在待确认里。")
        return redirect("imports:form", pk)
    messages.success(request, f"{_DONE[action]}“{read.title}”。")
    following = next_open(request, read)
    if following is None:
        messages.info(request, "这次导入都处理完了。")
        return redirect(f"{reverse('imports:show', args=[read.source.batch_id])}?decision=accepted")
    return redirect("imports:form", following)


@require_POST
def choose_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle which project it is."""
    person = person_of(request)
    read = form_of(person, pk)
    batch = read.source.batch
    chosen = number(request.POST, "project")
    if not chosen:
        messages.error(request, "请先选一个项目。")
        return redirect("imports:form", pk)
    project = get_object_or_404(
        Project.objects.filter(projects_for(person, batch.cycle, batch.organisation)), pk=chosen
    )
    with transaction.atomic():
        read = ReadForm.objects.select_for_update(of=("self",)).get(pk=pk)
        if read.decision != ReadForm.Decision.OPEN:
            messages.error(request, "这一份已经处理过，要改对应的项目请先撤销。")
            return redirect("imports:form", pk)
        read.project, read.likeness = project, 0
        read.save(update_fields=["project", "likeness"])
        log.write(person, "import.match", read, {"project": project.pk})
    messages.success(request, f"已对应到“{project}”。")
    return redirect("imports:form", pk)


@require_POST
def new_project(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the project that it is of."""
    person = person_of(request)
    read = form_of(person, pk)
    unit_pk = number(request.POST, "unit")
    if not unit_pk:
        messages.error(request, "请选择项目的实施单位。")
        return redirect("imports:form", pk)
    unit = get_object_or_404(Organisation, pk=unit_pk)
    try:
        project = make_project(person, read, unit, request.POST.get("code", ""), request.POST.get("name", ""))
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
        return redirect("imports:form", pk)
    messages.success(request, f"已新建项目“{project}”（{project.code}）。核对无误后点“采用”。")
    return redirect("imports:form", pk)


def next_open(request: HttpRequest, read: ReadForm) -> int | None:
    """The next reading of the import that waits for a decision: behind this one, else from the beginning."""
    rows = _open(person_of(request), read.source.batch).filter(twin=None).exclude(pk=read.pk)
    rank, source, number = read.source.rank, read.source_id, read.number
    behind = (
        Q(source__rank__gt=rank)
        | Q(source__rank=rank, source__gt=source)
        | Q(source__rank=rank, source=source, number__gt=number)
    )
    order = ("source__rank", "source_id", "number")
    found = rows.filter(behind).order_by(*order).first() or rows.order_by(*order).first()
    return None if found is None else found.pk
