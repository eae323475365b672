"""Who is told of a step of a sheet."""

from django.urls import reverse

from jiheng.web.accounts.models import Membership, Person, Role
from jiheng.web.monitoring.models import Sheet
from jiheng.web.notices.models import Notice
from jiheng.web.notices.tell import tell_all, tell_once_unread
from jiheng.web.procedure.models import Step

_UNIT = (Role.FILLER, Role.UNIT_REVIEWER)


def tell(person: Person, sheet: Sheet, step: Step) -> None:
    """The department of what arrives, once until it is read; the unit of what comes back."""
    page = reverse("monitoring:sheet", args=[sheet.period_id, sheet.project_id])
    project = sheet.project
    name = "一个涉密项目" if project.secret else f"《{project.name}》"
    if step.action == "monitoring.submit":
        above = [int(one) for one in sheet.unit.path.strip("/").split("/")]
        people = _people(sheet, (Role.DEPARTMENT_REVIEWER,), above)
        link = f"{reverse('monitoring:list')}?period={sheet.period_id}&state=watched"
        text = f"{sheet.unit.name}有{sheet.period}监控表送到，待审核。"
        topic = f"monitoring:{sheet.period_id}:{sheet.unit_id}"
        tell_once_unread([one for one in people if one != person], Notice.Kind.ARRIVED, text, link, topic, step.pk)
        return
    people = [one for one in _people(sheet, _UNIT, [sheet.unit_id]) if one != person]
    if step.action == "monitoring.return":
        reason = "。" if project.secret else f"：{step.reason}"
        text = f"{name}的{sheet.period}监控表被退回{reason}"
        tell_all(people, Notice.Kind.RETURNED, text, page, f"monitoring:{step.pk}")
    else:
        tell_all(people, Notice.Kind.READY, f"{name}的{sheet.period}监控表已审核。", page, f"monitoring:{step.pk}")


def _people(sheet: Sheet, roles: tuple[Role, ...], where: list[int]) -> list[Person]:
    there = Membership.objects.filter(role__in=roles, organisation__in=where, organisation__active=True)
    people = Person.objects.filter(is_active=True, pk__in=there.values("person"))
    if sheet.project.secret:
        people = people.filter(pk__in=sheet.project.named.values("pk"))
    return list(people)
