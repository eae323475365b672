"""Beginning the forms of a cycle: one for each project that has none, in the background, as often as wanted."""

from django.db import transaction
from django.db.models import QuerySet

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import units_within
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.initial import begin
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import Lost, extend, handles, put
from jiheng.web.planning.issue import tell_issued

KIND = "cycles.begin"
_AT_ONCE = 20
"""Forms in one transaction: short, so that people can save in between."""


def without_form(cycle: Cycle, person: Person) -> list[int]:
    """The projects of a cycle at the person's units that have no form, by id."""
    return list(_reached(cycle, person).filter(form=None).order_by("id").values_list("id", flat=True))


def _reached(cycle: Cycle, person: Person) -> QuerySet[Project]:
    units = Organisation.objects.filter(units_within(person, "project.manage"))
    return Project.objects.filter(cycle=cycle, unit__in=units)


@transaction.atomic
def open_forms(cycle: Cycle, person: Person) -> Job:
    """Put the making of the forms into the queue."""
    job = put(KIND, person, cycle=cycle.pk)
    log.write(person, "cycle.begin", cycle, {"job": job.pk})
    return job


@handles(KIND, "下达自评表")
def begin_all(job: Job) -> dict[str, object]:
    """Make the forms that are missing and tell who fills them in; begun again after a kill, it goes on where it was."""
    cycle = Cycle.objects.get(pk=job.arguments["cycle"])
    assert job.by is not None
    wanted = without_form(cycle, job.by)
    first = SelfEvaluation.objects.order_by("-id").values_list("id", flat=True).first() or 0
    since = job.arguments.setdefault("since", first)
    Job.objects.filter(pk=job.pk).update(arguments=job.arguments)
    made = 0
    for start in range(0, len(wanted), _AT_ONCE):
        if not extend(job, start, len(wanted), f"已生成 {made} 张"):
            raise Lost
        made += _begin(wanted[start : start + _AT_ONCE], job.by)
    fresh = SelfEvaluation.objects.filter(cycle=cycle, pk__gt=since, project__in=_reached(cycle, job.by))
    told = tell_issued(cycle, list(fresh.values_list("pk", flat=True)), job.pk)
    text = f"下达了 {made} 张自评表，通知了 {told} 位填报人。"
    if not told:
        text += "这些单位还没有填报人，请安全管理员在“授权”里授予。"
    return {"text": text, "link": "/cycles/projects", "made": made}


@transaction.atomic
def _begin(projects: list[int], person: Person) -> int:
    rows = Project.objects.select_related("cycle", "unit__parent__parent").filter(pk__in=projects)
    taken = set(SelfEvaluation.objects.filter(project__in=projects).values_list("project_id", flat=True))
    fresh = [project for project in rows if project.pk not in taken]
    for project in fresh:
        begin(project, person)
    return len(fresh)


def begin_one(project: Project, person: Person) -> SelfEvaluation | None:
    """The form of a project entered while its cycle is under way; None before that."""
    under_way = not project.cycle.closed and SelfEvaluation.objects.filter(cycle=project.cycle).exists()
    return begin(project, person) if under_way else None
