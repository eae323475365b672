"""预算执行落后于时间

是什么
    期间执行率除以已过的月份比例，落在办法规定的黄灯、红灯一档。

为什么
    到年底突击花钱或资金结余，多半在年中就看得出来。

举例
    1—7月执行率 20%，时间已过 58.33%，为进度的 34.29%，红灯。

怎么改
    在偏差原因里说明，并写明加快支出的安排；用不完的，按规定申请调减。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.monitoring_form import outcome
from jiheng.checks.outcome import Outcome, Severity
from jiheng.monitoring.watching import MONEY_BEHIND

CHECK = Check(
    code=MONEY_BEHIND,
    official="预算执行进度滞后于时间进度。",
    severity=Severity.WARNING,
    rules=("monitoring.execution_bands",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Set what is spent against how much of the year is gone."""
    return outcome(CHECK, case)
