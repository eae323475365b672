"""The way of a form, as data: which action leads from which state to which."""

from typing import NamedTuple

from jiheng.web.accounts.models import Role
from jiheng.web.forms.models import State

SUBMIT, PASS, RETURN = "form.submit", "form.pass", "form.return"
TAKE_BACK = "form.withdraw"
"""The actions, as in the table of rights."""

ORDER = tuple(State)
"""The states in order."""


class Move(NamedTuple):
    """A step that can be taken. `to` are the states it may lead to, the usual one first."""

    action: str
    before: State
    to: tuple[State, ...]


MOVES = (
    Move(SUBMIT, State.DRAFT, (State.UNIT,)),
    Move(PASS, State.UNIT, (State.DEPARTMENT,)),
    Move(PASS, State.DEPARTMENT, (State.FINANCE,)),
    Move(PASS, State.FINANCE, (State.FINAL,)),
    Move(RETURN, State.UNIT, (State.DRAFT,)),
    Move(RETURN, State.DEPARTMENT, (State.DRAFT, State.UNIT)),
    Move(RETURN, State.FINANCE, (State.DRAFT, State.DEPARTMENT)),
    Move(RETURN, State.FINAL, (State.DRAFT, State.FINANCE)),
)

REVIEWERS = {
    State.UNIT: Role.UNIT_REVIEWER,
    State.DEPARTMENT: Role.DEPARTMENT_REVIEWER,
    State.FINANCE: Role.FINANCE_REVIEWER,
}
"""In whose hands a form is while it is under review."""


def move(action: str, before: State) -> Move | None:
    """The step that the action is in this state; None where there is none."""
    return next((known for known in MOVES if known.action == action and known.before == before), None)


def rank(state: str) -> int:
    """How far along the way a state is."""
    return ORDER.index(State(state))
