"""What waits for each of the three administrators, and the first steps of an empty workbench."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils import dateformat, timezone

from jiheng.web.accounts import countersign
from jiheng.web.accounts.models import ADMINISTRATORS, Membership, Organisation, Person, ProposedRole, Role
from jiheng.web.accounts.permissions import has_role, may
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Cycle, Participant, Project
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.jobs.models import Job
from jiheng.web.procedure.todo import Todo
from jiheng.web.ready_query import Ready

_WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class FirstStep:
    """A step of setting up: what there is already, who does it, and where (no address for others)."""

    name: str
    there: str
    who: str
    done: bool
    url: str = ""


def todos(person: Person) -> list[Todo]:
    """What an administrator should look at; nothing for others."""
    found = []
    if has_role(person, Role.SYSTEM_ADMIN):
        found += _system()
    if has_role(person, Role.SECURITY_ADMIN):
        found += _security()
    if has_role(person, Role.AUDIT_ADMIN):
        found += _audit()
    if may(person, countersign.RIGHT) and (count := countersign.open_to(person).count()):
        detail = "另一位管理员申请重设管理员的密码或清除动态口令，要您确认。"
        found.append(Todo("双人确认", detail, reverse("accounts:countersign"), "去确认", count, True))
    return found


def first_steps(person: Person) -> list[FirstStep]:
    """The way from an empty workbench to the first form, while it is not gone to the end."""
    if _any_form():
        return []
    found = []
    for name, action, view, counts in _steps():
        ruling = may(person, action)
        there = "、".join(f"{count} {unit}" for count, unit in counts if count)
        found.append(FirstStep(name, there, ruling.why, all(n for n, _ in counts), reverse(view) if ruling else ""))
    mine = any(step.url and not step.done for step in found)
    return found if mine or not any(step.done for step in found[2:]) else []


_any_form = Ready(lambda: SelfEvaluation.objects.order_by().values_list("pk", flat=True)[:1])


def next_first_step(steps: Sequence[FirstStep]) -> list[Todo]:
    """The first open step that is the person's, once the steps before it are done."""
    step = next((step for step in steps if not step.done), None)
    if step is None or not step.url:
        return []
    return [Todo(step.name, "从零开始的下一步。", step.url, "去办")]


def _steps() -> tuple[tuple[str, str, str, tuple[tuple[int, str], ...]], ...]:
    """Name, right, page, and what shows that it is done: counts that must not be zero, with their units."""
    kinds = Organisation.Kind
    places = dict(Organisation.objects.values_list("kind").annotate(n=Count("pk")))
    people = Person.objects.filter(is_active=True).exclude(memberships__role__in=ADMINISTRATORS).count()
    roles = Membership.objects.exclude(role__in=ADMINISTRATORS).count()
    people_done = ((places.get(kinds.UNIT, 0), "个单位"), (people, "人"))
    return (
        ("用一张表录入机构和人员", "person.manage", "accounts:roster", people_done),
        ("授予角色", "role.grant", "accounts:roles", ((roles, "个角色"),)),
        ("建立年度自评：年度、办法、表样、期限", "cycle.manage", "planning:new", ((Cycle.objects.count(), "个年度"),)),
        ("选定参加的单位", "cycle.manage", "planning:list", ((Participant.objects.count(), "个单位参加"),)),
        ("录入项目，导入批复的绩效目标", "project.manage", "planning:bulk", ((Project.objects.count(), "个项目"),)),
        ("下达自评表，通知填报人", "project.manage", "planning:projects", ((0, "张"),)),
    )


def _system() -> list[Todo]:
    found = []
    failed = Job.objects.filter(state=Job.State.FAILED, ended_at__gt=timezone.now() - _WEEK)
    if count := failed.count():
        found.append(
            Todo("查看没有完成的后台任务", "最近七天里停下或出错的任务。", reverse("jobs:list"), "去看看", count, True)
        )
    last = AuditEntry.objects.filter(action="backup.make").order_by("-id").values_list("at", flat=True).first()
    age = None if last is None else (timezone.now() - last).days
    if age is None or age >= settings.BACKUP_DAYS:
        detail = "还没有备份过。" if age is None else f"最近一次备份在 {age} 天前。"
        found.append(Todo("备份", detail, reverse("backup:list"), "去备份", urgent=True))
    return found


def _security() -> list[Todo]:
    found = []
    roles = reverse("accounts:roles")
    waiting = ProposedRole.objects.filter(granted=None, roster__undone_at=None)
    if count := waiting.count():
        detail = "系统管理员录入的名册里写明了角色，核对以后一次授予。"
        found.append(Todo("授予名册里的角色", detail, roles, "去核对", count, True))
    without = (
        Person.objects.filter(is_active=True, memberships__isnull=True).exclude(pk__in=waiting.values("person")).count()
    )
    if without:
        found.append(
            Todo("给人员授予角色", "这些人员还没有任何角色，登录后什么也看不到。", roles, "去授权", without, True)
        )
    since = timezone.now() - datetime.timedelta(hours=settings.AXES_COOLOFF_TIME)
    locked = AccessAttempt.objects.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=since)
    if count := locked.values("username").distinct().count():
        found.append(Todo("核对被锁定的账号", "多次输错密码，暂时不能登录。", roles, "去看看", count, True))
    return found


def _audit() -> list[Todo]:
    name, url = "核对审计日志", reverse("audit_admin:list")
    last = AuditEntry.objects.filter(action="auditlog.verify").order_by("-id").first()
    if last is None:
        return [Todo(name, "还没有核对过。", url, "去核对", urgent=True)]
    when = f"{dateformat.format(timezone.localtime(last.at), 'n月j日 H:i')}"
    if not last.detail.get("sound", True):
        return [Todo(name, f"{when} 核对时发现日志被改动过，请立即查看是哪一条。", url, "去查看", urgent=True)]
    return [Todo(name, f"最近一次在 {when}，没有改动。", url, "去核对", urgent=timezone.now() - last.at > _WEEK)]
