"""What monitoring knew of a form's rows, beside the form in spring: values, forecasts, lights; breaks as findings."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from jiheng.checks import Finding, Severity
from jiheng.department.catalogue import with_outcomes
from jiheng.department.checks.monitoring_break import CHECK
from jiheng.department.comparison import MonitoringComparison, ProjectPair
from jiheng.department.monitored import Forecast, breaks
from jiheng.form import Form, Place
from jiheng.monitoring import Light
from jiheng.places import load
from jiheng.web.forms import beside_rows as rows_beside
from jiheng.web.forms.beside_rows import Note, tells
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.more_findings import finds
from jiheng.web.forms.saving import record_of
from jiheng.web.monitoring import rows
from jiheng.web.monitoring.models import Sheet, WatchedPeriod
from jiheng.web.ready_query import Ready

_Known = list[tuple[WatchedPeriod, dict[tuple[str, str, str], rows.MonitoredRow]]]


class Said(NamedTuple):
    """A row of one period."""

    period: str
    so_far: str
    forecast: str
    light: str
    label: str


class Beside(NamedTuple):
    """A row of the form with what each period said, and the break with the result (None without one)."""

    place: str
    name: str
    target: str
    actual: str
    said: list[Said]
    broken: Finding | None

    @property
    def unexplained(self) -> bool:
        """Whether there is a break and the row gives no reason."""
        return self.broken is not None and self.broken.severity is not Severity.NOTICE


def beside(form: SelfEvaluation) -> list[Beside]:
    """The rows of the form that monitoring knew; empty where the project was not monitored. Read once an object."""
    known: list[Beside] | None = getattr(form, "_beside", None)
    if known is None:
        known = _beside(form)
        form._beside = known  # type: ignore[attr-defined]
    return known


@tells
def column(form: SelfEvaluation) -> rows_beside.Beside | None:
    """Value and forecast of each period beside the rows of the sheet."""
    found = beside(form)
    if not found:
        return None
    notes = {
        row.place: [
            Note(f"{said.period} {said.so_far or '—'}，预计 {said.forecast or '—'}", said.label, said.light)
            for said in row.said
        ]
        for row in found
    }
    return rows_beside.Beside("监控时的完成值和预计", notes)


@finds(CHECK, where=Exists(Sheet.objects.filter(project=OuterRef("project"))))
def broken(form: SelfEvaluation, record: Form) -> Sequence[Finding]:
    """Where a result fell far short of what monitoring foresaw last, by the rules of the form's cycle."""
    known = _known(form)
    return _broken(form, record, known) if known else ()


def _known(form: SelfEvaluation) -> _Known:
    """The rows of every period by their names, the first period first."""
    sheets = _sheets(form.project_id)
    return [(sheet.period, {row.names: row for row in rows.rows_of(sheet)}) for sheet in sheets]


def _broken(form: SelfEvaluation, record: Form, known: _Known) -> Sequence[Finding]:
    book, forecasts = load(form.cycle.rulebook), {}
    for number, indicator in enumerate(record.indicators):
        names = (indicator.l1 or "", indicator.l2 or "", indicator.l3 or "")
        for period, by_name in known:
            if names in by_name and by_name[names].forecast:
                forecasts[number] = Forecast(str(period), by_name[names].forecast)
    pair = ProjectPair(0, record.project or "", record.project or "", "")
    remarks = tuple(breaks(record, forecasts, book))
    return with_outcomes(MonitoringComparison("", (pair,), (), remarks), book).findings


def _beside(form: SelfEvaluation) -> list[Beside]:
    known = _known(form)
    if not known:
        return []
    record, book, year = record_of(form), load(form.cycle.rulebook), form.cycle.year
    gaps = {finding.place: finding for finding in _broken(form, record, known)}
    found = []
    for number, indicator in enumerate(record.indicators):
        names = (indicator.l1 or "", indicator.l2 or "", indicator.l3 or "")
        there = [(period, by_name[names]) for period, by_name in known if names in by_name]
        if not there:
            continue
        lights = [rows.light_of(row, period, book, year).light for period, row in there]
        said = [
            Said(str(period), row.so_far, row.forecast, light.value, "" if light is Light.NONE else light.label)
            for (period, row), light in zip(there, lights, strict=True)
        ]
        target = f"{indicator.property or ''}{indicator.target or ''}{indicator.unit or ''}"
        gap = gaps.get(str(Place.indicator(number, "actual")))
        found.append(Beside(str(Place.indicator(number)), names[2], target, indicator.actual or "", said, gap))
    return found


_sheets = Ready(lambda project: Sheet.objects.filter(project=project).select_related("period").order_by("period__last"))
