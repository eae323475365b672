"""Who is to be told of an object that belongs to a unit and perhaps a project."""

from collections.abc import Collection

from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.cycles.models import Project

OF_UNIT = (Role.FILLER, Role.UNIT_REVIEWER)


def people(
    unit: Organisation, roles: Collection[Role], project: Project | None, *, above: bool = False
) -> list[Person]:
    """Who holds one of the roles at the unit (`above`: at it or above); of a secret project only those it names."""
    where = [int(key) for key in unit.path.strip("/").split("/")] if above else [unit.pk]
    there = Membership.objects.filter(role__in=roles, organisation__in=where, organisation__active=True)
    found = Person.objects.filter(is_active=True, pk__in=there.values("person")).order_by("pk")
    if project is not None and project.secret:
        found = found.filter(pk__in=project.named.values("pk"))
    return list(found)


def name_of(project: Project) -> str:
    """The project in a notice; a secret one is not named there, since notices go out by mail."""
    return "一个涉密项目" if project.secret else f"《{project.name}》"
