"""Which projects of a cycle a person reaches with a right."""

from django.db.models import QuerySet

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import units_within
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.cycles.scope import known


def projects(person: Person, cycle: Cycle, action: str) -> QuerySet[Project]:
    """The projects at units where the person may do `action`, secret ones only where they name the person."""
    there = Organisation.objects.filter(units_within(person, action)).order_by().values("pk")
    return Project.objects.filter(known(person), cycle=cycle, unit__in=there)
