"""From rows of the database to what the API gives."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from jiheng.form import AMOUNTS, cell
from jiheng.scoring import Score, sentence
from jiheng.web.accounts.models import Organisation, Person, Role
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.api.schemas import (
    ChangeOut,
    CycleOut,
    FindingOut,
    FormItem,
    FormOut,
    OrganisationOut,
    PersonOut,
    ProjectOut,
    RoleOut,
    ScoreOut,
    ScoresOut,
    StepOut,
    VersionOut,
)
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.evaluations.models import Evaluation
from jiheng.web.forms.assess import proposals
from jiheng.web.forms.blanks import standing
from jiheng.web.forms.models import SelfEvaluation, Version
from jiheng.web.forms.places import locked
from jiheng.web.forms.saving import assessed, record_of
from jiheng.web.goals.models import Declaration
from jiheng.web.monitoring.models import Sheet
from jiheng.web.workflow.models import Transition

_OfProject = Adjustment | BudgetAdvice | Declaration | Evaluation | Sheet


def organisation(row: Organisation) -> OrganisationOut:
    """An organisation."""
    return OrganisationOut(**_plain(row, "id", "name", "code", "kind", "active"), parent=row.parent_id)


def person(row: Person) -> PersonOut:
    """A person; wants the memberships fetched along."""
    roles = [
        RoleOut(role=Role(membership.role), organisation=membership.organisation_id)
        for membership in row.memberships.all()
    ]
    return PersonOut(**_plain(row, "id", "username", "name"), active=row.is_active, roles=roles)


def cycle(row: Cycle) -> CycleOut:
    """A cycle."""
    names = [name for name in CycleOut.model_fields if name != "organisation"]
    return CycleOut(**_plain(row, *names), organisation=row.organisation_id)


def project(row: Project) -> ProjectOut:
    """A project; wants its form fetched along."""
    names = ("id", "code", "name", *AMOUNTS, "secret", "funds_fixed")
    form = getattr(row, "form", None)
    return ProjectOut(
        **_plain(row, *names), cycle=row.cycle_id, unit=row.unit_id, form=None if form is None else form.pk
    )


def item(row: SelfEvaluation) -> FormItem:
    """A form without its content; wants its project fetched along."""
    return FormItem(**_head(row))


def form(row: SelfEvaluation) -> FormOut:
    """A form with its content."""
    locks = locked(record_of(row), row.project.approved is not None, row.project.funds_fixed)
    return FormOut(**_head(row), record=row.record, own=row.own, locked=dict(locks))


def findings(row: SelfEvaluation) -> list[FindingOut]:
    """The open findings of a form."""
    names = FindingOut.model_fields
    found = ({"places": [finding["place"]], **finding} for finding in standing(row, record_of(row)))
    return [FindingOut(**{name: finding[name] for name in names}) for finding in found]


def scores(row: SelfEvaluation) -> ScoresOut:
    """All scores of a form as the core gives them now, beside what is on the form."""
    result = assessed(row)
    audit = result.audit

    def drawn(score: Score) -> ScoreOut:
        figures = {name: getattr(score, name) for name in ("score", "low", "high")}
        return ScoreOut(
            place=score.place,
            printed=cell(result.form, score.place) or "",
            verdict=score.verdict,
            own=row.own.get(score.place),
            sentence=sentence(score),
            trace=msgspec.to_builtins(score.trace),
            **figures,
        )

    return ScoresOut(
        form=row.pk,
        version=row.version,
        rulebook=audit.score.book,
        rate=audit.score.rate,
        grade=result.grade,
        total=drawn(audit.score.total),
        scores=[drawn(proposal) for proposal in proposals(audit.score).values()],
    )


def version(row: Version) -> VersionOut:
    """A version; wants its person fetched along."""
    return VersionOut(
        **_plain(row, "number", "at", "kind", "total"), person=_name(row.person), changes=changes(row.changes)
    )


def step(row: Transition) -> StepOut:
    """A step; wants its person fetched along."""
    names = ("id", "before", "after", "version", "at", "reason")
    return StepOut(**_plain(row, *names), person=_name(row.person))


def changes(rows: Iterable[Sequence[str]]) -> list[ChangeOut]:
    """Changes of cells as kept: place, before, after."""
    return [ChangeOut(place=place, before=before, after=after) for place, before, after in rows]


def of_project(row: _OfProject, *names: str, **more: object) -> dict[str, Any]:
    """What OfProject asks for, and these fields of the object; wants its project fetched along, or its cycle named."""
    about = {"project": row.project_id, "unit": row.unit_id, "state_name": row.stage.label}
    cycle = {} if "cycle" in more else {"cycle": row.project.cycle_id}
    return _plain(row, "id", "state", *names) | about | cycle | more


def _head(row: SelfEvaluation) -> dict[str, Any]:
    own = [name for name in FormItem.model_fields if name not in ("project", "code", "name", "cycle", "unit")]
    about = {"project": row.project_id, "code": row.project.code, "name": row.project.name}
    return _plain(row, *own) | about | {"cycle": row.cycle_id, "unit": row.unit_id}


def _plain(row: object, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _name(person: object) -> str:
    return "" if person is None else str(person)
