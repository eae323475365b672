"""The roles that a table of people proposes: granted together by the security administrator, taken back together."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from jiheng.web.accounts.granting import hindrance
from jiheng.web.accounts.models import Membership, Person, ProposedRole, Role, Roster
from jiheng.web.accounts.permissions import require
from jiheng.web.auditlog import log


def waiting() -> QuerySet[ProposedRole]:
    """The roles that nobody has granted yet."""
    return ProposedRole.objects.filter(granted=None, roster__undone_at=None)


def granted() -> QuerySet[ProposedRole]:
    """Those that were granted and are still held."""
    return ProposedRole.objects.exclude(granted=None).filter(roster__undone_at=None)


@transaction.atomic
def grant_all(actor: Person, roster: Roster) -> tuple[int, list[str]]:
    """Grant what the table proposes: how many, and of the others why not (Chinese). Raises Denied."""
    require(actor, "role.grant")
    rows = waiting().filter(roster=roster).select_for_update(of=("self",)).select_related("person", "organisation")
    done: list[str] = []
    left: list[str] = []
    for row in rows.order_by("organisation__path", "pk"):
        role = Role(row.role)
        why = hindrance(row.person, row.organisation, role)
        if why:
            left.append(why)
            continue
        row.granted = Membership.objects.create(person=row.person, organisation=row.organisation, role=role)
        row.save(update_fields=["granted"])
        done.append(f"{row.person.username}·{row.organisation}·{role.label}")
    log.write(actor, "roster.grant", roster, {"roles": done})
    return len(done), left


@transaction.atomic
def revoke_all(actor: Person, roster: Roster) -> int:
    """Take back what was granted from the table; it proposes it again. Raises Denied, ValidationError."""
    require(actor, "role.grant")
    rows = roster.roles.exclude(granted=None).select_for_update(of=("self",))
    kept = list(rows.values_list("granted", flat=True))
    if not kept:
        raise ValidationError("这张表的角色还没有授予，不用撤销。")
    rows.update(granted=None)
    for membership in Membership.objects.filter(pk__in=kept):
        membership.delete()
    log.write(actor, "roster.revoke", roster, {"roles": len(kept)})
    return len(kept)
