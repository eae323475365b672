"""The rights over the objects of the year: every role × action × state × place × secret, against a table by hand.

Written as in test_permissions, from what the workbench is for; states are the letters of each way in its order.
"""

import datetime
import itertools

import pytest
from django.apps import apps
from tests.web.matrix_world import people_and_units

from jiheng.web.accounts import permissions
from jiheng.web.accounts.models import Role
from jiheng.web.accounts.rights_table import table
from jiheng.web.cycles.models import Project
from jiheng.web.evaluations.models import Evaluation, Paper
from jiheng.web.monitoring.models import WatchedPeriod
from jiheng.web.procedure import way
from jiheng.web.procedure.models import Underway

pytestmark = pytest.mark.django_db

LETTERS = dict(zip("FUDBOTRSXA", Role, strict=True))

# model: action: "who@where[states by their place on the way]"; where: own, below (and own), given to the person
EXPECTED = {
    "corrections.correction": {
        "correction.see": "FU@o[1234] DBR@b",
        "correction.draft": "DB@b[0]",
        "correction.issue": "DB@b[0]",
        "correction.write": "FU@o[1]",
        "correction.answer": "U@o[1]",
        "correction.accept": "DB@b[2]",
        "correction.return": "DB@b[2]",
        "correction.revoke": "DB@b[01]",
    },
    "goals.declaration": {
        "goals.see": "FU@o DBOR@b",
        "goals.write": "F@o[0]",
        "goals.submit": "F@o[0]",
        "goals.pass": "U@o[1] D@b[2]",
        "goals.approve": "B@b[3]",
        "goals.return": "U@o[1] D@b[2] B@b[3]",
        "goals.remark": "U@o[1] D@b[2] B@b[3]",
        "goals.answer": "F@o[0]",
        "library.manage": "B@b",
    },
    "adjustments.adjustment": {
        "adjust.see": "FU@o DBR@b",
        "adjust.write": "FU@o[0]",
        "adjust.submit": "U@o[0]",
        "adjust.drop": "FU@o[0]",
        "adjust.pass": "D@b[1]",
        "adjust.approve": "B@b[2]",
        "adjust.return": "D@b[1] B@b[2]",
    },
    "publishing.batch": {
        "publish.see": "DBR@b",
        "publish.choose": "DB@b[0]",
        "publish.ask": "DB@b[0]",
        "publish.confirm": "D@b[1]",
        "publish.return": "DB@b[12]",
        "publish.publish": "DB@b[2]",
        "publish.take_back": "DB@b[3]",
    },
    "monitoring.sheet": {
        "monitoring.see": "FU@o DBR@b",
        "monitoring.write": "FU@o[0]",
        "monitoring.submit": "U@o[0]",
        "monitoring.pass": "D@b[1]",
        "monitoring.return": "DB@b[12]",
        "monitoring.manage": "DB@b",
    },
    "commissions.commission": {
        "commission.see": "DBR@b T@g",
        "commission.begin": "DB@b",
        "commission.write": "T@g[0]",
        "commission.hand_in": "T@g[0]",
        "commission.accept": "DB@b[1]",
        "commission.return": "DB@b[1]",
        "commission.revoke": "DB@b[01]",
    },
    "evaluations.evaluation": {
        "evaluation.see": "FU@o[34] DBR@b",
        "evaluation.plan": "DB@b[0]",
        "evaluation.start": "DB@b[0]",
        "evaluation.collect": "DB@b[1]",
        "evaluation.reopen": "DB@b[2]",
        "evaluation.write": "DB@b[2]",
        "evaluation.ask": "DB@b[2]",
        "evaluation.comment": "U@o[3]",
        "evaluation.finish": "DB@b[2]",
        "evaluation.drop": "DB@b[012]",
    },
    "budget_advice.budgetadvice": {
        "advice.see": "FU@o[2] DBR@b O@b[12]",
        "advice.draft": "B@b[0]",
        "advice.send": "B@b[0]",
        "advice.answer": "O@b[1]",
        "advice.return": "O@b[1]",
        "advice.reopen": "O@b[2]",
    },
}
OF_PAPERS = {"evaluation.rate": "TDB@g[1]", "evaluation.paper": "TDB@g"}
"""Of the working papers of an evaluation, which stand in its state and are given to an expert."""
ACTIONS = {action for actions in (*EXPECTED.values(), OF_PAPERS) for action in actions}
GIVEN = "beside"
"""Where what is given to a person is given to the third party of the matrix; elsewhere to somebody else."""
KINDS = [apps.get_model(label) for label in EXPECTED]


def required_fields(model, cycle, by, given_to):
    """What a row of the model needs beside unit, project and state."""
    due = datetime.date(2030, 6, 1)
    values = {"cycle": cycle, "issuer": cycle.organisation, "by": by, "due": due, "base": {}, "entered": {}}
    values["given_to"] = given_to
    values["period"] = WatchedPeriod.objects.get_or_create(cycle=cycle, last=7, defaults={"due": due})[0]
    return {name: value for name, value in values.items() if name in {field.name for field in model._meta.fields}}


def expected(actions: dict[str, str], role: Role, action: str, state: str, place: str, named: bool | None) -> bool:
    """By the table above. `named` is None where there is nothing secret."""
    for part in actions[action].split():
        who, _, rest = part.partition("@")
        states = rest[2:-1] if "[" in rest else state
        there = {"o": place == "own", "b": place in ("own", "below"), "g": place == GIVEN}[rest[0]]
        if role in [LETTERS[one] for one in who] and state in states and there and named is not False:
            return True
    return False


@pytest.fixture
def world():
    """People of each role at one organisation, and the units around it."""
    return people_and_units()


def rows_of(model, world):
    """A row of every state, place and secrecy, with what it is."""
    people, units, cycle = world
    by, found = people[Role.FINANCE_REVIEWER], {}
    kinds = itertools.product(enumerate(model.WAY.state), units, ("no project", None, False, True))
    for number, ((letter, state), place, named) in enumerate(kinds):
        project, of = None, {field.name: field for field in model._meta.fields}.get("project")
        if named != "no project" and of is None:
            continue
        if named != "no project":
            project = Project.objects.create(
                cycle=cycle, unit=units[place], code=f"M{number}", name=f"M{number}", secret=named is not None
            )
            if named:
                project.named.set(people.values())
        elif of is not None and not of.null:
            continue
        belongs = {} if of is None else {"project": project}
        given_to = people[Role.THIRD_PARTY] if place == GIVEN else by
        row = model.objects.create(
            unit=units[place], state=state.value, **belongs, **required_fields(model, cycle, by, given_to)
        )
        found[row.pk] = (row, (str(letter), place, None if named == "no project" else named))
    return found


@pytest.mark.full
@pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.label_lower)
def test_may_and_within_follow_the_matrix(world, model):
    actions, rows, wrong = EXPECTED[model._meta.label_lower], rows_of(model, world), []
    for role, person in world[0].items():
        for action in actions:
            inside = set(model.objects.filter(permissions.within(person, action)).values_list("pk", flat=True))
            for pk, (row, kind) in rows.items():
                want, ruling = expected(actions, role, action, *kind), permissions.may(person, action, row)
                if (bool(ruling), pk in inside) != (want, want) or not (ruling or ruling.why):
                    wrong.append((role, action, kind, want, bool(ruling), pk in inside))
    assert wrong == []
    assert len(rows) >= 4 * len(model.WAY.state)


def test_working_papers_follow_the_matrix(world):
    people, units, cycle = world
    wrong = []
    for number, (state, given, secret) in enumerate(
        itertools.product(enumerate(Evaluation.WAY.state), (True, False), (False, True))
    ):
        project = Project.objects.create(cycle=cycle, unit=units["beside"], code=f"P{number}", name="甲", secret=secret)
        row = Evaluation.objects.create(
            project=project, unit=units["beside"], issuer=units["own"], state=state[1].value, by=people[Role.READER]
        )
        for role, person in people.items():
            to = person if given else people[Role.READER]
            paper, _ = Paper.objects.get_or_create(evaluation=row, given_to=to, defaults={"project": project})
            for action in OF_PAPERS:
                place = GIVEN if to == person else "own"
                want = expected(OF_PAPERS, role, action, str(state[0]), place, False if secret else None)
                if bool(permissions.may(person, action, paper)) != want:
                    wrong.append((role, action, state[1].value, given, secret))
    assert wrong == []


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model._meta.label_lower)
def test_every_step_of_the_way_has_its_right_in_just_its_states(model):
    for move in model.WAY.move:
        states = {state for row in table()[move.action] for state in row.states}
        assert states == set().union(*(one.before for one in model.WAY.move if one.action == move.action)), move.action


def test_the_matrix_is_of_everything_that_goes_a_way_and_no_two_ways_share_a_state():
    underway = [model for model in apps.get_models() if issubclass(model, Underway)]
    assert {model._meta.label_lower for model in underway} == set(EXPECTED)
    values = [state.value for model in underway for state in model.WAY.state]
    assert len(values) == len(set(values))


def test_a_way_that_names_an_unknown_state_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "lost_way"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    text = 'called = "这件事"\n[[state]]\nvalue = "a"\nlabel = "甲"\n'
    (folder / "way.toml").write_text(f'{text}[[move]]\naction = "x.y"\nname = "办"\nfrom = ["a"]\nto = "b"\n')
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ValueError, match=r"x\.y names unknown states \['b'\]"):
        way.read("lost_way")
