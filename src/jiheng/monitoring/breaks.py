"""What was said in the middle of the year against what was reached at its end, and the words for it (D39)."""

from decimal import Decimal

import msgspec

from jiheng.form import Indicator
from jiheng.monitoring.answer import answered, cited, reached_share, shown_target
from jiheng.places import Book
from jiheng.quantity.words import percent, says_nothing, short
from jiheng.scoring.result import Input, Trace

CODE = "D39"
"""The check of a break, whoever finds it: the audit beside monitoring forms, the workbench, `jiheng monitor`."""
KIND = "监控与自评不一致"
ADVICE = "在偏差原因里说明监控以后发生了什么、当时的预计为什么没有实现；是填错的，更正。"
_FROM = "monitoring.break_from"


class Break(msgspec.Struct, frozen=True):
    """A forecast that was far from the result: shares of the target (1 = met) and the words for it."""

    said: Decimal
    reached: Decimal
    trace: Trace

    def message(self, period: str) -> str:
        """The sentence of the finding; `period` is that of the forecast (1—7月)."""
        return f"“{short(self.trace.subject)}”{period}{self.trace.formula}，{self.trace.result}。"


def break_between(
    indicator: Indicator, forecast: str, actual: str, book: Book, year: int | None = None
) -> Break | None:
    """The break between the forecast of a monitoring form and the result of the self-evaluation; None without one.

    Only a result that falls short of what was said is a break; a target met after a low forecast is good news.
    """
    if says_nothing(forecast) or says_nothing(actual):
        return None
    said = reached_share(answered(indicator, forecast, book, year))
    reached = reached_share(answered(indicator, actual, book, year))
    if said is None or reached is None or said - reached < book.number(_FROM):
        return None
    target = shown_target(indicator)
    texts = (("年度指标值", target), ("监控时全年预计", forecast), ("自评实际完成值", actual))
    trace = Trace(
        subject=indicator.l3 or "指标",
        inputs=tuple(Input(name, "", text, text) for name, text in texts),
        formula=f"监控时预计 {forecast}（目标的 {percent(said)}），自评实际 {actual}（目标的 {percent(reached)}）",
        parameters=cited(book, _FROM),
        result=f"相差 {percent(said - reached)}",
    )
    return Break(said, reached, trace)
