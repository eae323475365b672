"""What of a cycle is a person's to manage: units, cycles, projects; and how secret projects stand in lists."""

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from jiheng.web.cycles.current import current, cycles_of
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.people.models import Organisation, Person
from jiheng.web.people.request import person_of
from jiheng.web.people.rights import may, require, units_within

SECRET_NAME = "（涉密项目）"


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


def projects_of(person: Person, cycle: Cycle) -> QuerySet[Project]:
    """The projects of a cycle at the person's units, secret ones too: their names are hidden by `shown_name`."""
    units = Organisation.objects.filter(units_within(person, "project.manage") | units_within(person, "project.name"))
    return Project.objects.filter(cycle=cycle, unit__in=units)


def known(person: Person) -> Q:
    """A filter over Project: whose content the person may know."""
    return Q(secret=False) | Q(pk__in=Project.named.through.objects.filter(person=person).values("project"))


def manages_somewhere(person: Person) -> bool:
    """Whether the person manages any cycle's settings."""
    return bool(may(person, "cycle.manage"))


def own_cycles(person: Person) -> list[Cycle]:
    """The cycles that concern the person, latest first."""
    return cycles_of(person)
