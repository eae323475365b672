"""What this app gives to the workbench when it starts: menu, names for the audit log, papers, what waits."""

from jiheng.web.accounts import menu, permissions
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may
from jiheng.web.auditlog import labels
from jiheng.web.commissions import (
    reminders,  # noqa: F401
    waiting,  # noqa: F401
)
from jiheng.web.commissions.handling import SEE
from jiheng.web.commissions.models import Commission
from jiheng.web.files.access import FileClaim
from jiheng.web.procedure.attachments import claimed_by

permissions.name_states(Commission.WAY.labels)
menu.add(61, "委托评价", "commissions:list", SEE)
labels.name_actions({"export.commission": "导出评价结果"})
labels.name_subjects({"commissions.commission": "name"})


@claimed_by("commissions.commission")
def claim(pk: int, person: Person) -> FileClaim | None:
    """Whoever may see a task may have its papers."""
    row = Commission.objects.select_related("unit").filter(pk=pk).first()
    return None if row is None else FileClaim(row, may(person, SEE, row), False)
