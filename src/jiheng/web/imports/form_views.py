"""One reading: drawn like the paper form beside the original, its doubts, its project, what taking it would change."""

from typing import Any

import msgspec
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jiheng.checks.audit import chosen, examine_form
from jiheng.department.accounts.vocabulary import FIELDS
from jiheng.form import AMOUNTS, Form, cells, describe
from jiheng.places import Choice, load
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.cycles.scope import secret_called
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.forms.places import WHOLE
from jiheng.web.forms.saving import OWN
from jiheng.web.forms.sheet import sheet
from jiheng.web.imports import preview_store
from jiheng.web.imports.apply import LATE, plan_of
from jiheng.web.imports.decision_views import next_open
from jiheng.web.imports.figures import shown
from jiheng.web.imports.matching import propose
from jiheng.web.imports.models import Import, ReadForm
from jiheng.web.imports.new_project import suggested_code, units_for
from jiheng.web.imports.preview import at
from jiheng.web.imports.records import doubts_of, figures_of, mend, record_of, unmend
from jiheng.web.imports.visibility import form_of, projects_for, secret_source, source_of

_FOUND = 12
_CHANGES = 200
_WHY = "年度自评所定的办法"


@require_safe
def form(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a reading."""
    person = person_of(request)
    read = form_of(person, pk)
    if read.secret or (read.project is not None and read.project.secret):
        log.write(person, "secret.read", read)
    context: dict[str, Any] = {
        "read": read,
        "batch": read.source.batch,
        "open": read.decision == ReadForm.Decision.OPEN,
        "next": next_open(request, read),
        "blocked": _blocked(read),
        **_projects(request, person, read),
    }
    if read.source.batch.kind == Import.Kind.FIGURES:
        return render(request, "imports/row.html", context | _row(read))
    return render(request, "imports/form.html", context | _drawn(request, read))


@require_POST
def mend_cell(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a cell of what was read, or say that it was read right."""
    person = person_of(request)
    read = form_of(person, pk)
    place = request.POST.get("place", "")
    try:
        if request.POST.get("action") == "back":
            unmend(person, read, place)
        else:
            mend(person, read, place, request.POST.get("text", ""))
            if place == "project" and read.project is None:
                propose(read.source.batch)
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
    return redirect(f"{reverse('imports:form', args=[pk])}#doubts")


@require_safe
def page(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A page of an original as a picture that the workbench drew."""
    person = person_of(request)
    source = source_of(person, pk)
    data = preview_store.picture(source.pk, number)
    if data is None:
        raise Http404("这一页没有画出来。")
    if number == 1 and secret_source(source):
        log.write(person, "secret.read", source)
    response = HttpResponse(data, content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


def _blocked(read: ReadForm) -> str:
    """Why the reading cannot be taken over now (Chinese), "" where it can."""
    if read.project is None:
        return "先定下对应的项目"
    form = SelfEvaluation.objects.filter(project=read.project).exclude(state=State.DRAFT).first()
    if form is None or read.source.batch.kind in LATE:
        return ""
    return f"自评表现在是“{form.get_state_display()}”，退回到草稿后才能采用"


def _drawn(request: HttpRequest, read: ReadForm) -> dict[str, Any]:
    batch, record = read.source.batch, record_of(read)
    doubts, mended = doubts_of(read, record), {place: (old, new) for place, old, new in read.mended}
    texts = dict(cells(record))
    findings = []
    if batch.kind == Import.Kind.FORMS:
        audit = examine_form(record, Choice(load(batch.cycle.rulebook), _WHY), chosen())
        findings = [msgspec.to_builtins(finding) for finding in audit.findings]
    place = request.GET.get("place", "")
    return {
        "sheet": sheet(
            record,
            batch.cycle.layout,
            findings=findings,
            open_places=texts if read.decision == ReadForm.Decision.OPEN else (),
            doubts=doubts,
            changed=[place for place, (old, new) in mended.items() if old != new],
        ),
        "findings": [(finding, describe(record, finding["place"])) for finding in findings],
        "doubts": [(place, describe(record, place), texts.get(place), why) for place, why in doubts.items()],
        "mended": [(place, describe(record, place), old, new) for place, (old, new) in mended.items()],
        "place": place if place in texts else "",
        "place_name": describe(record, place) if place in texts else "",
        "place_text": texts.get(place, ""),
        "origins": _origins(record),
        "pages": preview_store.pages(read.source_id),
        "tables": preview_store.tables(read.source_id),
        **_plan(read),
    }


def _plan(read: ReadForm) -> dict[str, Any]:
    """What accepting would change in a form that is there."""
    if read.decision != ReadForm.Decision.OPEN:
        return {}
    plan = plan_of(read)
    if plan is None:
        return {}
    shown = [change for change in plan.changes if change.place != WHOLE and not change.place.startswith(OWN)]
    named = [(describe(plan.result.form, change.place), change.before, change.after) for change in shown[:_CHANGES]]
    return {"plan": plan, "changes": named, "changed": len(shown)}


def _origins(record: Form) -> dict[str, dict[str, Any]]:
    """Where each cell stands in the original, for the script that shows it."""
    found: dict[str, dict[str, Any]] = {}
    for place, origin in record.origins.items():
        if origin.box is not None:
            found[place] = {"page": origin.page or 1, "box": origin.box}
        elif origin.row is not None:
            found[place] = {"at": at(origin)}
    return found


def _row(read: ReadForm) -> dict[str, Any]:
    figures = figures_of(read)
    assert figures is not None
    amounts = []
    for field in AMOUNTS:
        new, old = getattr(figures, field), getattr(read.project, field) if read.project else None
        amounts.append((FIELDS[field], shown(new), shown(old), new is not None and new != old))
    return {"figures": figures, "amounts": amounts}


def _projects(request: HttpRequest, person: Person, read: ReadForm) -> dict[str, Any]:
    """Projects to choose from: what was searched for, and where a new one may be made."""
    if read.decision != ReadForm.Decision.OPEN:
        return {}
    batch, wanted = read.source.batch, request.GET.get("q", "").strip()[:60]
    found: list[Project] = []
    if wanted:
        rows = Project.objects.filter(projects_for(person, batch.cycle, batch.organisation)).select_related("unit")
        called = Q(name__icontains=wanted) | Q(pk__in=secret_called(person, wanted))
        found = [*rows.filter(called)[:_FOUND], *rows.filter(code__icontains=wanted)[:_FOUND]]
    return {
        "q": wanted,
        "found": list(dict.fromkeys(found))[:_FOUND],
        "units": units_for(person, read),
        "code": suggested_code(read),
    }
