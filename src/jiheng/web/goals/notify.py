"""Who is told of a step of a declaration."""

from django.urls import reverse

from jiheng.web.accounts.models import Person, Role
from jiheng.web.goals.models import Declaration
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all, tell_once_unread
from jiheng.web.procedure.models import Step
from jiheng.web.procedure.recipients import OF_UNIT, name_of, people

_NEXT = {
    "goals_unit": (Role.UNIT_REVIEWER, False),
    "goals_department": (Role.DEPARTMENT_REVIEWER, True),
    "goals_finance": (Role.FINANCE_REVIEWER, True),
}
"""In whose hands a declaration is, and whether they sit above the unit."""


def tell(person: Person, row: Declaration, step: Step) -> None:
    """The next reviewers of what arrives, once until it is read; the unit of what comes back or is approved."""
    project = row.project
    if step.after in _NEXT:
        role, above = _NEXT[step.after]
        link = f"{reverse('goals:list')}?state={step.after}"
        text = f"{row.unit.name}有绩效目标申报送到。"
        topic = f"goals:{project.cycle_id}:{row.unit_id}:{step.after}"
        there = people(row.unit, (role,), project, above=above)
        tell_once_unread(there, Notice.Kind.ARRIVED, text, link, topic, step.pk, by=person)
        return
    page = reverse("goals:show", args=[project.pk])
    there = people(row.unit, OF_UNIT, project)
    if step.after == row.WAY.first:
        reason = "。" if project.secret else f"：{step.reason}"
        text = f"{name_of(project)}的绩效目标被退回{reason}"
        tell_all(there, Notice.Kind.RETURNED, text, page, f"goals:{step.pk}", by=person)
    else:
        tell_all(there, Notice.Kind.READY, f"{name_of(project)}的绩效目标已批复。", page, f"goals:{step.pk}", by=person)
