"""What the project decides of its form: name, unit, and amounts where the accounts give them."""

from collections.abc import Sequence

from jiheng.form import Block, Form, describe, place_of
from jiheng.places import load
from jiheng.web.accounts.models import Person
from jiheng.web.forms.assess import Assessed, assess
from jiheng.web.forms.initial import take_head
from jiheng.web.forms.models import SelfEvaluation, Version
from jiheng.web.forms.places import CellChange, differences
from jiheng.web.forms.saving import record_of, write


def brought_in(form: SelfEvaluation) -> tuple[Assessed, Sequence[CellChange]]:
    """The form as the project would have it, and the cells in which that differs."""
    after = record_of(form)
    take_head(after, form.project)
    return _beside(form, after)


def renamed(form: SelfEvaluation) -> tuple[Assessed, Sequence[CellChange]]:
    """The same for the project's name alone."""
    after = record_of(form)
    after.project = form.project.name
    return _beside(form, after)


def _beside(form: SelfEvaluation, after: Form) -> tuple[Assessed, Sequence[CellChange]]:
    result = assess(after, form.own, load(form.cycle.rulebook))
    return result, list(differences(record_of(form), result.form))


def bring_in(form: SelfEvaluation, person: Person) -> bool:
    """Bring the form in line with its project, as a version of its own; whether that changed it."""
    result, changes = brought_in(form)
    if changes:
        write(form, result, form.own, changes, person, Version.Kind.IMPORT)
    return bool(changes)


def amounts_apart(form: SelfEvaluation) -> list[tuple[str, str, str]]:
    """Where the accounts that came later say another amount: the cell in words, as filled in, as in the accounts."""
    if not form.project.funds_fixed:
        return []
    record = record_of(form)
    money = [
        change
        for change in brought_in(form)[1]
        if (place := place_of(change.place)) and place.block is Block.FUNDS and place.field != "score"
    ]
    return [(describe(record, change.place), change.before or "空", change.after or "空") for change in money]
