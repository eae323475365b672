"""Who is told of a step of a request."""

from django.urls import reverse

from jiheng.web.accounts.models import Person, Role
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all
from jiheng.web.procedure.models import Step
from jiheng.web.procedure.recipients import OF_UNIT, name_of, people

_NEXT = {"adjust_department": Role.DEPARTMENT_REVIEWER, "adjust_finance": Role.FINANCE_REVIEWER}


def tell(person: Person, row: Adjustment, step: Step) -> None:
    """The next reviewers of what arrives; the unit of what comes back or is approved."""
    page, name = reverse("adjustments:show", args=[row.pk]), name_of(row.project)
    if step.after in _NEXT:
        there = people(row.unit, (_NEXT[step.after],), row.project, above=True)
        kind, text = Notice.Kind.ARRIVED, f"{row.unit.name}申请调整{name}的绩效目标。"
    else:
        there = people(row.unit, OF_UNIT, row.project)
        back = step.after == row.WAY.first
        kind = Notice.Kind.RETURNED if back else Notice.Kind.READY
        reason = "" if row.project.secret or not step.reason else f"：{step.reason}"
        text = f"{name}的目标调整{'被退回' if back else '已办结，' + row.stage.label}{reason}。"
    tell_all(there, kind, text, page, f"adjustment:{step.pk}", by=person)
