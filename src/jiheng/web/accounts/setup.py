"""The first start: the only administrator sets up the other two, and has no hand in their work from then on."""

from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.accounts.permissions import has_role, held, require
from jiheng.web.accounts.person_admin import Given, NewPerson, create
from jiheng.web.auditlog import log

_OFFICES = (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


def to_be_set_up(person: Person) -> bool:
    """Whether this is a system administrator of a workbench that lacks the other two administrators."""
    return has_role(person, Role.SYSTEM_ADMIN) and not offices_held()


def offices_held() -> bool:
    """Whether there has been a security or an audit administrator."""
    return Membership.objects.filter(role__in=_OFFICES).exists()


@transaction.atomic
def set_up(actor: Person, place: str, security: NewPerson, audit: NewPerson) -> list[Given]:
    """Name the root organisation, make the two other administrators; their passwords, to be shown once.

    Raises Denied, ValidationError where they are there already or a sign-in name does not do.
    """
    require(actor, "administrators.first")
    place_of = next(membership.organisation for membership in held(actor) if membership.role == Role.SYSTEM_ADMIN)
    root = Organisation.objects.select_for_update().get(pk=place_of)
    if offices_held():
        raise ValidationError("安全管理员和审计管理员已经设立，这一页只在第一次启动时用。")
    if security.username == audit.username:
        raise ValidationError("安全管理员和审计管理员须是两个人，用户名不能相同。")
    if place and place != root.name:
        root.name = place
        root.save()
        log.write(actor, "organisation.change", root, {"name": place})
    found = []
    for role, new in zip(_OFFICES, (security, audit), strict=True):
        given = create(actor, new)
        Membership.objects.create(person=given.person, organisation=root, role=role)
        log.write(actor, "role.grant", given.person, {"role": role.label, "organisation": root.name, "first": True})
        found.append(given)
    return found
