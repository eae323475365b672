"""绩效运行监控: lights, forecasts and breaks from what a row says in the middle of the year. No I/O, no form needed.

What the workbench and the commands build on, stable:

- `Period(first, last)`: the months watched; `period_of("1-7月执行数")` reads one; `share` is the part of the year gone.
- `indicator_light(indicator, watched, period, book, year)`: the light of a row. `indicator` carries names, sign,
  target and unit (jiheng.form.Indicator), `Watched` the value so far, the forecast and the ticked likelihood.
- `execution_light(budget, executed, period, book, money_unit=…)`: the light of the money against the time gone.
- `propose_forecast(indicator, points, year)`: a value at year's end from the trend of the values so far.
- `watch(form, book, earlier=…, goals=…, results=…)`: a whole 监控表 with lights, forecasts and remarks.
- `break_between(indicator, forecast, actual, book, year)`: what was said in August against what was reached.

Each result carries a `Trace` (jiheng.scoring.result), which `jiheng.scoring.sentence` and `explain` print. All
figures are Decimal, all cells text as printed; nothing raises on odd cells, it says in `why` what is missing.
Thresholds are rules of the pack (`monitoring.…` in rules.toml).
"""

from jiheng.monitoring.breaks import Break, break_between
from jiheng.monitoring.execution_light import execution_light
from jiheng.monitoring.indicator_light import indicator_light
from jiheng.monitoring.light import Judged, Light, Watched, needs_reason, worst
from jiheng.monitoring.period import Period, period_of, usual_period
from jiheng.monitoring.trend import Point, Proposal, propose_forecast
from jiheng.monitoring.watching import Remark, WatchedForm, WatchedRow, watch

__all__ = [
    "Break",
    "Judged",
    "Light",
    "Period",
    "Point",
    "Proposal",
    "Remark",
    "Watched",
    "WatchedForm",
    "WatchedRow",
    "break_between",
    "execution_light",
    "indicator_light",
    "needs_reason",
    "period_of",
    "propose_forecast",
    "usual_period",
    "watch",
    "worst",
]
