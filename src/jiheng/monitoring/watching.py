"""A whole monitoring form judged: a light a row, the money, what has to be explained, what the forecast might be."""

from collections.abc import Iterator, Sequence

import msgspec

from jiheng.form import Form, GoalForm, Indicator, MonitoredIndicator, MonitoringForm, Place
from jiheng.monitoring.answer import answered, grows, shown_target
from jiheng.monitoring.breaks import ADVICE, CODE, KIND, break_between
from jiheng.monitoring.execution_light import execution_light
from jiheng.monitoring.indicator_light import indicator_light
from jiheng.monitoring.light import Judged, Light, Watched, needs_reason, worst
from jiheng.monitoring.period import Period, period_of, usual_period
from jiheng.monitoring.trend import Point, Proposal, propose_forecast
from jiheng.places import Book
from jiheng.quantity.words import is_blank, says_nothing, short
from jiheng.scoring.compiled import rounded_by

_ON_COURSE = (Light.GREEN, Light.BLUE)
NO_REASON, NO_MEASURE, BELOW_REACHED, CONTRADICTED, MONEY_BEHIND, COPIED = "M01", "M02", "M03", "M04", "M05", "M07"
"""The checks by which the audit finds what stands in a monitoring form alone."""


class Remark(msgspec.Struct, frozen=True):
    """What is wrong or doubtful in a monitoring form, at its row: in short, in full, and what to do (Chinese).

    `code` is the check's by which the audit finds the same, "" for what needs another document beside this one.
    """

    place: str
    kind: str
    message: str
    advice: str
    error: bool = False
    code: str = ""


class WatchedRow(msgspec.Struct, frozen=True):
    """An indicator with its light, and the forecast that the trend gives where the form has none."""

    index: int
    indicator: MonitoredIndicator
    judged: Judged
    proposal: Proposal


class WatchedForm(msgspec.Struct, frozen=True):
    """A monitoring form judged by a book."""

    form: MonitoringForm
    book: Book
    period: Period
    money: Judged
    rows: tuple[WatchedRow, ...]
    remarks: tuple[Remark, ...]

    @property
    def light(self) -> Light:
        """The light of the form as a whole: the worst of its rows and of its money."""
        return worst([self.money.light, *(row.judged.light for row in self.rows)])


def watch(
    form: MonitoringForm,
    book: Book,
    *,
    earlier: Sequence[MonitoringForm] = (),
    goals: GoalForm | None = None,
    results: Form | None = None,
) -> WatchedForm:
    """The form judged. `earlier` are forms of the same project for earlier months of the same year, `goals` its
    approved goals, `results` its self-evaluation; each is for the same project, which the caller sees to.
    """
    with rounded_by((book,)):
        return _watched(form, book, earlier, goals, results)


def _watched(
    form: MonitoringForm,
    book: Book,
    earlier: Sequence[MonitoringForm],
    goals: GoalForm | None,
    results: Form | None,
) -> WatchedForm:
    period = period_of(f"{form.period or ''}{form.title or ''}") or usual_period(book)
    year = int(form.year) if form.year and form.year.isdecimal() else None
    rows = []
    for index, row in enumerate(form.indicators):
        if is_blank(row.l3) and is_blank(row.target):
            continue
        watched = Watched(row.actual or "", row.forecast or "", row.likelihood or "")
        judged = indicator_light(row, watched, period, book, year)
        rows.append(WatchedRow(index, row, judged, propose_forecast(row, _points(row, period, earlier, book), year)))
    fund = form.whole_fund()
    budget = (fund.budget or fund.initial) if fund else None
    money = execution_light(budget, fund.executed if fund else None, period, book, money_unit=form.money_unit)
    found = WatchedForm(form, book, period, money, tuple(rows), ())
    remarks = [*_remarks(found, year), *_against_goals(found, goals), *_against_results(found, results, year)]
    return msgspec.structs.replace(found, remarks=tuple(remarks))


def _points(row: Indicator, period: Period, earlier: Sequence[MonitoringForm], book: Book) -> list[Point]:
    found = []
    for form in earlier:
        then = period_of(f"{form.period or ''}{form.title or ''}") or usual_period(book)
        same = same_row(row, form)
        if same is not None and then.last < period.last:
            found.append(Point(then.last, same.actual or ""))
    return [*found, Point(period.last, row.actual or "")]


def same_row(row: Indicator, form: Form) -> Indicator | None:
    """The row of another form that has the same name."""
    return next((other for other in form.indicators if _bare(other.l3) == _bare(row.l3)), None)


def _bare(name: str | None) -> str:
    return "".join(name.split()).partition("：")[2] or name if name and "：" in name else name or ""


def _remarks(found: WatchedForm, year: int | None) -> Iterator[Remark]:
    form = found.form
    has_reasons = any(row.reason is not None for row in form.indicators)
    has_measures = any(row.measure is not None for row in form.indicators)
    for row in found.rows:
        indicator, light = row.indicator, row.judged.light
        place, name = str(Place.indicator(row.index)), indicator.l3 or f"第{row.index + 1}行"
        if needs_reason(light, found.book):
            if has_reasons and says_nothing(indicator.reason):
                advice = "写明为什么没有按目标进行；确需调整目标的，申请调整。"
                yield _lacks(str(Place.indicator(row.index, "reason")), name, light, "偏差原因", advice, NO_REASON)
            if has_measures and says_nothing(indicator.measure):
                yield _lacks(place, name, light, "纠偏措施", "写明什么时候、谁、怎样赶上来。", NO_MEASURE)
            if indicator.measure == indicator.reason and not says_nothing(indicator.reason):
                message = f"“{name}”的偏差原因和纠偏措施都写“{short(indicator.reason or '')}”。"
                yield Remark(place, "照抄", message, "原因写为什么落后，措施写怎样赶上来。", code=COPIED)
        yield from _forecast_remarks(found, row, place, name, year)
    if needs_reason(found.money.light, found.book):
        message = f"预算执行亮{found.money.light.label}灯：{found.money.trace.formula}。"
        yield Remark("funds", "预算执行滞后", message, "在偏差原因里说明，并写明加快支出的安排。", code=MONEY_BEHIND)
    yield from _same_reasons(found)


def _lacks(place: str, name: str, light: Light, what: str, advice: str, code: str) -> Remark:
    return Remark(place, f"没有{what}", f"“{name}”亮{light.label}灯，没有写{what}。", advice, error=True, code=code)


def _same_reasons(found: WatchedForm) -> Iterator[Remark]:
    """Rows that lag behind and give one reason word for word."""
    alike: dict[str, list[WatchedRow]] = {}
    for row in found.rows:
        if needs_reason(row.judged.light, found.book) and not says_nothing(row.indicator.reason):
            alike.setdefault(row.indicator.reason or "", []).append(row)
    for reason, rows in alike.items():
        if len(rows) >= found.book.number("monitoring.same_reason_rows"):
            names = "、".join(f"“{row.indicator.l3}”" for row in rows)
            message = f"{names}的偏差原因一字不差，都是“{short(reason)}”。"
            place = str(Place.indicator(rows[0].index, "reason"))
            yield Remark(
                place, "照抄", message, "逐项写明各自为什么落后；确是同一个原因的，写明影响多少。", code=COPIED
            )


def _forecast_remarks(found: WatchedForm, row: WatchedRow, place: str, name: str, year: int | None) -> Iterator[Remark]:
    indicator, book = row.indicator, found.book
    if says_nothing(indicator.forecast) or says_nothing(indicator.target):
        return
    ahead, so_far = (
        answered(indicator, indicator.forecast or "", book, year),
        answered(indicator, indicator.actual or "", book, year),
    )
    if grows(ahead, book) and ahead.ratio is not None and so_far.ratio is not None and ahead.ratio < so_far.ratio:
        message = f"“{name}”全年预计 {indicator.forecast}，比{found.period.label}已完成的 {indicator.actual} 还少。"
        advice = "核对两个数；预计是到年底的累计数。"
        yield Remark(place, "预计低于已完成", message, advice, error=True, code=BELOW_REACHED)
    if says_nothing(indicator.likelihood):
        return
    aim = shown_target(indicator)
    ticked = indicator_light(indicator, Watched(likelihood=indicator.likelihood or ""), found.period, book, year).light
    if ticked is Light.GREEN and row.judged.light not in _ON_COURSE and row.judged.basis == "forecast":
        message = (
            f"“{name}”全年预计 {indicator.forecast}，达不到目标 {aim}，完成可能性填的却是“{indicator.likelihood}”。"
        )
        yield Remark(place, "预计与可能性不一致", message, "核对预计值和可能性，改正其中一个。", code=CONTRADICTED)
    if ticked is Light.RED and row.judged.light in _ON_COURSE and row.judged.basis == "forecast":
        message = f"“{name}”全年预计 {indicator.forecast}，达到目标 {aim}，完成可能性填的却是“{indicator.likelihood}”。"
        yield Remark(place, "预计与可能性不一致", message, "核对预计值和可能性，改正其中一个。", code=CONTRADICTED)


def _against_goals(found: WatchedForm, goals: GoalForm | None) -> Iterator[Remark]:
    if goals is None:
        return
    for row in found.rows:
        approved, place = same_row(row.indicator, goals), str(Place.indicator(row.index))
        name = row.indicator.l3 or ""
        if approved is None:
            message = f"“{name}”不在批复的绩效目标里。"
            yield Remark(place, "批复里没有", message, "按批复的指标填报；新增的，先申请调整目标。")
        elif (approved.target or "") != (row.indicator.target or ""):
            message = f"“{name}”的目标值是 {row.indicator.target}，批复的是 {approved.target}。"
            yield Remark(place, "与批复不同", message, "按批复的目标值填报；要改的，先申请调整目标。", error=True)
    for number, row_ in enumerate(goals.indicators):
        if row_.l3 and same_row(row_, found.form) is None:
            message = f"批复的第{number + 1}项指标“{row_.l3}”没有监控。"
            yield Remark("indicators", "漏了批复的指标", message, "补上这一项。", error=True)


def _against_results(found: WatchedForm, results: Form | None, year: int | None) -> Iterator[Remark]:
    """Large breaks: said 100 % in August, 60 % in December."""
    for row in found.rows if results is not None else ():
        reached = same_row(row.indicator, results) if results is not None else None
        gap = reached and break_between(reached, row.indicator.forecast or "", reached.actual or "", found.book, year)
        if gap:
            place = str(Place.indicator(row.index))
            yield Remark(place, KIND, gap.message(found.period.label), ADVICE, code=CODE)
