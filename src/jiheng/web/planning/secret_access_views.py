"""Who may know a secret project: named by the reviewer of its unit, among those whose office it passes through."""

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiheng.web.accounts.models import ADMINISTRATORS, Membership, Person
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import ticked
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.cycles.scope import SECRET_NAME, project_of


def candidates(project: Project) -> QuerySet[Membership]:
    """The roles held at the project's unit and above it, administrators left out."""
    above = [int(key) for key in project.unit.path.strip("/").split("/")]
    rows = Membership.objects.filter(organisation__in=above, person__is_active=True).exclude(role__in=ADMINISTRATORS)
    return rows.select_related("person", "organisation").order_by("-organisation__path", "person__name", "role")


def naming(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the persons with boxes. The project's name is shown to those who know it only."""
    project = project_of(request, pk, "project.name")
    if not project.secret:
        messages.info(request, "这个项目不涉密，不用指定知悉人员。")
        return redirect("planning:projects")
    if request.method == "POST":
        _name(request, project)
        return redirect("planning:naming", pk)
    named = set(project.named.values_list("pk", flat=True))
    people: dict[int, tuple[Person, list[str]]] = {}
    for candidate in candidates(project):
        people.setdefault(candidate.person_id, (candidate.person, []))[1].append(
            f"{candidate.organisation} {candidate.get_role_display()}"
        )
    rows = [(person, "；".join(roles), person.pk in named) for person, roles in people.values()]
    name = project.name if person_of(request).pk in named else SECRET_NAME
    return render(
        request, "planning/naming.html", {"project": project, "name": name, "rows": rows, "count": len(named)}
    )


@transaction.atomic
def _name(request: HttpRequest, project: Project) -> None:
    allowed = set(candidates(project).values_list("person_id", flat=True))
    wanted = ticked(request.POST, "person") & allowed
    before = set(project.named.values_list("pk", flat=True))
    project.named.set(wanted)
    if wanted != before:
        detail = {"added": sorted(wanted - before), "taken": sorted(before - wanted)}
        log.write(person_of(request), "project.name", project, detail)
    messages.success(request, f"已保存：{len(wanted)} 人知悉这个项目。")
