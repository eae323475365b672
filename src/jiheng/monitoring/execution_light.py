"""The light of the money: how much of the budget is spent against how much of the year is gone."""

from jiheng.monitoring.answer import cited
from jiheng.monitoring.light import Judged, Light, banded
from jiheng.monitoring.period import Period
from jiheng.places import Book
from jiheng.quantity import money
from jiheng.quantity.words import percent
from jiheng.scoring.result import Input, Trace

_BANDS = "monitoring.execution_bands"
_SUBJECT = "预算执行"


def execution_light(
    budget: str | None, executed: str | None, period: Period, book: Book, *, money_unit: str | None = None
) -> Judged:
    """Amounts as printed, in `money_unit` (万元 where none is given) unless they print their own."""
    unit = money_unit or "万元"
    whole, spent = money(budget, unit), money(executed, unit)
    inputs = (Input("预算数", "", budget or "", budget or ""), Input("执行数", "", executed or "", executed or ""))
    if not whole or spent is None:
        missing = "预算数为 0 或没有填" if not whole else f"没有填{period.label}执行数"
        return Judged(Light.NONE, Trace(_SUBJECT, inputs, result="不亮灯", why=missing))
    rate = spent / whole
    share = rate / period.share
    formula = f"{period.label}执行率 {percent(rate)}，时间已过 {percent(period.share)}，为进度的 {percent(share)}"
    light = banded(share, book, _BANDS)
    trace = Trace(_SUBJECT, inputs, formula, cited(book, _BANDS), f"{light.label}灯")
    return Judged(light, trace, share, "execution")
