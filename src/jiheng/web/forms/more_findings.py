"""What other apps find in a form that the form alone does not show: kept, counted and shown with its own findings."""

from collections.abc import Callable, Sequence

import msgspec
from django.db.models import Exists

from jiheng.checks import Check, Finding
from jiheng.form import Form
from jiheng.web.forms.models import SelfEvaluation

Finder = Callable[[SelfEvaluation, Form], Sequence[Finding]]
_finders: dict[str, Finder] = {}
_hints: dict[str, Exists] = {}
_checks: dict[str, Check] = {}


def finds(*checks: Check, where: Exists) -> Callable[[Finder], Finder]:
    """Decorator: this function finds what these checks look for in a form and its record as it stands.

    `where` tells of a row of forms whether there is anything to look at, so that a save need not ask for it apart.
    """

    def register(finder: Finder) -> Finder:
        name = f"has_{'_'.join(check.code for check in checks)}"
        _finders[name], _hints[name] = finder, where
        _checks.update({check.code: check for check in checks})
        return finder

    return register


def hints() -> dict[str, Exists]:
    """What to annotate forms with whose findings will be asked for: which finders have something to look at."""
    return _hints


def checks() -> dict[str, Check]:
    """The checks whose findings come in here, by code."""
    return _checks


def kept(row: SelfEvaluation, form: Form, own: Sequence[Finding]) -> list[dict[str, object]]:
    """The findings to keep with the form: its own, then those of the other apps, as JSON."""
    asked = (finder for name, finder in _finders.items() if getattr(row, name, True))
    more = [finding for finder in asked for finding in finder(row, form)]
    found: list[dict[str, object]] = msgspec.to_builtins([*own, *more])
    return found


def renewed(row: SelfEvaluation, form: Form) -> bool:
    """Bring what the other apps find up to date in `row.findings`; whether anything changed. Nothing is saved."""
    own = [finding for finding in row.findings if finding["code"] not in _checks]
    found = [*own, *kept(row, form, ())]
    if found == row.findings:
        return False
    row.findings = found
    return True
