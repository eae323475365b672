"""The rows of a sheet: the approved indicators, what is said of each, and the light that it gets."""

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from jiheng.form import Form, Indicator
from jiheng.monitoring import (
    Judged,
    Light,
    Point,
    Proposal,
    Watched,
    execution_light,
    indicator_light,
    needs_reason,
    propose_forecast,
)
from jiheng.monitoring.answer import answered, grows, shown_target
from jiheng.places import Book, load
from jiheng.quantity import parse
from jiheng.quantity.words import WAN, plain, says_nothing
from jiheng.scoring.explain import sentence
from jiheng.web.cycles.models import Project
from jiheng.web.forms.assess import MONEY_UNIT
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.monitoring.models import Sheet, WatchedPeriod

_RULES = tuple(
    f"monitoring.{name}"
    for name in ("forecast_bands", "progress_bands", "execution_bands", "late_days", "likelihood", "explained")
)
SAID = ("so_far", "forecast", "reason", "measure")
"""What the unit writes to a row."""


class MonitoredRow(msgspec.Struct):
    """An indicator as it was when the sheet was begun, and what is said of it."""

    l1: str = ""
    l2: str = ""
    l3: str = ""
    sign: str | None = None
    target: str = ""
    unit: str | None = None
    so_far: str = ""
    forecast: str = ""
    reason: str = ""
    measure: str = ""

    @property
    def indicator(self) -> Indicator:
        """As the core knows it."""
        return Indicator(self.l1, self.l2, self.l3, self.sign, self.target, self.unit)

    @property
    def names(self) -> tuple[str, str, str]:
        """By what it is known again in another period or form."""
        return self.l1, self.l2, self.l3


class Shown(NamedTuple):
    """A row as the page shows it: its light with the trace, earlier values, the forecast that the trend proposes."""

    row: MonitoredRow
    target: str
    judged: Judged
    how: str
    """How the light came about, in short."""
    why: str
    """The same with the rule and its source."""
    explained: bool
    """Whether its light wants a reason and a measure."""
    before: tuple[tuple[str, str, str], ...]
    """Of earlier periods: which, the value then, the forecast then."""
    proposal: Proposal
    problem: str


def book_of(project: Project) -> Book:
    """The rulebook of the project's cycle."""
    return load(project.cycle.rulebook)


def fresh(project: Project) -> list[MonitoredRow]:
    """The rows that a new sheet begins with: the approved indicators, else those of the form."""
    record = project.approved
    if record is None:
        record = SelfEvaluation.objects.filter(project=project).values_list("record", flat=True).first()
    found = msgspec.convert(record, Form).indicators if record else []
    return [
        MonitoredRow(row.l1 or "", row.l2 or "", row.l3 or "", row.property, row.target or "", row.unit)
        for row in found
        if row.l3
    ]


def rows_of(sheet: Sheet) -> list[MonitoredRow]:
    """The rows as kept. Raises msgspec.ValidationError."""
    return msgspec.convert(sheet.rows, list[MonitoredRow])


def earlier(project: Project, period: WatchedPeriod) -> list[tuple[WatchedPeriod, list[MonitoredRow]]]:
    """The sheets of earlier periods of the project, the first first."""
    sheets = Sheet.objects.filter(project=project, period__cycle=period.cycle_id, period__last__lt=period.last)
    return [(sheet.period, rows_of(sheet)) for sheet in sheets.select_related("period").order_by("period__last")]


def shown(sheet: Sheet, past: Sequence[tuple[WatchedPeriod, list[MonitoredRow]]]) -> list[Shown]:
    """Every row with its light."""
    book, year = book_of(sheet.project), sheet.project.cycle.year
    return [_shown(row, sheet.period, past, book, year) for row in rows_of(sheet)]


def money(sheet: Sheet) -> Judged:
    """The light of the money."""
    budget = sheet.project.budget
    text = None if budget is None else plain(budget / WAN)
    return execution_light(text, sheet.executed, sheet.period.months, book_of(sheet.project), money_unit=MONEY_UNIT)


def light_of(row: MonitoredRow, period: WatchedPeriod, book: Book, year: int) -> Judged:
    """The light of a row."""
    return indicator_light(row.indicator, Watched(row.so_far, row.forecast), period.months, book, year)


def too_low(row: MonitoredRow, book: Book, year: int) -> str:
    """That the forecast lies below what was reached already (Chinese); "" where it does not."""
    if says_nothing(row.so_far) or says_nothing(row.forecast):
        return ""
    if not grows(answered(row.indicator, row.forecast, book, year), book):
        return ""
    now, then = (parse(text, unit=row.unit, year=year).quantities for text in (row.so_far, row.forecast))
    if len(now) != 1 or len(then) != 1 or now[0].figure is None or then[0].figure is None:
        return ""
    if now[0].unit != then[0].unit or then[0].figure >= now[0].figure:
        return ""
    return f"全年预计 {row.forecast} 比已经完成的 {row.so_far} 还少，请核对哪一个写错了。"


def _shown(
    row: MonitoredRow,
    period: WatchedPeriod,
    past: Sequence[tuple[WatchedPeriod, list[MonitoredRow]]],
    book: Book,
    year: int,
) -> Shown:
    judged = light_of(row, period, book, year)
    same = [(when, before) for when, rows in past for before in rows if before.names == row.names]
    points = [Point(when.last, before.so_far) for when, before in same]
    points += [Point(period.last, row.so_far)] if row.so_far else []
    return Shown(
        row,
        shown_target(row.indicator),
        judged,
        judged.trace.formula or judged.trace.why,
        sentence(judged.trace),
        needs_reason(judged.light, book),
        tuple((str(when), before.so_far, before.forecast) for when, before in same),
        propose_forecast(row.indicator, points, year),
        too_low(row, book, year),
    )


def rules_told(book: Book) -> list[str]:
    """The rules by which lights are given, each with its source."""
    found = [book.parameters[path] for path in _RULES if path in book.parameters]
    return [f"{said.text}（{said.source}，{said.certainty.label}）" for said in found]


def counted(judged: Sequence[Judged]) -> dict[str, int]:
    """How many have which light, the worst first."""
    ordered = sorted(Light, key=lambda light: -light.rank)
    return {light.value: n for light in ordered if (n := sum(row.light is light for row in judged))}
