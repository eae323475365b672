"""Who is told of a step of a sheet."""

from django.urls import reverse

from jiheng.web.accounts.models import Person, Role
from jiheng.web.monitoring.models import Sheet
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all, tell_once_unread
from jiheng.web.procedure.models import Step
from jiheng.web.procedure.recipients import OF_UNIT, name_of, people


def tell(person: Person, sheet: Sheet, step: Step) -> None:
    """The department of what arrives, once until it is read; the unit of what comes back."""
    project = sheet.project
    if step.action == "monitoring.submit":
        there = people(sheet.unit, (Role.DEPARTMENT_REVIEWER,), project, above=True)
        link = f"{reverse('monitoring:list')}?period={sheet.period_id}&state=watched"
        text = f"{sheet.unit.name}有{sheet.period}监控表送到，待审核。"
        topic = f"monitoring:{sheet.period_id}:{sheet.unit_id}"
        tell_once_unread(there, Notice.Kind.ARRIVED, text, link, topic, step.pk, by=person)
        return
    page = reverse("monitoring:sheet", args=[sheet.period_id, sheet.project_id])
    there = people(sheet.unit, OF_UNIT, project)
    name = name_of(project)
    if step.action == "monitoring.return":
        reason = "。" if project.secret else f"：{step.reason}"
        text = f"{name}的{sheet.period}监控表被退回{reason}"
        tell_all(there, Notice.Kind.RETURNED, text, page, f"monitoring:{step.pk}", by=person)
    else:
        tell_all(
            there, Notice.Kind.READY, f"{name}的{sheet.period}监控表已审核。", page, f"monitoring:{step.pk}", by=person
        )
