"""Organisations, people and the roles proposed for them, from one table: judged row by row, taken in, taken back.

The system administrator makes organisations and accounts; the roles that the table names wait until the security
administrator grants them (roster_roles.py): nobody alone can make an account that sees forms.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from jiheng.web.accounts import person_admin
from jiheng.web.accounts.granting import misplaced
from jiheng.web.accounts.models import ADMINISTRATORS, Membership, Organisation, Person, ProposedRole, Role, Roster
from jiheng.web.accounts.organisations import kinds_below
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.person_admin import Given, NewPerson
from jiheng.web.accounts.roster_table import RosterRow
from jiheng.web.auditlog import log

Kind = Organisation.Kind
_HELD = ("person__username", "organisation", "role")


class Judged(NamedTuple):
    """What a row would do; with `why` it does nothing.

    `made` are the organisations that it makes first, from above. `person` is new where it says so.
    """

    line: RosterRow
    made: tuple[Organisation, ...] = ()
    where: Organisation | None = None
    new_person: bool = False
    roles: tuple[Role, ...] = ()
    why: str = ""

    @property
    def state(self) -> str:
        """wrong, new or same."""
        if self.why:
            return "wrong"
        return "new" if self.made or self.new_person or self.roles else "same"


class Taken(NamedTuple):
    """What came of taking a table in."""

    roster: Roster
    given: list[Given]
    organisations: int
    roles: int


class _Judge:
    """The organisations and people there are, with those that earlier rows of the table add."""

    def __init__(self, lines: Sequence[RosterRow]) -> None:
        rows = list(Organisation.objects.select_related("parent").order_by("path"))
        self.root = rows[0]
        self.named: dict[str, list[Organisation]] = {}
        for row in rows:
            self.named.setdefault(row.name, []).append(row)
        wanted = {line.username.lower() for line in lines if line.username}
        self.people = {
            person.username.lower(): person for person in Person.objects.all() if person.username.lower() in wanted
        }
        self.fresh: dict[str, str] = {}
        held = Membership.objects.filter(person__in=self.people.values())
        waiting = ProposedRole.objects.filter(person__in=self.people.values(), granted=None)
        roles = [*held.values_list(*_HELD), *waiting.values_list(*_HELD)]
        self.held = {(name.lower(), organisation, role) for name, organisation, role in roles}
        self.offices = {name for name, _, role in self.held if role in ADMINISTRATORS}
        self.asked: set[tuple[str, int, Role]] = set()

    def rule(self, line: RosterRow) -> Judged:
        """The row judged; what it makes is there for the rows below."""
        if line.why:
            return Judged(line, why=line.why)
        made: list[Organisation] = []
        where, why = self._organisation(line, made)
        if why or where is None:
            return Judged(line, why=why)
        if not line.username and not line.name:
            return self._kept(Judged(line, tuple(made), where, why="有角色，没有姓名和用户名" if line.roles else ""))
        new, why = self._person(line)
        if not why:
            why = next((said for role in line.roles if (said := self._unfit(line, where, role))), "")
        if why:
            return Judged(line, why=why)
        roles = tuple(role for role in line.roles if self._wanted(line, where, role))
        return self._kept(Judged(line, tuple(made), where, new, roles))

    def _kept(self, judged: Judged) -> Judged:
        if not judged.why:
            for row in judged.made:
                self.named.setdefault(row.name, []).append(row)
            if judged.new_person:
                self.fresh[judged.line.username.lower()] = judged.line.name
            self.asked |= {(judged.line.username.lower(), id(judged.where), role) for role in judged.roles}
        return judged

    def _organisation(self, line: RosterRow, made: list[Organisation]) -> tuple[Organisation | None, str]:
        """Where the row belongs; what has to be made for it goes to `made`."""
        if not line.organisation:
            return self.root, ""
        above, why = self._above(line, made)
        if why:
            return None, why
        known = self.named.get(line.organisation, [])
        fits = (
            known
            if above is None
            else [organisation for organisation in known if organisation is above or _is_below(organisation, above)]
        )
        if len(fits) > 1:
            return None, f"有 {len(fits)} 个机构叫“{line.organisation}”，请写明主管部门"
        if fits:
            return (fits[0], "") if fits[0].active else (None, f"“{fits[0]}”已停用，请先启用")
        parent = above or self.root
        kind = line.kind or (Kind.DEPARTMENT if parent.kind == Kind.BUREAU else Kind.UNIT)
        if kind not in kinds_below(parent):
            return None, f"{Kind(kind).label}不能放在{Kind(parent.kind).label}“{parent}”下面"
        made.append(Organisation(parent=parent, name=line.organisation, code=line.code[:40], kind=kind))
        return made[-1], ""

    def _above(self, line: RosterRow, made: list[Organisation]) -> tuple[Organisation | None, str]:
        if not line.above or line.above == line.organisation:
            return None, ""
        known = [organisation for organisation in self.named.get(line.above, []) if organisation.active]
        if len(known) > 1:
            return None, f"有 {len(known)} 个机构叫“{line.above}”，分不清是哪一个"
        if not known:
            made.append(Organisation(parent=self.root, name=line.above, kind=Kind.DEPARTMENT))
            return made[-1], ""
        return known[0], ""

    def _person(self, line: RosterRow) -> tuple[bool, str]:
        """Whether the person is new, and what is wrong."""
        if not line.username:
            return False, '没有用户名。可以在 Excel 里用公式编，例如 ="u"&TEXT(ROW(),"0000")'
        name = line.username.lower()
        known = self.people[name].name if name in self.people else self.fresh.get(name)
        if known is not None:
            return False, "" if line.name in ("", known) else f"用户名“{line.username}”已经是{known}的"
        wrong = person_admin.faults([NewPerson(line.username, line.name, line.email)])
        return True, wrong[0].partition("：")[2].rstrip("。") or wrong[0] if wrong else ""

    def _unfit(self, line: RosterRow, where: Organisation, role: Role) -> str:
        if role in ADMINISTRATORS:
            return f"{role.label}不在这里授予，请安全管理员在“授权”里单独授予"
        if line.username.lower() in self.offices:
            return f"{line.name}是管理员，不能再有业务角色"
        person = self.people.get(line.username.lower())
        if person is not None and not person.is_active:
            return f"{person}的账号已停用，请先启用"
        return misplaced(role, where).rstrip("。")

    def _wanted(self, line: RosterRow, where: Organisation, role: Role) -> bool:
        name = line.username.lower()
        return (name, where.pk, role) not in self.held and (name, id(where), role) not in self.asked


def _is_below(lower: Organisation, above: Organisation) -> bool:
    """Whether it stands directly below; neither need be saved."""
    return lower.parent is above or (above.pk is not None and lower.parent_id == above.pk)


def judge(lines: Sequence[RosterRow]) -> list[Judged]:
    """Every row judged, in order: a row may rest on what rows above it make."""
    judging = _Judge(lines)
    return [judging.rule(line) for line in lines]


def take(actor: Person, rows: Iterable[Judged]) -> Taken:
    """Make what the right rows say, or nothing. Raises Denied, ValidationError."""
    require(actor, "organisation.manage")
    require(actor, "person.manage")
    right = [row for row in rows if row.state == "new"]
    fresh = [
        person_admin.fresh(NewPerson(row.line.username, row.line.name, row.line.email))
        for row in right
        if row.new_person
    ]
    with transaction.atomic():
        made = [organisation for row in right for organisation in row.made]
        for organisation in made:
            organisation.save()
        Person.objects.bulk_create([row.person for row in fresh])
        people = {person.username.lower(): person for person in Person.objects.all()}
        roster = Roster.objects.create(
            by=actor,
            organisations=[organisation.pk for organisation in made],
            people=[people[row.person.username.lower()].pk for row in fresh],
        )
        proposed = [
            ProposedRole(roster=roster, person=people[row.line.username.lower()], organisation=row.where, role=role)
            for row in right
            for role in row.roles
        ]
        ProposedRole.objects.bulk_create(proposed)
        names = {
            "organisations": [organisation.name for organisation in made],
            "people": [row.person.username for row in fresh],
        }
        log.write(actor, "roster.take", roster, names | {"roles": len(proposed)})
    return Taken(roster, fresh, len(made), len(proposed))


@transaction.atomic
def undo(actor: Person, roster: Roster) -> None:
    """Take a table back, as long as nothing of it is in use. Raises Denied, ValidationError."""
    require(actor, "organisation.manage")
    require(actor, "person.manage")
    roster = Roster.objects.select_for_update().get(pk=roster.pk)
    people = Person.objects.filter(pk__in=roster.people)
    granted = roster.roles.exclude(granted=None).count()
    used = people.exclude(last_seen=None).count()
    if roster.undone_at is not None:
        raise ValidationError("这张表已经撤销过。")
    if granted:
        raise ValidationError(f"表里的 {granted} 个角色已经授予。请安全管理员先在“授权”里撤销，再撤销这张表。")
    if used or Membership.objects.filter(person__in=people).exists():
        raise ValidationError("表里的人员已有人登录过或另有角色，不能整张撤销；个别人员请在“人员”里停用。")
    try:
        roster.roles.all().delete()
        people.delete()
        for organisation in Organisation.objects.filter(pk__in=roster.organisations).order_by("-path"):
            organisation.delete()
    except ProtectedError as error:
        raise ValidationError("表里的机构已经在用（有下级、人员、年度或项目），不能整张撤销。") from error
    roster.close()
    log.write(actor, "roster.undo", roster, {"people": len(roster.people), "organisations": len(roster.organisations)})
