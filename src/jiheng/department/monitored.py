"""The forms beside what monitoring said of the same projects in the year: forecasts that were far from the result."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from jiheng.checks import Severity
from jiheng.department.catalogue import with_outcomes
from jiheng.department.comparison import ComparisonRemark, MonitoringComparison, ProjectPair, suspected_note
from jiheng.department.population import counted, named
from jiheng.department.project_matching import Named, match
from jiheng.department.rollup.grouping import year_of
from jiheng.form import Form, MonitoringForm, Place
from jiheng.monitoring import break_between, period_of, usual_period
from jiheng.monitoring.breaks import ADVICE, CODE, KIND
from jiheng.monitoring.watching import same_row
from jiheng.places import Book
from jiheng.quantity.words import says_nothing


class Forecast(msgspec.Struct, frozen=True):
    """What a period's monitoring foresaw for a row: which period (1—7月), the forecast as written, in which file."""

    period: str
    forecast: str
    where: str = ""


def compare_monitoring(
    forms: Sequence[Form], monitored: Sequence[MonitoringForm], book: Book | None = None
) -> MonitoringComparison:
    """The forms that count beside the monitoring forms of the same projects and year.

    Of several periods the latest with a forecast counts. A finding's `forms` are numbers among the forms that
    count. Raises ValueError without any form.
    """
    scope = counted(forms, book)
    watched = [sheet for sheet in monitored if not scope.is_hidden(sheet.project or "")]
    latest = _latest(watched, scope.book)
    found = match(
        [named(form) for form in scope.forms],
        [Named(months[-1].project or "", months[-1].unit or months[-1].department or "") for months in latest],
        scope.book,
    )
    pairs: list[ProjectPair] = []
    suspected: list[ProjectPair] = []
    remarks: list[ComparisonRemark] = []
    other_years = 0
    for matched in found:
        form, sheets = scope.forms[matched.mine], latest[matched.theirs]
        if year_of(form) and year_of(sheets[-1]) and year_of(form) != year_of(sheets[-1]):
            other_years += 1
            continue
        pair = ProjectPair(
            matched.mine, form.project or "", sheets[-1].project or "", sheets[-1].source, matched.likeness
        )
        (pairs if matched.certain else suspected).append(pair)
        if matched.certain:
            remarks += breaks(
                form, _forecasts(form, sheets, scope.books[matched.mine]), scope.books[matched.mine], matched.mine
            )
    same = (f"所给的监控表有 {other_years} 个项目是别的年度的，没有比较。",) if other_years else ()
    file = next((sheet.source.partition("#")[0] for sheet in monitored), "")
    return with_outcomes(
        MonitoringComparison(
            file,
            tuple(pairs),
            tuple(suspected),
            tuple(remarks),
            len(monitored) - len(watched),
            (*same, *suspected_note(tuple(suspected), "监控表")),
        ),
        scope.book,
    )


def breaks(form: Form, forecasts: Mapping[int, Forecast], book: Book, number: int = 0) -> Iterator[ComparisonRemark]:
    """A remark for every row (by its number) whose result fell far short of its forecast.

    Softer where the row gives a reason. `number` is the form's among those compared.
    """
    year = int(year_of(form) or 0) or None
    for row, said in sorted(forecasts.items()):
        indicator = form.indicators[row]
        gap = break_between(indicator, said.forecast, indicator.actual or "", book, year)
        if gap is None:
            continue
        explained = not says_nothing(indicator.reason)
        yield ComparisonRemark(
            CODE,
            form.project or "",
            number,
            str(Place.indicator(row, "actual")),
            KIND,
            indicator.actual or "",
            said.forecast,
            gap.message(said.period),
            ADVICE,
            said.where,
            Severity.NOTICE if explained else Severity.WARNING,
        )


def _latest(monitored: Sequence[MonitoringForm], book: Book) -> list[list[MonitoringForm]]:
    """The monitoring forms of each project and year, the earliest period first."""
    groups: dict[tuple[str, str, str], list[MonitoringForm]] = {}
    for sheet in monitored:
        groups.setdefault((sheet.project or "", sheet.unit or sheet.department or "", year_of(sheet)), []).append(sheet)

    def months(monitoring_form: MonitoringForm) -> int:
        return (period_of(f"{monitoring_form.period or ''}{monitoring_form.title or ''}") or usual_period(book)).last

    return [sorted(group, key=months) for group in groups.values()]


def _forecasts(form: Form, sheets: Sequence[MonitoringForm], book: Book) -> dict[int, Forecast]:
    """The last forecast of every row that monitoring knew."""
    found = {}
    for number, indicator in enumerate(form.indicators):
        for sheet in sheets:
            row = same_row(indicator, sheet)
            forecast = getattr(row, "forecast", None) or ""
            if forecast and not says_nothing(forecast):
                period = period_of(f"{sheet.period or ''}{sheet.title or ''}") or usual_period(book)
                found[number] = Forecast(period.label, forecast, sheet.source)
    return found
