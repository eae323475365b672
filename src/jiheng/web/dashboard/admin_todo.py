"""What waits for each of the three administrators, and the first steps of an empty workbench."""

import datetime
from dataclasses import dataclass

from axes.models import AccessAttempt
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from jiheng.web.accounts import countersign
from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.accounts.permissions import has_role, may
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.jobs.models import Job
from jiheng.web.procedure.todo import Todo

_WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class FirstStep:
    """A step of setting up: whether it is done, who does it, and where (no address for others)."""

    name: str
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
    if SelfEvaluation.objects.exists():
        return []
    steps = (
        (
            "建立机构：财政部门、主管部门、单位",
            "organisation.manage",
            "accounts:organisations",
            Organisation.objects.all()[1:2],
        ),
        ("新建人员", "person.manage", "accounts:people", Person.objects.all()[1:2]),
        ("给人员授予角色", "role.grant", "accounts:roles", Membership.objects.exclude(role=Role.SYSTEM_ADMIN)),
        ("建立年度自评：定办法、表样和截止日", "cycle.manage", "planning:projects", Cycle.objects.all()),
        ("导入批复的绩效目标，生成项目", "import.approved", "imports:list", Project.objects.all()),
        ("单位填报第一张自评表", "form.edit", "workflow:desk", SelfEvaluation.objects.all()),
    )
    found = []
    for name, action, view, rows in steps:
        ruling = may(person, action)
        found.append(FirstStep(name, ruling.why, rows.exists(), reverse(view) if ruling else ""))
    mine = any(step.url and not step.done for step in found)
    return found if mine or not any(step.done for step in found[3:]) else []


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
    without = Person.objects.filter(is_active=True, memberships__isnull=True).count()
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
    when = f"{timezone.localtime(last.at):%-m月%-d日 %H:%M}"
    if not last.detail.get("sound", True):
        return [Todo(name, f"{when} 核对时发现日志被改动过，请立即查看是哪一条。", url, "去查看", urgent=True)]
    return [Todo(name, f"最近一次在 {when}，没有改动。", url, "去核对", urgent=timezone.now() - last.at > _WEEK)]
