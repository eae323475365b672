"""The pages of projects: the list, and one to enter or change."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from jiheng.form import AMOUNTS
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import may, require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import looked_for
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle, Participant, Project
from jiheng.web.cycles.scope import SECRET_NAME, in_hand, known, project_of, reached, secret_called, units_of
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.planning.project_form import ProjectForm, in_wan
from jiheng.web.planning.start_forms import begin_one
from jiheng.web.planning.sync_project import settle

_PAGE = 50
SHOW = {
    "": "全部",
    "no_form": "还没有自评表",
    "no_approved": "没有批复指标",
    "no_money": "缺预算或执行数",
    "secret": "涉密",
    **dict(State.choices),
}
"""What the list can be narrowed to."""


def listing(request: HttpRequest) -> HttpResponse:
    """The projects of the cycle in hand at one's units."""
    person = person_of(request)
    if not may(person, "project.manage") and not may(person, "project.name"):
        require(person, "project.manage")
    cycle = in_hand(request)
    mine = reached(person, cycle)
    all_ = Project.objects.filter(mine, cycle=cycle)
    asked = {name: looked_for(request.GET, name) for name in ("q", "unit", "show")}
    found = _narrowed(all_, person, asked)
    # The ids are paged on their own: sorting and skipping 70,000 whole rows would carry the approved records along.
    page = Paginator(found.order_by("unit_id", "code").values_list("pk", flat=True), _PAGE).get_page(
        request.GET.get("page")
    )
    manages = bool(may(person, "project.manage"))
    # Two counts, which the indexes answer, where a join over all would be needed.
    forms = SelfEvaluation.objects.filter(mine, cycle=cycle).count() if manages and not cycle.closed else None
    count = page.paginator.count if not any(asked.values()) else all_.count()
    context = {
        "cycle_in_hand": cycle,
        "rows": _rows(list(page), person),
        "page": page,
        "asked": asked,
        "show": SHOW,
        "query": urlencode({name: asked[name] for name in asked if asked[name]}),
        "manages": manages,
        "lacking": 0 if forms is None else max(0, count - forms),
        "filtered": any(asked.values()),
    }
    return render(request, "planning/projects.html", context)


def edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a project or change one."""
    person = person_of(request)
    require(person, "project.manage")
    project = None if pk is None else project_of(request, pk)
    cycle = in_hand(request) if project is None else project.cycle
    units = _units(person, cycle)
    form = ProjectForm(request.POST or None, instance=project, cycle=cycle, units=units)
    if request.method == "POST" and not cycle.closed and form.is_valid():
        try:
            return _kept(request, form, pk is None)
        except ValidationError as error:
            form.add_error(None, error)
    if cycle.closed:
        messages.warning(request, f"“{cycle}”已经结束，项目只能查看。")
    evaluation = None if project is None else SelfEvaluation.objects.filter(project=project).first()
    context = {"project": project, "fields": form, "cycle_in_hand": cycle, "form": evaluation, "units": units.exists()}
    return render(request, "planning/project.html", context)


@require_POST
@transaction.atomic
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a project that has no form."""
    project = project_of(request, pk)
    if SelfEvaluation.objects.filter(project=project).exists():
        messages.error(request, f"“{project}”已有自评表，不能删除。")
        return redirect("planning:project", pk)
    log.write(person_of(request), "project.delete", project, {"code": project.code})
    project.delete()
    messages.success(request, f"已删除项目“{project}”。")
    return redirect("planning:projects")


def _units(person: Person, cycle: Cycle) -> QuerySet[Organisation]:
    taking_part = Participant.objects.filter(cycle=cycle).values("unit")
    return units_of(person, "project.manage").filter(pk__in=taking_part)


def _kept(request: HttpRequest, form: ProjectForm, new: bool) -> HttpResponse:
    person = person_of(request)
    with transaction.atomic():
        changed = list(form.changed_data)
        project = form.save()
        log.write(person, "project.add" if new else "project.change", project, {"fields": changed})
        evaluation = begin_one(project, person) if new else None
        settled = not new and settle(project, person, [field.removesuffix("_wan") for field in changed])
    said = "已保存。" + ("它的自评表已跟着改，存为新的一版。" if settled else "")
    if evaluation is not None:
        said += "它的自评表已生成。"
    messages.success(request, f"项目“{project}”{said}")
    if project.secret and not project.named.filter(pk=person.pk).exists():
        messages.warning(request, "这是涉密项目：现在只有知悉人员能看内容。请实施单位的审核人指定知悉人员。")
        return redirect("planning:projects")
    return redirect("planning:approved" if new and project.approved is None else "planning:project", project.pk)


def _narrowed(found: QuerySet[Project], person: Person, asked: dict[str, str]) -> QuerySet[Project]:
    if text := asked["q"]:
        found = found.filter(
            Q(code__icontains=text) | (known(person) & Q(name__contains=text)) | Q(pk__in=secret_called(person, text))
        )
    if unit := asked["unit"]:
        found = found.filter(unit__in=Organisation.objects.filter(name__contains=unit))
    show = asked["show"]
    narrow = {
        "no_form": Q(form=None),
        "no_approved": Q(approved__isnull=True),
        "no_money": Q(budget=None) | Q(executed=None),
        "secret": Q(secret=True),
    }
    if show in narrow:
        return found.filter(narrow[show])
    return found.filter(form__state=show) if show in State.values else found


def _rows(ids: list[int], person: Person) -> list[dict[str, Any]]:
    wanted = (
        Project.objects.filter(pk__in=ids)
        .select_related("unit")
        .defer("approved")
        .annotate(
            has_approved=ExpressionWrapper(Q(approved__isnull=False), BooleanField()),
            is_known=ExpressionWrapper(known(person), BooleanField()),
        )
    )
    forms = SelfEvaluation.objects.filter(project__in=ids).only("id", "project_id", "state")
    by_project = {form.project_id: form for form in forms}
    rows = {project.pk: project for project in wanted}
    return [_row(rows[pk], by_project.get(pk), person) for pk in ids if pk in rows]


def _row(project: Any, form: SelfEvaluation | None, person: Person) -> dict[str, Any]:
    amounts = [in_wan(getattr(project, name)) if project.is_known else None for name in AMOUNTS]
    return {
        "project": project,
        "name": project.name if project.is_known else SECRET_NAME,
        "amounts": amounts,
        "form": form,
        "known": project.is_known,
        "names": project.secret and bool(may(person, "project.name", project.unit)),
    }
