"""Who may do what: every right is a row of rights.toml, and nothing else decides.

`may` rules on one subject and says why not; `within` is the same as a filter over many forms.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.accounts.rights_table import Right as Right
from jiheng.web.accounts.rights_table import Where
from jiheng.web.accounts.rights_table import register as register
from jiheng.web.accounts.rights_table import table as table


class Subject(Protocol):
    """What a right is about: an organisation, or what belongs to one (`unit`).

    `project` tells whether it is secret and whom it names; None for what belongs to no project. `state` is a form's,
    `assigned` the people that it is given to; None where there is no such thing.
    """

    @property
    def unit(self) -> Organisation:
        """Where it belongs."""

    @property
    def project(self) -> Any:
        """With `secret`, `named` and `pk`."""

    @property
    def state(self) -> Any:
        """One that `name_states` knows."""

    @property
    def assigned(self) -> Any:
        """People, as a manager."""


Query = Callable[[Person], Any]
_ROOT = 2
_states: dict[str, str] = {}
_queries: dict[str, Query] = {}


def name_states(labels: Mapping[str, str]) -> None:
    """Say what users call the states that rows of the table name."""
    _states.update(labels)


def answers(question: str) -> Callable[[Query], Query]:
    """Decorator: this function gives a query for the filters of `within`, of the person in question.

    `unknown`: ids of the secret projects that do not name the person; `assigned`: ids of the forms given to them.
    """

    def register_query(query: Query) -> Query:
        _queries[question] = query
        return query

    return register_query


class AccessRuling(NamedTuple):
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
        known = hold(person, rows.values_list("role", "organisation_id", "organisation__path"))
    return known


def hold(person: Person, rows: Iterable[tuple[str, int, str]]) -> tuple[Held, ...]:
    """Remember the roles of a person as they were read: role, organisation and its path."""
    known = tuple(Held(Role(role), organisation, path) for role, organisation, path in rows)
    person._held = known  # type: ignore[attr-defined]
    return known


def seat(person: Person, action: str) -> Organisation:
    """The highest organisation at which the person may do `action`: for which they do it. Raises Denied."""
    require(person, action)
    roles = {role for row in table()[action] for role in row.roles}
    places = [role.organisation for role in held(person) if role.role in roles]
    return Organisation.objects.filter(pk__in=places).order_by("path")[0]


def has_role(person: Person, *roles: Role) -> bool:
    """Whether the person holds one of the roles anywhere."""
    return any(role.role in roles for role in held(person))


def may(person: Person, action: str, subject: Subject | None = None) -> AccessRuling:
    """Whether the person may do `action` to `subject`: a form, project or organisation.

    None asks whether the person may do it anywhere at all. Raises KeyError for an action not in the table.
    """
    rows = table()[action]
    mine = [(row, role) for row in rows for role in held(person) if role.role in row.roles]
    if not mine:
        return AccessRuling(False, f"“{rows[0].name}”由{_labels(role for row in rows for role in row.roles)}来做。")
    if subject is None:
        return AccessRuling(True)
    project, state, unit = subject.project, subject.state, subject.unit
    there = [row for row, held_role in mine if _reaches(row, held_role, unit, subject, person)]
    if not there:
        return AccessRuling(False, f"“{unit.name}”不在您的范围内，不能{rows[0].name}。")
    if project is not None and project.secret and not project.named.filter(pk=person.pk).exists():
        there = [row for row in there if row.unnamed]
        if not there:
            return AccessRuling(False, "这是涉密项目，只有单位指定的知悉人员可以接触。")
    if state is not None and not any(not row.states or state in row.states for row in there):
        fit = "”“".join(_states[name] for row in there for name in row.states)
        called = getattr(subject, "called", "这张表")
        return AccessRuling(False, f"{called}现在是“{_states[state]}”，在“{fit}”时才能{rows[0].name}。")
    return AccessRuling(True)


def require(person: Person, action: str, subject: Subject | None = None) -> None:
    """Nothing where it is allowed. Raises Denied, with the reason."""
    ruling = may(person, action, subject)
    if not ruling:
        raise Denied(ruling.why)


def within(person: Person, action: str) -> Q:
    """A filter over SelfEvaluation: the forms to which the person may do `action`.

    It fits every model that has `unit`; where the rows name states, `state`; and where one is not `unnamed`, `project`.
    """
    named_only = unnamed = Q(pk__in=[])
    for row in table()[action]:
        for held_role in held(person):
            if held_role.role not in row.roles:
                continue
            part = _reach(row.where, held_role, person)
            if row.states:
                part &= Q(state__in=row.states)
            if row.unnamed:
                unnamed |= part
            else:
                named_only |= part
    if named_only == Q(pk__in=[]):
        return unnamed
    return unnamed | named_only & ~Q(project__in=_queries["unknown"](person))


def units_within(person: Person, action: str) -> Q:
    """A filter over Organisation: where the person may do `action`."""
    allowed = Q(pk__in=[])
    for row in table()[action]:
        for held_role in held(person):
            if held_role.role in row.roles:
                if row.where == "own":
                    allowed |= Q(pk=held_role.organisation)
                elif row.where == "below":
                    allowed |= Q(path__startswith=held_role.path)
                elif row.where == "any":
                    return ~Q(pk__in=[])
    return allowed


def _reaches(row: Right, held_role: Held, unit: Organisation, subject: Subject, person: Person) -> bool:
    if row.where == "own":
        return unit.pk == held_role.organisation
    if row.where == "below":
        return unit.path.startswith(held_role.path)
    if row.where == "given":
        return getattr(subject, "given_to_id", None) == person.pk
    if row.where == "assigned":
        return subject.assigned is not None and bool(subject.assigned.filter(pk=person.pk).exists())
    return True


def _reach(where: Where, held_role: Held, person: Person) -> Q:
    if where == "own":
        return Q(unit_id=held_role.organisation)
    if where == "below" and not is_root(held_role.path):
        return Q(unit__path__startswith=held_role.path)
    if where == "given":
        return Q(given_to=person.pk)
    if where == "assigned":
        return Q(pk__in=_queries["assigned"](person))
    return ~Q(pk__in=[])


def states_everywhere(person: Person, action: str) -> tuple[str, ...]:
    """The states in which the person may do it whatever the organisation; () where their roles reach only parts."""
    rows = [(row, held_role) for row in table()[action] for held_role in held(person) if held_role.role in row.roles]
    if not all(row.where == "below" and is_root(role.path) for row, role in rows):
        return ()
    return tuple(dict.fromkeys(state for row, _ in rows for state in row.states))


def is_root(path: str) -> bool:
    """Whether this is the path of the organisation above all: of what lies below it nothing is to be asked."""
    return path.count("/") == _ROOT


def _labels(roles: Iterable[Role]) -> str:
    return "、".join(dict.fromkeys(role.label for role in roles))
