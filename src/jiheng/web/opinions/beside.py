"""The forms that an opinion looks at together, as `jiheng opinion FOLDER` does: what each shares with the others.

What was worked out for just these forms as they stand is kept by the process; which forms a person may see together is
asked of the database each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet

from jiheng.checks import Finding, audit, catalogue
from jiheng.form import Form
from jiheng.opinion import Common, common_problems
from jiheng.opinion.quality import shared_findings
from jiheng.places import load
from jiheng.places.sources import on_change
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import within
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.forms.saving import sourced

DRAFT = "opinion.draft"
MOST_TOGETHER = 500
"""Handed-in forms of a department that are looked at together; of more only those of the form's own unit are."""
_KEPT_SETS = 8
"""Sets of forms for which a process keeps what was worked out."""


class _Together(NamedTuple):
    """The forms that are looked at together: by which rules, each as its id and what tells how it stands.

    `narrowed` says which were left out. The same one has the same content, so that it is a key to keep things under.
    """

    rulebook: str
    forms: tuple[tuple[Any, ...], ...]
    narrowed: str


@dataclass(frozen=True)
class Beside:
    """Forms looked at together: their records in order, where each stands (by its id), what each shares with others."""

    forms: tuple[Form, ...]
    at: dict[int, int]
    shared: dict[int, list[Finding]]
    narrowed: str = ""
    """Which of the department's forms were left out, in a sentence (Chinese); "" where none was."""

    def of(self, form: SelfEvaluation, record: Form) -> tuple[Sequence[Finding], list[Form]]:
        """The findings that a form has with others, and the forms that they number; `record` stands for its own."""
        place = self.at.get(form.pk)
        if place is None:
            return (), [record]
        return self.shared.get(place, ()), [*self.forms[:place], record, *self.forms[place + 1 :]]


def beside(person: Person, form: SelfEvaluation) -> Beside:
    """What the handed-in forms of the form's department and year share, those that the person reviews.

    涉密 projects are neither compared nor named, and what is still a draft is not compared.
    """
    return _compared(_together(person, form))


def in_common(person: Person, form: SelfEvaluation) -> tuple[tuple[Common, ...], str]:
    """共性问题 of the form's department over the same forms, with counts, and which forms were left out (Chinese)."""
    together = _together(person, form)
    return _common(together), together.narrowed


def forget() -> None:
    """Let go of what is kept, when something else than a saved form changed what it was worked out from."""
    _compared.cache_clear()
    _common.cache_clear()


on_change(forget)


@lru_cache(_KEPT_SETS)
def _compared(together: _Together) -> Beside:
    rows = _rows(together)
    records = tuple(sourced(row) for row in rows)
    codes = [code for code, check in catalogue().items() if check.examine_batch is not None]
    found = audit(records, book=load(together.rulebook), select=codes)
    at = {row.pk: place for place, row in enumerate(rows)}
    return Beside(records, at, shared_findings(found), together.narrowed)


@lru_cache(_KEPT_SETS)
def _common(together: _Together) -> tuple[Common, ...]:
    records = [sourced(row, row.project.code) for row in _rows(together)]
    return common_problems(audit(records, book=load(together.rulebook)))


def _rows(together: _Together) -> list[SelfEvaluation]:
    found = SelfEvaluation.objects.select_related("project").in_bulk([pk for pk, *_ in together.forms])
    return [found[pk] for pk, *_ in together.forms if pk in found]


def _together(person: Person, form: SelfEvaluation) -> _Together:
    rows = _handed_in(person, form).filter(unit__path__startswith=form.unit.department().path)
    found, narrowed = list(rows[: MOST_TOGETHER + 1]), ""
    if len(found) > MOST_TOGETHER:
        found = list(rows.filter(unit=form.unit)[: MOST_TOGETHER + 1])
        which = f"的前 {MOST_TOGETHER} 张" if len(found) > MOST_TOGETHER else ""
        narrowed = f"同部门已报来的表超过 {MOST_TOGETHER} 张，只与本单位{which}对照。"
        found = found[:MOST_TOGETHER]
    return _Together(form.cycle.rulebook, tuple(found), narrowed)


def _handed_in(person: Person, form: SelfEvaluation) -> QuerySet[SelfEvaluation, tuple[Any, ...]]:
    """The handed-in forms of the year that the person reviews, each as its id and what tells how it stands."""
    rows = SelfEvaluation.objects.filter(within(person, DRAFT), cycle=form.cycle, project__secret=False)
    rows = rows.exclude(state=State.DRAFT).order_by("unit__path", "project__code")
    return rows.values_list("pk", "version", "changed_at", "project__code")
