"""What monitoring knew of a form's rows, beside the form in spring: values, forecasts, lights, breaks."""

from typing import NamedTuple

from jiheng.form import Place
from jiheng.monitoring import Light, break_between
from jiheng.places import load
from jiheng.scoring.explain import sentence
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import record_of
from jiheng.web.monitoring import rows
from jiheng.web.monitoring.models import Sheet


class Said(NamedTuple):
    """A row of one period."""

    period: str
    so_far: str
    forecast: str
    light: str
    label: str


class Beside(NamedTuple):
    """A row of the form with what each period said, and the break with the result ("" without one)."""

    place: str
    name: str
    target: str
    actual: str
    said: list[Said]
    short: str
    """The break with the result, "" without one; `broken` says it with the rule and what to do."""
    broken: str


def beside(form: SelfEvaluation) -> list[Beside]:
    """The rows of the form that monitoring knew; empty where the project was not monitored. Read once an object."""
    known: list[Beside] | None = getattr(form, "_beside", None)
    if known is None:
        known = _beside(form)
        form._beside = known  # type: ignore[attr-defined]
    return known


def _beside(form: SelfEvaluation) -> list[Beside]:
    sheets = list(Sheet.objects.filter(project=form.project_id).select_related("period").order_by("period__last"))
    if not sheets:
        return []
    record, book, year = record_of(form), load(form.cycle.rulebook), form.cycle.year
    known = [(one.period, {row.names: row for row in rows.rows_of(one)}) for one in sheets]
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
        last = next((row.forecast for _, row in reversed(there) if row.forecast), "")
        gap = break_between(indicator, last, indicator.actual or "", book, year)
        short = "" if gap is None else f"{gap.trace.formula}，{gap.trace.result}。"
        text = "" if gap is None else f"{sentence(gap.trace)}，{gap.trace.result}。请在偏差原因里说明。"
        target = f"{indicator.property or ''}{indicator.target or ''}{indicator.unit or ''}"
        found.append(Beside(str(Place.indicator(number)), names[2], target, indicator.actual or "", said, short, text))
    return found
