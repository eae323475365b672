"""The catalogue of family D: checks on what many forms add up to, on accounts and on reports."""

import importlib
import pkgutil
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

import msgspec

from jiheng.checks import Check, Outcome
from jiheng.checks.examination import citation, guarded
from jiheng.checks.switches import switched
from jiheng.places import Book

FAMILIES = {"D": "部门"}
_PACKAGE = "jiheng.department.checks"

Subject = TypeVar("Subject")
Result = TypeVar("Result", bound=msgspec.Struct)
Judge = Callable[[Subject], Outcome]


class DepartmentCheck(Check, eq=False):
    """A check of family D: like any other, but on a `subject` of its own instead of a form.

    `on(subject)` marks the function that examines one: a Scene, the result of a comparison with the
    accounts, the claims of a report. A finding's `place` is an address of jiheng.form when `forms`
    names a form, otherwise what its subject calls the place (a unit, a sentence).
    """

    subject: type = object
    judge: Callable[[Any], Outcome] | None = None

    def on(self, subject: type[Subject]) -> Callable[[Judge[Subject]], Judge[Subject]]:
        """Decorator: this function examines one subject of this type."""

        def mark(function: Judge[Subject]) -> Judge[Subject]:
            self.subject, self.judge = subject, function
            return function

        return mark


@cache
def catalogue() -> dict[str, DepartmentCheck]:
    """Every check of family D by code. A module `department/checks/<name>.py` holds one `CHECK`."""
    found: dict[str, DepartmentCheck] = {}
    root = importlib.import_module(_PACKAGE)
    for module in pkgutil.iter_modules(root.__path__):
        check: DepartmentCheck = importlib.import_module(f"{_PACKAGE}.{module.name}").CHECK
        if check.code in found:
            raise ValueError(f"two checks have the code {check.code}")
        found[check.code] = check
    return dict(sorted(found.items()))


def with_outcomes(result: Result, book: Book, subject: object | None = None) -> Result:
    """The result with the outcome of every check made for it (or for `subject`) and all findings, the gravest first."""
    outcomes = _examined(result if subject is None else subject, book)
    found = [finding for outcome in outcomes.values() for finding in outcome.findings]
    ordered = tuple(sorted(found, key=lambda finding: (finding.severity.rank, finding.code)))
    return msgspec.structs.replace(result, outcomes=outcomes, findings=ordered)


def _examined(subject: object, book: Book) -> dict[str, Outcome]:
    """The rule of each is cited from `book`. A check that raises becomes an outcome DEFECT; the others go on."""
    return {
        code: _cited(switched(guarded(check.judge, subject), check, book), check.rules, book)
        for code, check in catalogue().items()
        if check.judge is not None and isinstance(subject, check.subject)
    }


def _cited(outcome: Outcome, rules: Sequence[str], book: Book) -> Outcome:
    if not outcome.findings:
        return outcome
    rule = citation(rules, book)
    cited = tuple([msgspec.structs.replace(finding, rule=finding.rule or rule) for finding in outcome.findings])
    return msgspec.structs.replace(outcome, findings=cited)
