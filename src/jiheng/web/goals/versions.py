"""Approved versions: keeping a new one, the row-by-row difference between two."""

from typing import NamedTuple

import msgspec
from django.db import transaction
from django.db.models import Max

from jiheng.form import Form, Indicator
from jiheng.web.accounts.models import Person
from jiheng.web.cycles.models import Project
from jiheng.web.forms.approved import paired
from jiheng.web.goals.models import ApprovedVersion
from jiheng.web.planning.approved_form import COLUMNS

GOAL = "年度总体目标"


class GoalDifference(NamedTuple):
    """A cell that differs: of which row (its name; GOAL for the goal), which column, before and after.

    A row that came or went differs in one cell, its whole, with "" on the side where it is not.
    """

    row: str
    column: str
    before: str
    after: str


@transaction.atomic
def keep(person: Person | None, project: Project, source: ApprovedVersion.Origin) -> ApprovedVersion:
    """Keep what is approved now as the project's next version."""
    last = project.approved_versions.aggregate(last=Max("number"))["last"] or 0
    return project.approved_versions.create(number=last + 1, record=project.approved, source=source, by=person)


def keep_what_was(project: Project) -> None:
    """Keep what was approved before versions were: once, before the first change."""
    if project.approved is not None and not project.approved_versions.exists():
        keep(None, project, ApprovedVersion.Origin.BEFORE)


def differences(before: Form, after: Form) -> list[GoalDifference]:
    """What differs, in the order of `after`; rows are the same by their names."""
    found = []
    if (before.goal_expected or "") != (after.goal_expected or ""):
        found.append(GoalDifference(GOAL, GOAL, before.goal_expected or "", after.goal_expected or ""))
    pairs = dict(paired(after.indicators, before.indicators))
    for number, row in enumerate(after.indicators):
        if number not in pairs:
            found.append(GoalDifference(row.l3 or "", "新增一行", "", _whole(row)))
            continue
        old = before.indicators[pairs[number]]
        found += [
            GoalDifference(row.l3 or "", label, getattr(old, name) or "", getattr(row, name) or "")
            for name, label in COLUMNS.items()
            if (getattr(old, name) or "") != (getattr(row, name) or "")
        ]
    gone = [row for number, row in enumerate(before.indicators) if number not in pairs.values()]
    return found + [GoalDifference(row.l3 or "", "取消一行", _whole(row), "") for row in gone]


def form_of(record: object) -> Form:
    """A record as kept. Raises msgspec.ValidationError."""
    return msgspec.convert(record, Form) if record else Form()


def _whole(row: Indicator) -> str:
    target = f"{row.property or ''}{row.target or ''}{row.unit or ''}"
    return f"{row.l1 or ''}—{row.l2 or ''}—{row.l3 or ''}：{target}，{row.weight or '0'} 分"
