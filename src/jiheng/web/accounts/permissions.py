"""Who may do what: every right is a row of rights.toml, and nothing else decides.

`may` rules on one subject and says why not; `within` is the same as a filter over many forms.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.accounts.rights_table import Right as Right
from jiheng.web.accounts.rights_table import Where
from jiheng.web.accounts.rights_table import table as table

if TYPE_CHECKING:
    from jiheng.web.cycles.models import Project
    from jiheng.web.forms.models import SelfEvaluation

    Subject = SelfEvaluation | Project | Organisation


class Ruling(NamedTuple):
    """Whether something is allowed; if not, why, and who can (Chinese, for the user)."""

    allowed: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed


class Denied(PermissionDenied):
    """An action that the table does not allow. The message is the ruling's."""


class Held(NamedTuple):
    """A role that a person holds, and where."""

    role: Role
    organisation: int
    path: str


def held(person: Person) -> tuple[Held, ...]:
    """The roles of a person; read once for each object `person`."""
    known: tuple[Held, ...] | None = getattr(person, "_held", None)
    if known is None:
        rows = Membership.objects.filter(person=person, person__is_active=True, organisation__active=True)
        found = rows.values_list("role", "organisation_id", "organisation__path")
        known = tuple(Held(Role(role), organisation, path) for role, organisation, path in found)
        person._held = known  # type: ignore[attr-defined]
    return known


def has_role(person: Person, *roles: Role) -> bool:
    """Whether the person holds one of the roles anywhere."""
    return any(one.role in roles for one in held(person))


def may(person: Person, action: str, subject: "Subject | None" = None) -> Ruling:
    """Whether the person may do `action` to `subject`: a form, project or organisation.

    None asks whether the person may do it anywhere at all. Raises KeyError for an action not in the table.
    """
    rows = table()[action]
    mine = [(row, one) for row in rows for one in held(person) if one.role in row.roles]
    if not mine:
        return Ruling(False, f"“{rows[0].name}”由{_labels(role for row in rows for role in row.roles)}来做。")
    if subject is None:
        return Ruling(True)
    project, state = _project(subject), getattr(subject, "state", None)
    unit = subject if isinstance(subject, Organisation) else subject.unit
    there = [row for row, one in mine if _reaches(row, one, unit, subject, person)]
    if not there:
        return Ruling(False, f"“{unit.name}”不在您的范围内，不能{rows[0].name}。")
    if project is not None and project.secret and not project.named.filter(pk=person.pk).exists():
        there = [row for row in there if row.unnamed]
        if not there:
            return Ruling(False, "这是涉密项目，只有单位指定的知悉人员可以接触。")
    if state is not None and not any(not row.states or state in row.states for row in there):
        from jiheng.web.forms.models import State

        fit = "”“".join(State(one).label for row in there for one in row.states)
        return Ruling(False, f"这张表现在是“{State(state).label}”，在“{fit}”时才能{rows[0].name}。")
    return Ruling(True)


def require(person: Person, action: str, subject: "Subject | None" = None) -> None:
    """Nothing where it is allowed. Raises Denied, with the reason."""
    ruling = may(person, action, subject)
    if not ruling:
        raise Denied(ruling.why)


def within(person: Person, action: str) -> Q:
    """A filter over SelfEvaluation: the forms to which the person may do `action`."""
    named_only = unnamed = Q(pk__in=[])
    for row in table()[action]:
        for one in held(person):
            if one.role not in row.roles:
                continue
            part = _reach(row.where, one, person)
            if row.states:
                part &= Q(state__in=row.states)
            if row.unnamed:
                unnamed |= part
            else:
                named_only |= part
    return unnamed | named_only & ~Q(project__in=_unknown(person))


def units_within(person: Person, action: str) -> Q:
    """A filter over Organisation: where the person may do `action`."""
    allowed = Q(pk__in=[])
    for row in table()[action]:
        for one in held(person):
            if one.role in row.roles:
                if row.where == "own":
                    allowed |= Q(pk=one.organisation)
                elif row.where == "below":
                    allowed |= Q(path__startswith=one.path)
                elif row.where == "any":
                    return ~Q(pk__in=[])
    return allowed


def _reaches(row: Right, one: Held, unit: Organisation, subject: "Subject", person: Person) -> bool:
    if row.where == "own":
        return unit.pk == one.organisation
    if row.where == "below":
        return unit.path.startswith(one.path)
    if row.where == "assigned":
        assigned = getattr(subject, "assigned", None)
        return assigned is not None and assigned.filter(pk=person.pk).exists()
    return True


def _reach(where: Where, one: Held, person: Person) -> Q:
    if where == "own":
        return Q(unit_id=one.organisation)
    if where == "below":
        return Q(unit__path__startswith=one.path)
    if where == "assigned":
        from jiheng.web.forms.models import SelfEvaluation

        return Q(pk__in=SelfEvaluation.assigned.through.objects.filter(person=person).values("selfevaluation"))
    return ~Q(pk__in=[])


def _unknown(person: Person) -> object:
    """The secret projects whose unit has not named the person: few, so that a filter finds them first."""
    from jiheng.web.cycles.models import Project

    named = Project.named.through.objects.filter(person=person).values("project")
    return Project.objects.filter(secret=True).exclude(pk__in=named).order_by().values("pk")


def _project(subject: "Subject") -> "Project | None":
    from jiheng.web.forms.models import SelfEvaluation

    if isinstance(subject, Organisation):
        return None
    return subject.project if isinstance(subject, SelfEvaluation) else subject


def _labels(roles: Iterable[Role]) -> str:
    return "、".join(dict.fromkeys(role.label for role in roles))
