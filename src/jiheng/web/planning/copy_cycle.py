"""Taking over from another year: units and projects, never values."""

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from jiheng.web.accounts.models import Person
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle, Participant, Project
from jiheng.web.planning.approved_goals import without_values

_AT_ONCE = 2000


@transaction.atomic
def copy(person: Person, old: Cycle, new: Cycle) -> tuple[int, int]:
    """Participants and projects of `old` that `new` has not; how many of each.

    Left out are units no longer in use or not below the new cycle's organisation. Of a secret project the
    named persons go along, so that it is never without them.
    """
    units = Participant.objects.filter(
        cycle=old, unit__active=True, unit__path__startswith=new.organisation.path
    ).exclude(unit__in=Participant.objects.filter(cycle=new).values("unit"))
    joined = Participant.objects.bulk_create([Participant(cycle=new, unit_id=unit.unit_id) for unit in units])
    projects = Project.objects.filter(
        cycle=old, unit__active=True, unit__path__startswith=new.organisation.path
    ).exclude(code__in=Project.objects.filter(cycle=new).values("code"))
    fresh = [_copied(project, new) for project in projects.iterator(_AT_ONCE)]
    made = bulk_create_with_history(fresh, Project, batch_size=_AT_ONCE, default_user=person)
    _named(old, made)
    log.write(person, "cycle.copy", new, {"from": old.pk, "units": len(joined), "projects": len(made)})
    return len(joined), len(made)


def _copied(project: Project, cycle: Cycle) -> Project:
    return Project(
        cycle=cycle,
        unit_id=project.unit_id,
        code=project.code,
        name=project.name,
        secret=project.secret,
        approved=without_values(project.approved),
    )


def _named(old: Cycle, made: list[Project]) -> None:
    by_code = {project.code: project.pk for project in made if project.secret}
    through = Project.named.through
    rows = through.objects.filter(project__cycle=old, project__code__in=by_code).values_list("project__code", "person")
    through.objects.bulk_create([through(project_id=by_code[code], person_id=person) for code, person in rows])
