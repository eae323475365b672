"""The whole matrix of rights: every role × action × state × place × assigned × secret, against a table by hand.

Each line says for one action: who (letters below) may do it where, and in which states. It is written from what
the workbench is for, not from rights.toml.
"""

import itertools

import pytest
from tests.effort import share
from tests.web.matrix_world import people_and_units
from tests.web.test_year_matrix import ACTIONS as OF_THE_YEAR

from jiheng.web.accounts import permissions
from jiheng.web.accounts.models import ADMINISTRATORS, Organisation, Person, Role
from jiheng.web.accounts.rights_table import table
from jiheng.web.cycles.models import Project
from jiheng.web.forms.models import SelfEvaluation, State

pytestmark = pytest.mark.django_db

# F filler U unit D department B bureau O budget office T third party R reader,
# S system X security A audit administrator
LETTERS = dict(zip("FUDBOTRSXA", Role, strict=True))
STATES = dict(zip("0123f", State, strict=True))

# action: "who@where[states]", @o own, @b own and below, @a assigned, @* anywhere; no states: in all
EXPECTED = {
    "form.see": "FU@o DBR@b O@b[f] T@a[123f]",
    "form.edit": "F@o[0]",
    "form.submit": "F@o[0]",
    "form.pass": "U@o[1] D@b[2] B@b[3]",
    "form.return": "U@o[1] D@b[2] B@b[3f]",
    "form.withdraw": "F@o[1] U@o[2] D@b[3]",
    "form.urge": "U@o DB@b",
    "place.manage": "B@b",
    "remark.add": "U@o[1] D@b[2] B@b[3] T@a[23]",
    "remark.answer": "F@o[0] U@o[1]",
    "opinion.set": "D@b[2] B@b[3] T@a[23]",
    "opinion.see": "DBR@b T@a[23f]",
    "opinion.draft": "U@o DB@b T@a",
    "form.assign": "DB@b",
    "spotcheck.draw": "DB@b",
    "spotcheck.see": "DBR@b",
    "spotcheck.judge": "DB@b",
    "cycle.manage": "DB@b",
    "project.manage": "DB@b",
    "project.ask": "F@o[0123] U@o[123]",
    "project.name": "U@o!",  # ! also where a secret project does not name them
    "import.forms": "F@o DB@b",
    "import.approved": "DB@b",
    "import.figures": "DB@b",
    "dashboard.see": "U@o DBR@b",
    "download.all": "U@o DBR@b",
    "organisation.manage": "S@*",
    "person.manage": "S@*",
    "backup.make": "S@*",
    "job.see": "S@*",
    "administrators.first": "S@*",
    "role.grant": "X@*",
    "person.unlock": "X@*",
    "session.end": "X@*",
    "reset.confirm": "SXA@*",
    "backup.lock": "X@*",
    "auditlog.see": "A@*",
    "auditlog.export": "A@*",
}


def expected(role: Role, action: str, state: str, place: str, assigned: bool, named: bool | None) -> bool:
    """By the table above. `named` is None for a project that is not secret."""
    for part in EXPECTED[action].split():
        unnamed = part.endswith("!")
        who, _, rest = part.rstrip("!").partition("@")
        states = rest[2:-1] if "[" in rest else "0123f"
        there = {"o": place == "own", "b": place in ("own", "below"), "a": assigned, "*": True}[rest[0]]
        fits = role in [LETTERS[one] for one in who] and state in [STATES[one] for one in states]
        if fits and there and (unnamed or named is not False):
            return True
    return False


@pytest.fixture
def world():
    """A person of each role at one organisation, and forms of every kind around it."""
    people, units, cycle = people_and_units()
    kinds = list(itertools.product(State, units, (False, True), (None, False, True)))
    projects = Project.objects.bulk_create(
        Project(cycle=cycle, unit=units[place], code=f"M{number}", name=f"M{number}", secret=named is not None)
        for number, (_, place, _, named) in enumerate(kinds)
    )
    forms = SelfEvaluation.objects.bulk_create(
        SelfEvaluation(project=project, cycle=cycle, unit=units[place], state=state, record={})
        for project, (state, place, _, _) in zip(projects, kinds, strict=True)
    )
    assigned, named = SelfEvaluation.assigned.through, Project.named.through
    assigned.objects.bulk_create(
        assigned(selfevaluation=form, person=person)
        for form, (_, _, is_assigned, _) in zip(forms, kinds, strict=True)
        if is_assigned
        for person in people.values()
    )
    named.objects.bulk_create(
        named(project=project, person=person)
        for project, (_, _, _, is_named) in zip(projects, kinds, strict=True)
        if is_named
        for person in people.values()
    )
    return people, {form.pk: (form, kind) for form, kind in zip(forms, kinds, strict=True)}, units


def test_the_table_and_the_expectation_name_the_same_actions():
    assert set(table()) == set(EXPECTED) | OF_THE_YEAR


def test_may_and_within_follow_the_matrix(world):
    people, forms, _ = world
    wrong, looked, pairs = [], 0, share(list(itertools.product(Role, EXPECTED)), 0)
    for role, action in pairs:
        person, within = people[role], permissions.within(people[role], action)
        inside = set(SelfEvaluation.objects.filter(within, pk__in=forms).values_list("pk", flat=True))
        for pk, (form, kind) in forms.items():
            want = expected(role, action, *kind)
            ruling = permissions.may(person, action, form)
            looked += 1
            if (bool(ruling), pk in inside) != (want, want):
                wrong.append((role, action, kind, want, bool(ruling), pk in inside))
            if not ruling and not ruling.why:
                wrong.append((role, action, kind, "no reason given"))
    assert wrong == []
    assert looked == len(pairs) * 120


def test_organisations_follow_the_matrix(world):
    people, _, units = world
    for role, action in itertools.product(Role, EXPECTED):
        person, within = people[role], permissions.units_within(people[role], action)
        inside = set(Organisation.objects.filter(within).values_list("pk", flat=True))
        for place, unit in units.items():
            want = any(expected(role, action, state, place, False, None) for state in State)
            found = bool(permissions.may(person, action, unit)), unit.pk in inside
            assert found == (want, want), (role, action, place)
        assert bool(permissions.may(person, action)) == any(
            expected(role, action, state, "own", True, None) for state in State
        ), (role, action)


def test_a_closed_organisation_or_account_gives_no_right(world):
    people, forms, units = world
    form = next(form for form, kind in forms.values() if kind == (State.DRAFT, "own", False, None))
    assert permissions.may(people[Role.FILLER], "form.edit", form)
    Organisation.objects.filter(pk=units["own"].pk).update(active=False)
    assert not permissions.may(Person.objects.get(username="of-filler"), "form.edit", form)
    Organisation.objects.filter(pk=units["own"].pk).update(active=True)
    Person.objects.filter(username="of-filler").update(is_active=False)
    assert not permissions.may(Person.objects.get(username="of-filler"), "form.edit", form)


def test_no_administrator_does_anothers_or_the_daily_work():
    for action, rows in table().items():
        roles = {role for row in rows for role in row.roles}
        offices = roles & set(ADMINISTRATORS)
        assert len(offices) <= 1 or action == "reset.confirm", action  # which no one of them can ask alone
        assert not offices or roles == offices, action


def test_a_refusal_says_who_can_where_and_when(world):
    people, forms, _ = world
    by_kind = {kind: form for form, kind in forms.values()}
    filler = people[Role.FILLER]
    assert "单位审核" in permissions.may(filler, "form.pass").why
    assert "不在您的范围内" in permissions.may(filler, "form.edit", by_kind[State.DRAFT, "beside", False, None]).why
    assert "待单位审核" in permissions.may(filler, "form.edit", by_kind[State.UNIT, "own", False, None]).why
    assert "涉密" in permissions.may(filler, "form.see", by_kind[State.DRAFT, "own", False, False]).why
    with pytest.raises(KeyError):
        permissions.may(filler, "form.eat")
