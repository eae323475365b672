"""The way of a kind of object, as data (`way.toml` of its app): its states, and the actions that lead from one on."""

import tomllib
from functools import cache
from importlib import resources

import msgspec


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A state. `tag` is how a page colours it; in `days` days it is to be left again (0: whenever)."""

    value: str
    label: str
    tag: str = ""
    days: int = 0
    closed: bool = False
    """Whether the way ends here."""


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"before": "from"}):
    """A step: `action` is the right it takes, `name` what its button says. With `reason` a reason must be given."""

    action: str
    name: str
    before: tuple[str, ...]
    to: str
    reason: bool = False
    danger: bool = False


class Way(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """States in order, the first where it begins; `called` is the object in a sentence (这份整改通知)."""

    called: str
    state: tuple[Stage, ...]
    move: tuple[Move, ...]

    @property
    def first(self) -> str:
        """Where an object begins."""
        return self.state[0].value

    @property
    def open(self) -> tuple[str, ...]:
        """The states in which something is still to be done."""
        return tuple(state.value for state in self.state if not state.closed)

    @property
    def labels(self) -> dict[str, str]:
        """The states as users call them, by value."""
        return {state.value: state.label for state in self.state}

    def stage(self, value: str) -> Stage:
        """The state of that value. Raises KeyError."""
        found = next((state for state in self.state if state.value == value), None)
        if found is None:
            raise KeyError(value)
        return found

    def step(self, action: str, state: str) -> Move | None:
        """The step that the action is in this state; None where there is none."""
        return next((move for move in self.move if move.action == action and state in move.before), None)


@cache
def read(package: str) -> Way:
    """The way.toml of an app. Raises ValueError where a step names a state that is not there."""
    data = (resources.files(package) / "way.toml").read_bytes()
    way = msgspec.convert(tomllib.loads(data.decode()), Way)
    known = {state.value for state in way.state}
    for move in way.move:
        if unknown := {*move.before, move.to} - known:
            raise ValueError(f"{package}/way.toml: {move.action} names unknown states {sorted(unknown)}")
    return way
