"""The forms that an opinion looks at together, as `jiheng opinion FOLDER` does: what each shares with the others."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from django.db.models import QuerySet

from jiheng.checks import Finding, audit, catalogue
from jiheng.form import Form
from jiheng.opinion import Common, common_problems
from jiheng.opinion.quality import shared_findings
from jiheng.places import load
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import within
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.forms.saving import sourced

DRAFT = "opinion.draft"
MOST_TOGETHER = 100
"""Handed-in forms of a department that are looked at together; of more only those of the form's own unit are."""


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
    rows, narrowed = _together(person, form)
    records = tuple(sourced(row) for row in rows)
    codes = [code for code, check in catalogue().items() if check.examine_batch is not None]
    found = audit(records, book=load(form.cycle.rulebook), select=codes)
    return Beside(records, {row.pk: place for place, row in enumerate(rows)}, shared_findings(found), narrowed)


def in_common(person: Person, form: SelfEvaluation) -> tuple[Common, ...]:
    """共性问题 of the form's department over the same forms, with counts; of what was left out its name says."""
    rows, narrowed = _together(person, form)
    records = [sourced(row, row.project.code) for row in rows]
    found = common_problems(audit(records, book=load(form.cycle.rulebook)))
    if not narrowed:
        return found
    return tuple(msgspec.structs.replace(one, department=f"{one.department}（{form.unit.name}）") for one in found)


def _together(person: Person, form: SelfEvaluation) -> tuple[list[SelfEvaluation], str]:
    """The forms, and which were left out (Chinese)."""
    rows = _handed_in(person, form).filter(unit__path__startswith=form.unit.department().path)
    found = list(rows[: MOST_TOGETHER + 1])
    if len(found) <= MOST_TOGETHER:
        return found, ""
    own = list(rows.filter(unit=form.unit)[: MOST_TOGETHER + 1])
    which = f"的前 {MOST_TOGETHER} 张" if len(own) > MOST_TOGETHER else ""
    return own[:MOST_TOGETHER], f"同部门已报来的表超过 {MOST_TOGETHER} 张，只与本单位{which}对照。"


def _handed_in(person: Person, form: SelfEvaluation) -> QuerySet[SelfEvaluation]:
    rows = SelfEvaluation.objects.filter(within(person, DRAFT), cycle=form.cycle, project__secret=False)
    rows = rows.exclude(state=State.DRAFT).select_related("project", "unit", "cycle")
    return rows.order_by("unit__path", "project__code")
