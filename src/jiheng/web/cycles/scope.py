"""What of a cycle is a person's to manage: units, cycles, projects; and how secret projects stand in lists."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import require, units_within
from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.current import current
from jiheng.web.cycles.models import Cycle, Project

SECRET_NAME = "（涉密项目）"


def listed_name(project: Project) -> str:
    """The project as a list names it: of a secret one nothing."""
    return SECRET_NAME if project.secret else str(project.name)


def units_of(person: Person, action: str) -> QuerySet[Organisation]:
    """The organisations in use for which the person may do `action`, in the order of the tree."""
    return Organisation.objects.filter(units_within(person, action), active=True).order_by("path")


def managed(request: HttpRequest, pk: int) -> Cycle:
    """A cycle that the person manages. Raises Http404, Denied."""
    cycle = get_object_or_404(Cycle.objects.select_related("organisation"), pk=pk)
    require(person_of(request), "cycle.manage", cycle.organisation)
    return cycle


def in_hand(request: HttpRequest) -> Cycle:
    """The cycle chosen on the page. Raises Http404 where the person has none."""
    cycle = current(request)
    if cycle is None:
        raise Http404("还没有年度自评。请先在“年度”页新建。")
    return cycle


def project_of(request: HttpRequest, pk: int, action: str = "project.manage") -> Project:
    """A project to which the person may do `action`. Raises Http404, Denied."""
    project = get_object_or_404(Project.objects.select_related("unit__parent", "cycle"), pk=pk)
    require(person_of(request), action, project)
    return project


def reached(person: Person, cycle: Cycle) -> Q:
    """A filter over the projects and the forms of a cycle: those at the person's units.

    Secret ones too: their names are hidden in lists. Empty where the person reaches all, so that the list of a
    whole bureau comes straight from the index.
    """
    reach = units_within(person, "project.manage") | units_within(person, "project.name")
    outside = list(Organisation.objects.exclude(reach).values_list("pk", flat=True))
    if not outside or not Project.objects.filter(cycle=cycle, unit__in=outside).exists():
        return Q()
    return Q(unit__in=Organisation.objects.filter(reach))


def known(person: Person) -> Q:
    """A filter over Project: whose content the person may know."""
    return Q(secret=False) | Q(pk__in=Project.named.through.objects.filter(person=person).values("project"))


def secret_called(person: Person, text: str) -> list[int]:
    """The secret projects that name the person and whose name has the text: sealed names are no words for a query."""
    rows = Project.objects.filter(secret=True, named=person).values_list("pk", "name")
    return [pk for pk, name in rows if text.casefold() in name.casefold()]
