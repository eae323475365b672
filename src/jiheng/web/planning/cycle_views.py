"""The pages of cycles: the list, entering one, who takes part, closing and opening again, working in one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jiheng.form import PROJECT, WHOLE, kind_name
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import may, require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import ticked
from jiheng.web.auditlog import log
from jiheng.web.cycles import current
from jiheng.web.cycles.current import cycles_of
from jiheng.web.cycles.models import Cycle, Participant, Project
from jiheng.web.cycles.scope import managed, units_of
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.forms.sheet import sheet
from jiheng.web.planning.copy_cycle import copy
from jiheng.web.planning.cycle_form import CycleForm, layouts_for, told
from jiheng.web.planning.layout_sample import sample
from jiheng.web.planning.proposed_cycle import layout_of, proposed
from jiheng.web.planning.reassess import reassess_later
from jiheng.web.planning.start_forms import open_forms, without_form
from jiheng.web.planning.whole import whole_departments


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Work in another cycle from now on; back to where the person was."""
    wanted = request.POST.get("cycle", "")
    cycle = next((cycle for cycle in cycles_of(person_of(request)) if str(cycle.pk) == wanted), None)
    if cycle is None:
        messages.error(request, "没有这个年度，或它不在您的范围内。")
    else:
        current.choose(request, cycle)
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back) if safe and cycle is not None else redirect("home")


def listing(request: HttpRequest) -> HttpResponse:
    """All cycles that concern the person, with how far each is."""
    person = person_of(request)
    require(person, "project.manage")
    ids = [cycle.pk for cycle in cycles_of(person)]
    cycles = list(Cycle.objects.filter(pk__in=ids).select_related("organisation"))
    units = _counted(Participant.objects.filter(cycle__in=ids))
    projects = _counted(Project.objects.filter(cycle__in=ids))
    forms = _counted(SelfEvaluation.objects.filter(cycle__in=ids))
    final = _counted(SelfEvaluation.objects.filter(cycle__in=ids, state=State.FINAL))
    rows = [
        (
            *(cycle, *(count.get(cycle.pk, 0) for count in (units, projects, forms, final))),
            bool(may(person, "cycle.manage", cycle.organisation)),
        )
        for cycle in cycles
    ]
    return render(
        request,
        "planning/list.html",
        {"rows": rows, "may_add": may(person, "cycle.manage"), "may_pack": may(person, "place.manage")},
    )


def _counted(rows: QuerySet[Any]) -> dict[int, int]:
    """How many there are in each cycle."""
    return dict(rows.order_by().values_list("cycle").annotate(count=Count("id")))


def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a new cycle or change one."""
    person = person_of(request)
    cycle = None if pk is None else managed(request, pk)
    require(person, "cycle.manage")
    kind = cycle.kind if cycle is not None else _kind(request)
    form = CycleForm(
        request.POST or None,
        instance=cycle,
        person=person,
        kind=kind,
        old=[other for other in cycles_of(person) if other.kind == kind],
        initial=None if cycle else _proposed(person, kind),
    )
    if request.method == "POST" and form.is_valid():
        return _kept(request, form, cycle is None)
    books = told(kind)
    context = {
        "subject": cycle,
        "what": kind_name(kind),
        "fields": form,
        "books": books,
        "layouts": _previews(kind),
        "may_pack": may(person, "place.manage"),
        "layout_of": {book.book.id: layout_of(book.book) for book in books},
    }
    return render(request, "planning/edit.html", context)


def participants(request: HttpRequest, pk: int) -> HttpResponse:
    """Which units take part: the tree with a box a unit."""
    cycle = managed(request, pk)
    units = list(Organisation.objects.filter(path__startswith=cycle.organisation.path, active=True).order_by("path"))
    if request.method == "POST":
        wanted = ticked(request.POST, "unit") & {unit.pk for unit in units}
        try:
            _join(request, cycle, wanted)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("planning:participants", cycle.pk)
    joined = set(Participant.objects.filter(cycle=cycle).values_list("unit_id", flat=True))
    counts = dict(cycle.projects.order_by().values_list("unit").annotate(count=Count("id")))
    base = cycle.organisation.path.count("/")
    usual = Organisation.Kind.DEPARTMENT if cycle.is_whole else Organisation.Kind.UNIT
    chosen = joined or {unit.pk for unit in units if unit.kind == usual}
    rows = [(unit, unit.path.count("/") - base, unit.pk in chosen, counts.get(unit.pk, 0)) for unit in units]
    found = {"subject": cycle, "rows": rows, "joined": len(joined), "proposed": 0 if joined else len(chosen)}
    return render(request, "planning/participants.html", found)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a cycle, or open it again."""
    with transaction.atomic():
        cycle = get_object_or_404(Cycle.objects.select_related("organisation"), pk=pk)
        require(person_of(request), "cycle.manage", cycle.organisation)
        cycle.closed = request.POST.get("closed") == "1"
        cycle.save(update_fields=["closed"])
        log.write(person_of(request), "cycle.close" if cycle.closed else "cycle.reopen", cycle)
    said = "已结束，所有自评表不能再改；需要时可以重新开放。" if cycle.closed else "已重新开放。"
    messages.success(request, f"“{cycle}”{said}")
    return redirect("planning:list")


@require_POST
def begin_forms(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the forms that projects of one's units still lack."""
    person = person_of(request)
    require(person, "project.manage")
    cycle = get_object_or_404(Cycle, pk=pk, pk__in=[other.pk for other in cycles_of(person)])
    if cycle.closed:
        messages.error(request, f"“{cycle}”已经结束，不能下达自评表。")
    elif not without_form(cycle, person):
        messages.info(request, "每个项目都已有自评表，不用下达。")
    else:
        return redirect("jobs:progress", open_forms(cycle, person).pk)
    return redirect("planning:projects")


def _kept(request: HttpRequest, form: CycleForm, new: bool) -> HttpResponse:
    person = person_of(request)
    with transaction.atomic():
        changed = list(form.changed_data)
        cycle: Cycle = form.save()
        log.write(person, "cycle.add" if new else "cycle.change", cycle, {"fields": changed})
        job = reassess_later(cycle, person) if not new and "rulebook" in changed else None
        old: Cycle | None = form.cleaned_data.get("copy_from")
        if old is not None:
            units, projects = copy(person, old, cycle)
            messages.success(request, f"已从“{old}”带来 {units} 个单位、{projects} 个项目。")
    if new:
        current.choose(request, cycle)
    messages.success(request, f"“{cycle}”已{'建立。下一步：选定参加单位，再录入项目。' if new else '保存。'}")
    if job is not None:
        return redirect("jobs:progress", job.pk)
    return redirect("planning:participants" if new else "planning:edit", cycle.pk)


@transaction.atomic
def _join(request: HttpRequest, cycle: Cycle, wanted: set[int]) -> None:
    joined = set(Participant.objects.filter(cycle=cycle).values_list("unit_id", flat=True))
    busy = Project.objects.filter(cycle=cycle, unit__in=joined - wanted).select_related("unit")
    names = sorted({participant.unit.name for participant in busy})
    if names:
        raise ValidationError(f"{'、'.join(names[:5])} 已有项目，不能取消参加。请先移走或删除它们的项目。没有改动。")
    Participant.objects.filter(cycle=cycle, unit__in=joined - wanted).delete()
    Participant.objects.bulk_create([Participant(cycle=cycle, unit_id=unit) for unit in sorted(wanted - joined)])
    if cycle.is_whole:
        whole_departments(cycle, sorted(wanted - joined))
    if joined != wanted:
        added, taken = sorted(wanted - joined), sorted(joined - wanted)
        log.write(person_of(request), "cycle.participants", cycle, {"added": added, "taken": taken})
    messages.success(request, f"已保存：{len(wanted)} 个单位参加。")


def _kind(request: HttpRequest) -> str:
    """The kind of forms that a new cycle is asked for: of projects, or of whole departments."""
    return WHOLE if request.GET.get("kind") == WHOLE else PROJECT


def _proposed(person: Person, kind: str) -> dict[str, Any]:
    """What a new year begins with."""
    places = units_of(person, "cycle.manage").exclude(kind=Organisation.Kind.UNIT)
    return proposed(
        cycles_of(person), [choice.book for choice in told(kind)], places.first(), timezone.localdate(), kind
    )


def _previews(kind: str) -> list[tuple[str, str, Any]]:
    """Each layout with an empty form on it, small."""
    return [(layout.id, layout.name, sheet(sample(), layout.id)) for layout in layouts_for(kind)]
