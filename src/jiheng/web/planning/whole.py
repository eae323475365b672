"""部门整体支出: what stands for a project in a cycle whose forms are of whole departments, one a department."""

from collections.abc import Sequence

from jiheng.form import whole_name
from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle, Project


def whole_departments(cycle: Cycle, units: Sequence[int]) -> None:
    """Enter the expenditure of these organisations as a whole, so that each gets its one form."""
    for unit in Organisation.objects.filter(pk__in=units):
        code = f"{cycle.year}-整体-{unit.code or unit.pk}"
        Project.objects.get_or_create(cycle=cycle, unit=unit, defaults={"code": code, "name": whole_name(unit.name)})
