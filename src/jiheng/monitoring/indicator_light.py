"""The light of one indicator: by its forecast, else by what was ticked, else by the value so far against the time."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from jiheng.form import Indicator
from jiheng.monitoring.answer import answered, cited, doubt, goal, grows, shown_target
from jiheng.monitoring.light import Judged, Light, Watched, banded, behind
from jiheng.monitoring.period import Period
from jiheng.places import Book
from jiheng.quantity import Comparator, Kind, Quantity
from jiheng.quantity.dates import days_of, has_year
from jiheng.quantity.words import percent, says_nothing
from jiheng.scoring.result import Direction, IndicatorScore, Input, Trace

_FORECAST, _PROGRESS, _LIKELIHOOD = "monitoring.forecast_bands", "monitoring.progress_bands", "monitoring.likelihood"
_LATE = "monitoring.late_days"
_ONE = Decimal(1)


@dataclass(slots=True)
class _Row:
    """What a light is told from, and how its trace begins."""

    indicator: Indicator
    watched: Watched
    period: Period
    book: Book
    year: int | None

    def answer(self, value: str) -> IndicatorScore:
        return answered(self.indicator, value, self.book, self.year)

    def judged(self, light: Light, formula: str, basis: str, *paths: str, share: Decimal | None = None) -> Judged:
        trace = Trace(
            subject=self.indicator.l3 or "指标",
            inputs=tuple(self._inputs()),
            formula=formula,
            parameters=cited(self.book, *paths),
            result=f"{light.label}灯",
        )
        return Judged(light, trace, share, basis)

    def untold(self, why: str) -> Judged:
        trace = Trace(self.indicator.l3 or "指标", tuple(self._inputs()), result="不亮灯", why=why)
        return Judged(Light.NONE, trace)

    def _inputs(self) -> list[Input]:
        target = shown_target(self.indicator)
        texts = [("年度指标值", target), (f"{self.period.label}完成值", self.watched.so_far)]
        texts += [("全年预计", self.watched.forecast), ("完成目标可能性", self.watched.likelihood)]
        return [Input(name, "", text, text) for name, text in texts if text]


def indicator_light(
    indicator: Indicator, watched: Watched, period: Period, book: Book, year: int | None = None
) -> Judged:
    """The light of a row by the bands of the pack; NONE, with why, where nothing can be told."""
    row = _Row(indicator, watched, period, book, year)
    if says_nothing(indicator.target):
        return row.untold("没有填年度指标值")
    tried = (_by_forecast(row), _by_likelihood(row), _by_value(row), _by_deadline(row))
    told = [light for light in tried if light is not None]
    return next(
        (light for light in told if light.light is not Light.NONE), told[0] if told else row.untold(_missing(row))
    )


def _missing(row: _Row) -> str:
    return f"没有填全年预计，{row.period.label}的完成值也没有填"


def _by_forecast(row: _Row) -> Judged | None:
    value = row.watched.forecast
    if says_nothing(value):
        return None
    return _compared(row, value, "全年预计", "forecast")


def _compared(row: _Row, value: str, name: str, basis: str) -> Judged:
    """A value set beside the target as the result of the year would be."""
    score, target = row.answer(value), shown_target(row.indicator)
    first = goal(score)
    if first is not None and first.kind is Kind.DATE and score.met is False:
        return _late(row, score, f"{name} {value}，晚于期限 {target}")
    if score.met is None and score.ratio is None:
        return row.untold(doubt(score) or f"看不出“{value}”是否达到目标 {target}")
    if score.met:
        return row.judged(Light.GREEN, f"{name} {value}，达到目标 {target}", basis, _FORECAST, share=_ONE)
    if score.ratio is None:
        return row.judged(Light.RED, f"{name} {value}，达不到目标 {target}", basis, _FORECAST)
    way = (
        f"目标 {target} ÷ {name} {value}" if score.direction is Direction.REVERSE else f"{name} {value} ÷ 目标 {target}"
    )
    light = behind(score.ratio, row.book, _FORECAST)
    return row.judged(light, f"{way} = {percent(score.ratio)}", basis, _FORECAST, share=score.ratio)


def _late(row: _Row, score: IndicatorScore, said: str) -> Judged:
    """By how many days the end of the answer lies after the deadline."""
    wanted = goal(score)
    dates = [each for each in score.actual.quantities if each.kind is Kind.DATE]
    if wanted is None or not dates or has_year(dates[0]) != has_year(wanted):
        return row.judged(Light.RED, said, "date", _LATE)
    days = (days_of(dates[-1])[1] - _deadline(wanted)).days
    light = Light.YELLOW if days <= row.book.number(_LATE) else Light.RED
    return row.judged(light, f"{said}，约晚 {days} 天", "date", _LATE)


def _deadline(wanted: Quantity) -> date:
    """The last day in time: 11月前 ends with October."""
    first, last = days_of(wanted)
    return first - timedelta(days=1) if wanted.comparator is Comparator.LT else last


def _by_likelihood(row: _Row) -> Judged | None:
    ticked = row.watched.likelihood
    for entry in row.book.rows(_LIKELIHOOD):
        if ticked and str(entry["word"]) in ticked:
            said = f"完成目标可能性填的是“{ticked}”"
            return row.judged(Light(str(entry["light"])), said, "likelihood", _LIKELIHOOD)
    return None


def _by_value(row: _Row) -> Judged | None:
    value = row.watched.so_far
    if says_nothing(value):
        return None
    name = f"{row.period.label}完成"
    score = row.answer(value)
    if not grows(score, row.book) or score.ratio is None:
        found = _compared(row, value, name, "progress")
        return _not_yet(row, score) or found
    if score.met:
        return row.judged(Light.GREEN, f"{name} {value}，已达到全年目标", "progress", _PROGRESS, share=_ONE)
    pace = score.ratio / row.period.share
    time = percent(row.period.share)
    formula = (
        f"{name} {value} ÷ 目标 {shown_target(row.indicator)} = {percent(score.ratio)}，时间已过 {time}，"
        f"为进度的 {percent(pace)}"
    )
    return row.judged(banded(pace, row.book, _PROGRESS), formula, "progress", _PROGRESS, share=pace)


def _not_yet(row: _Row, score: IndicatorScore) -> Judged | None:
    """Nothing is told by words so far (进行中) of a deadline that has not come."""
    wanted = goal(score)
    if wanted is None or wanted.kind is not Kind.DATE or score.met is not None:
        return None
    return _by_deadline(row)


def _by_deadline(row: _Row) -> Judged | None:
    """A target that is a date, when nothing was said that answers it: has the day come?"""
    score = row.answer("")
    wanted = goal(score)
    if wanted is None or wanted.kind is not Kind.DATE:
        return None
    target = shown_target(row.indicator)
    if _deadline(wanted) > row.period.end(row.year if has_year(wanted) else None):
        return row.untold(f"期限 {target} 还没有到，没有填全年预计")
    return row.judged(Light.RED, f"期限 {target} 已过，没有写明何时完成", "date", _LATE)
