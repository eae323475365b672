"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from jiheng.web.accounts import permissions
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog import labels
from jiheng.web.cycles.models import Project

labels.name_subjects({"cycles.cycle": "name", "cycles.project": "code"})


@permissions.answers("unknown")
def unknown(person: Person) -> object:
    """The secret projects whose unit has not named the person: few, so that a filter finds them first."""
    named = Project.named.through.objects.filter(person=person).values("project")
    return Project.objects.filter(secret=True).exclude(pk__in=named).order_by().values("pk")
