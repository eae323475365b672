"""监控亮黄灯、红灯而没有写偏差原因

是什么
    指标按全年预计、可能性或进度判断为黄灯、红灯，偏差原因栏却是空的，或只写“无”。表上没有这一栏的不查。

为什么
    监控就是为了及早发现哪里落后、为什么。没有原因，主管部门和财政无从判断是加快、追加还是调整目标。

举例
    目标 ≥60公里，全年预计 30公里，为红灯，偏差原因栏空着。

怎么改
    写明为什么没有按目标进行；确需调整目标的，申请调整。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.monitoring_form import outcome
from jiheng.checks.outcome import Outcome, Severity
from jiheng.monitoring.watching import NO_REASON

CHECK = Check(
    code=NO_REASON,
    official="监控为黄灯、红灯，未填写偏差原因。",
    severity=Severity.ERROR,
    rules=(
        "monitoring.explained",
        "monitoring.forecast_bands",
    ),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find lagging indicators without a reason."""
    return outcome(CHECK, case)
