"""Trying a pack on a form that is there: what its rules would give, beside what the form's own year gives."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from jiheng.places import load
from jiheng.places.sources import LAYOUT_FILE
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import within
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.assess import Assessed, assess
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import record_of
from jiheng.web.forms.sheet import FormSheet, sheet
from jiheng.web.packs import installed
from jiheng.web.packs.models import PackVersion

_LISTED = 30


class Tried(NamedTuple):
    """A form under the pack and as it stands: total and grade of both, findings of the pack, the form on its layout."""

    total: tuple[str, str]
    grade: tuple[str, str]
    findings: Sequence[Any]
    sheet: FormSheet


def forms_for(person: Person, cycle: Cycle | None) -> list[SelfEvaluation]:
    """Some forms that the person may see, to try a pack on; no secret ones."""
    rows = SelfEvaluation.objects.filter(within(person, "form.see"), cycle=cycle, project__secret=False)
    return list(rows.select_related("project", "unit").defer("findings").order_by("-filled", "pk")[:_LISTED])


def tried(version: PackVersion, form: SelfEvaluation) -> Tried:
    """The form by the rules and on the layout of the pack. Raises BookError, LayoutError."""
    record = record_of(form)
    with _laid_out(version) as folder:
        book = load(folder)
        ours: Assessed = assess(record, {}, book)
        own = folder / LAYOUT_FILE
        layout = str(own) if own.is_file() else form.cycle.layout
        drawn = sheet(ours.form, layout, findings=[])
    now = "未齐" if form.total is None else str(form.total)
    return Tried((now, ours.form.total_score or "未齐"), (form.grade, ours.grade), ours.audit.findings, drawn)


@contextmanager
def _laid_out(version: PackVersion) -> Iterator[Path]:
    with TemporaryDirectory() as scratch:
        yield installed.lay_out(version, Path(scratch))
