"""The catalogue of checks: how a check declares itself, and where all of them are found."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

import msgspec

from jiheng.checks.case import Case, FundRow, Row
from jiheng.checks.outcome import Finding, Outcome, Severity
from jiheng.checks.remembered import each, each_fund

FAMILIES = {
    "A": "算术",
    "S": "评分",
    "T": "指标与目标值",
    "R": "原因与措施",
    "E": "佐证",
    "F": "填表",
    "B": "各表之间",
    "M": "运行监控",
}
PACKAGES = {
    "A": "arithmetic",
    "S": "scores",
    "T": "targets",
    "R": "reasons",
    "E": "evidence",
    "F": "filling",
    "B": "batch",
    "M": "monitoring",
}

REMEDY = "怎么改\n"
"""The heading of the last part of a page."""

Result = TypeVar("Result")
Examine = Callable[[Case], Outcome]
ExamineBatch = Callable[[Sequence[Case]], Outcome]


class Check(msgspec.Struct, eq=False):
    """One check: its code (A01), usual severity, the rulebook parameters it rests on and its function.

    `official` is the sentence for documents (opinions, reports), filled in by jiheng.checks.official; the
    wording for screens is the message that the function gives to each finding.

    It stands at the top of its module; `on_form` or `on_batch` marks the function below that does the work.
    `page` is the docstring of its module, which users read: what, why, example, remedy. `certain` says
    that what it expects follows from the form alone, so that `jiheng fix` may write it.
    """

    code: str
    official: str
    severity: Severity
    rules: tuple[str, ...]
    page: str
    certain: bool = False
    title: str = ""
    """The first line of its page."""
    remedy: str = ""
    """How it is mended in general: the last part of its page, in one line."""
    switch: str = ""
    """The parameter by which a rulebook switches it."""
    examine: Examine | None = None
    examine_batch: ExamineBatch | None = None
    grounds: set[Callable[[Any], Any]] = msgspec.field(default_factory=set)
    """What it asks of rows (`on_row`, `on_fund`), without an answer to which it finds nothing; empty: not told."""

    def __post_init__(self) -> None:
        """Name it and its switch."""
        self.title = self.page.partition("\n")[0]
        self.remedy = "".join(line.strip() for line in self.page.rpartition(REMEDY)[2].splitlines())
        self.switch = f"checks.{self.code}"

    def on_form(self, function: Examine) -> Examine:
        """Decorator: this function examines one form."""
        self.examine = function
        return function

    def on_row(self, function: Callable[[Row], Result]) -> Callable[[Row], Result]:
        """Decorator: as `remembered.each`; where no such function of a check says anything, the check finds nothing."""
        ground = each(function)
        self.grounds.add(ground)
        return ground

    def on_fund(self, function: Callable[[FundRow], Result]) -> Callable[[FundRow], Result]:
        """Decorator: the same of a row of the funds, as `remembered.each_fund`."""
        ground = each_fund(function)
        self.grounds.add(ground)
        return ground

    def on_batch(self, function: ExamineBatch) -> ExamineBatch:
        """Decorator: this function examines all forms of an audit together."""
        self.examine_batch = function
        return function

    def finding(
        self,
        place: str,
        printed: str | None,
        expected: str,
        message: str,
        advice: str,
        rule: str = "",
        *,
        severity: Severity | None = None,
        forms: Sequence[int] = (),
        places: Iterable[str] = (),
    ) -> Finding:
        """A finding of this check; `rule` is filled in from the check's first parameter by the auditor when empty.

        `places` are all cells concerned where there are several; `place` is the first of them.
        """
        grave, cells = severity or self.severity, tuple(dict.fromkeys((place, *places))) if places else (place,)
        return Finding(self.code, grave, place, printed or "", expected, message, advice, rule, tuple(forms), cells)

    def at(
        self,
        of: Row | FundRow | Case,
        field: str,
        message: str,
        advice: str,
        *,
        expected: str = "",
        severity: Severity | None = None,
        places: Iterable[str] = (),
    ) -> Finding:
        """A finding at a cell of a row, or at one that the form has once (`of` a case)."""
        place, printed = of.place(field), of.printed(field)
        return self.finding(place, printed, expected, message, advice, severity=severity, places=places)

    def over(
        self, rows: Sequence[Row], field: str, message: str, advice: str, *, severity: Severity | None = None
    ) -> Finding:
        """One finding over the same cell of several indicator rows, at the first of them; `rows` is not empty."""
        places = [row.place(field) for row in rows]
        return self.at(rows[0], field, message, advice, severity=severity, places=places)


@cache
def catalogue() -> dict[str, Check]:
    """Every check by code, in order of code. A module `checks/<family>/<name>.py` holds one `CHECK`."""
    found: dict[str, Check] = {}
    for package in PACKAGES.values():
        root = importlib.import_module(f"jiheng.checks.{package}")
        for module in pkgutil.iter_modules(root.__path__):
            check: Check = importlib.import_module(f"{root.__name__}.{module.name}").CHECK
            if check.code in found:
                raise ValueError(f"two checks have the code {check.code}")
            found[check.code] = check
    return dict(sorted(found.items()))
