"""The security administrator's work: roles, passwords and second factors of others, sessions."""

from collections.abc import Sequence
from datetime import timedelta

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from jiheng.web.accounts import countersign, second_factor
from jiheng.web.accounts.access_end import end_access
from jiheng.web.accounts.models import ADMINISTRATORS, Countersign, Membership, Organisation, Person, Role
from jiheng.web.accounts.one_time_password import one_time_password
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.person_admin import Given, only_holder
from jiheng.web.auditlog import log

_KINDS = {
    Role.DEPARTMENT_REVIEWER: (Organisation.Kind.DEPARTMENT,),
    Role.FINANCE_REVIEWER: (Organisation.Kind.BUREAU,),
    Role.BUDGET_OFFICE: (Organisation.Kind.BUREAU,),
    **dict.fromkeys(ADMINISTRATORS, (Organisation.Kind.BUREAU,)),
}
"""Roles that only make sense at organisations of a kind."""


def misplaced(role: Role, organisation: Organisation) -> str:
    """Why the role makes no sense at such an organisation (Chinese), "" where it does."""
    kinds = _KINDS.get(role)
    if not kinds or organisation.kind in kinds:
        return ""
    where = "、".join(kind.label for kind in kinds)
    there = Organisation.Kind(organisation.kind).label
    return f"“{role.label}”要授在{where}上，“{organisation}”是{there}。"


def hindrance(person: Person, organisation: Organisation, role: Role) -> str:
    """Why the person cannot hold this role there (Chinese), "" where they can."""
    held = set(Membership.objects.filter(person=person).values_list("role", flat=True))
    offices = [Role(given).label for given in held if given in ADMINISTRATORS]
    if not person.is_active:
        return f"{person}的账号已停用，请先由系统管理员启用。"
    if not organisation.active:
        return f"“{organisation}”已停用，不能再授予那里的角色。"
    if offices:
        return f"{person}是{offices[0]}。三个管理员互相独立，也不能兼做业务，所以不能再授予其他角色。"
    if role in ADMINISTRATORS and held:
        return f"{person}已有业务角色，不能再做{role.label}。请先收回其他角色，或另建一个账号。"
    if why := misplaced(role, organisation):
        return why
    if Membership.objects.filter(person=person, organisation=organisation, role=role).exists():
        return f"{person}在“{organisation}”已经是{role.label}。"
    return ""


@transaction.atomic
def grant(actor: Person, person: Person, organisation: Organisation, role: Role) -> None:
    """Give a role. Raises Denied, ValidationError."""
    require(actor, "role.grant")
    Person.objects.select_for_update().get(pk=person.pk)
    why = hindrance(person, organisation, role)
    if why:
        raise ValidationError(why)
    Membership.objects.create(person=person, organisation=organisation, role=role)
    log.write(actor, "role.grant", person, {"role": role.label, "organisation": organisation.name})


@transaction.atomic
def revoke(actor: Person, membership: Membership) -> None:
    """Take a role away. Raises Denied, ValidationError."""
    require(actor, "role.grant")
    role, person = Role(membership.role), membership.person
    if role in ADMINISTRATORS and only_holder(person, role):
        raise ValidationError(f"{person}是唯一的{role.label}，收回后无人能做这项工作。请先授给另一人。")
    detail = {"role": role.label, "organisation": membership.organisation.name}
    membership.delete()
    log.write(actor, "role.revoke", person, detail)


@transaction.atomic
def reset_password(actor: Person, person: Person) -> Given:
    """A new password that works until the next sign-in; ends the person's access. Of an administrator after a
    second person's confirmation only. Raises Denied, ValidationError.
    """
    require(actor, "person.unlock")
    if person == actor:
        raise ValidationError("自己的密码请在“我的账号”里修改。")
    countersign.allow(actor, person, Countersign.Action.PASSWORD)
    password = one_time_password()
    person.set_password(password)
    person.must_change_password = True
    person.save()
    reset(username=person.username)
    end_access(person)
    log.write(actor, "password.reset", person)
    return Given(person, password)


@transaction.atomic
def unlock(actor: Person, person: Person) -> None:
    """Let the person try again after too many wrong passwords. Raises Denied."""
    require(actor, "person.unlock")
    reset(username=person.username)
    log.write(actor, "person.unlock", person)


@transaction.atomic
def reset_second_factor(actor: Person, person: Person) -> None:
    """Forget the person's device and backup codes; ends their access. Of an administrator after a second person's
    confirmation only. Raises Denied, ValidationError.
    """
    require(actor, "person.unlock")
    if person == actor:
        raise ValidationError("自己的动态口令请在“我的账号”里更换。")
    countersign.allow(actor, person, Countersign.Action.SECOND_FACTOR)
    second_factor.forget(person)
    end_access(person)
    log.write(actor, "second-factor.reset", person)


@transaction.atomic
def require_second_factor(actor: Person, person: Person, required: bool) -> None:
    """Whether the person must use a second factor. Raises Denied."""
    require(actor, "person.unlock")
    person.second_factor_required = required
    person.save(update_fields=["second_factor_required"])
    log.write(actor, "second-factor.require", person, {"required": required})


@transaction.atomic
def end_sessions(actor: Person, person: Person) -> int:
    """Sign the person out everywhere, programs with their tokens too. Raises Denied."""
    require(actor, "session.end")
    ended, tokens = end_access(person)
    log.write(actor, "session.end", person, {"sessions": ended, "tokens": tokens})
    return ended


def locked_among(usernames: Sequence[str]) -> set[str]:
    """Those of the names that are locked out now after too many wrong passwords, from any address."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    attempts = AccessAttempt.objects.filter(username__in=usernames, attempt_time__gte=since)
    failures = attempts.values("username", "ip_address").annotate(sum=Sum("failures_since_start"))
    return set(failures.filter(sum__gte=settings.AXES_FAILURE_LIMIT).values_list("username", flat=True))
