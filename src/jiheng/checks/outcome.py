"""What a check returns: an outcome, and findings when it fails."""

from enum import StrEnum
from functools import lru_cache

import msgspec


class Severity(StrEnum):
    """How grave a finding is; `rank` is 0 for error, 1 for warning, 2 for notice."""

    rank: int
    label: str
    """错误, 警告 or 提示."""

    def __new__(cls, value: str, rank: int = 0, label: str = "") -> "Severity":
        """A severity with its rank and its name in Chinese."""
        made = str.__new__(cls, value)
        made._value_, made.rank, made.label = value, rank, label
        return made

    ERROR = "error", 0, "错误"
    WARNING = "warning", 1, "警告"
    NOTICE = "notice", 2, "提示"


class State(StrEnum):
    """The four ways a check can end, and the fifth that is a defect of the check itself."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    INSUFFICIENT_DATA = "insufficient_data"
    DEFECT = "defect"


class Finding(msgspec.Struct, frozen=True, gc=False):
    """One thing wrong or doubtful, at its cell.

    `place` is an address of jiheng.form, `printed` the cell as printed, `expected` what the rule
    gives ("" where no single value is right), `message` what is wrong with the figures in it,
    `advice` what to do, `rule` the rule in short with its source. `forms` lists, for a finding
    over several forms, the indexes of the forms concerned (`place` then belongs to the first).
    `places` are all the cells concerned, `place` first; a finding that no cell carries has the place
    `form`. `under` is the code of the finding that this one follows from, under which it folds.
    """

    code: str
    severity: Severity
    place: str
    printed: str
    expected: str
    message: str
    advice: str
    rule: str
    forms: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    under: str = ""

    def __post_init__(self) -> None:
        """Put `place` first among `places`, each once."""
        if not self.places or self.places[0] != self.place or not isinstance(self.places, tuple):
            msgspec.structs.force_setattr(self, "places", tuple(dict.fromkeys((self.place, *self.places))))


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """How a check ended on one form (or on the batch)."""

    state: State
    why: str = ""
    findings: tuple[Finding, ...] = ()


PASSED = Outcome(State.PASS)


@lru_cache(maxsize=1024)
def not_applicable(why: str) -> Outcome:
    """The check has no object here; `why` says in Chinese what is absent."""
    return Outcome(State.NOT_APPLICABLE, why)


@lru_cache(maxsize=1024)
def insufficient(why: str) -> Outcome:
    """The cells do not say enough to decide; `why` says in Chinese what is missing."""
    return Outcome(State.INSUFFICIENT_DATA, why)


def judged(findings: list[Finding]) -> Outcome:
    """Fail with these findings, or pass when there are none."""
    return Outcome(State.FAIL, "", tuple(findings)) if findings else PASSED
