"""全年预计比已经完成的还少

是什么
    数量、金额类的指标，全年预计小于监控期间已经完成的数。

为什么
    预计是到年底的累计数，不会比已经完成的少：多半是把余下几个月的数填成了全年的，或把两栏填反了。

举例
    1—7月已完成 22公里，全年预计填 20公里。

怎么改
    核对两个数，全年预计填到年底的累计数。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.monitoring_form import outcome
from jiheng.checks.outcome import Outcome, Severity
from jiheng.monitoring.watching import BELOW_REACHED

CHECK = Check(
    code=BELOW_REACHED,
    official="全年预计低于已完成数。",
    severity=Severity.ERROR,
    rules=("monitoring.forecast_bands",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find forecasts below what has been reached."""
    return outcome(CHECK, case)
