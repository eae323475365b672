"""A project's form at its beginning: from what was approved, from an old form that was accepted, or blank."""

import copy

import msgspec
from django.db import transaction

from jiheng.form import AMOUNTS, FUND_NAMES, TOTAL_FUND, Block, Form, Fund, Indicator, Owner, cell, fields
from jiheng.places import load
from jiheng.quantity import number
from jiheng.quantity.words import WAN, plain
from jiheng.scoring import Verdict
from jiheng.web.accounts.models import Person
from jiheng.web.cycles.models import Project
from jiheng.web.forms.assess import MONEY_UNIT, as_printed, assess, proposals
from jiheng.web.forms.models import SelfEvaluation, Version
from jiheng.web.forms.places import differences
from jiheng.web.forms.saving import reasons_changed, write
from jiheng.web.forms.sheet import columns_of, head_fields_of

PRINTED = "原表所填"
"""The reason of a score that an old form prints and the rules would not give."""


@transaction.atomic
def begin(project: Project, person: Person | None, record: Form | None = None) -> SelfEvaluation:
    """Make the form of a project. `record` is an old form to take over, with its values and scores.

    Scores of `record` that differ from the proposals stay as own scores. Raises IntegrityError where the
    project has a form.
    """
    start = copy.deepcopy(record) if record is not None else _approved(project)
    take_head(start, project)
    row = SelfEvaluation.objects.create(
        project=project, cycle=project.cycle, unit=project.unit, record=msgspec.to_builtins(Form())
    )
    own = printed_scores(start, project) if record is not None else {}
    result = assess(start, own, load(project.cycle.rulebook))
    changes = [*differences(Form(), result.form), *reasons_changed({}, own)]
    kind = Version.Kind.IMPORT if record is not None else Version.Kind.EDIT
    write(row, result, own, changes, person, kind)
    return row


def _approved(project: Project) -> Form:
    """The approved goals and indicators with nothing filled in; a blank form where nothing was approved."""
    form = msgspec.convert(project.approved, Form) if project.approved else _blank(project)
    form.goal_actual = ""
    for indicator in form.indicators:
        indicator.actual = indicator.score = indicator.reason = ""
    return form


_OWN = {field.name for field in fields(Block.HEAD, Block.TAIL, owner=Owner.OFFICER)}
"""Cells that a layout may have or not, and the officer fills in where it has them."""


def _blank(project: Project) -> Form:
    """The funds block as printed, and one row of indicators to begin with."""
    weight = plain(load(project.cycle.rulebook).number("execution.weight"))
    funds = [Fund(name, weight=weight if name == TOTAL_FUND else "—", score="") for name in FUND_NAMES]
    columns = columns_of(project.cycle.layout)
    row = Indicator(**{name: "" for name in ("property", "unit") if name in columns})
    return Form(funds=funds, indicators=[row])


def take_head(form: Form, project: Project) -> None:
    """Put in the cells that the project's entry decides, not the paper."""
    form.source, form.origins, form.uncertain = "", {}, []
    form.kind = project.cycle.kind
    form.year, form.project, form.unit = str(project.cycle.year), project.name, project.unit.name
    form.department = project.unit.department().name
    form.money_unit = form.money_unit or MONEY_UNIT
    form.blank_rows = []  # rows of a template, which the sheet here does not print
    printed = head_fields_of(project.cycle.layout)
    for field in _OWN:
        setattr(form, field, getattr(form, field) or ("" if field in printed else None))
    fund = form.fund()
    if fund is not None and project.funds_fixed:
        for field in AMOUNTS:
            amount = getattr(project, field)
            if amount is not None:
                setattr(fund, field, plain(amount / WAN if form.money_unit == MONEY_UNIT else amount))


def printed_scores(form: Form, project: Project) -> dict[str, str]:
    """Scores that the old form prints and the rules do not give."""
    result = assess(form, {}, load(project.cycle.rulebook))
    own: dict[str, str] = {}
    for place, offer in proposals(result.audit.score).items():
        printed = number(cell(as_printed(form), place))
        if printed is not None and not (offer.verdict is Verdict.SCORED and offer.score == printed):
            own[place] = PRINTED if offer.verdict is Verdict.SCORED else ""
    return own
