"""监控亮黄灯、红灯而没有写纠偏措施

是什么
    监控表有纠偏措施一栏，黄灯、红灯的指标却没有填。

为什么
    只说落后、不说怎样赶上来，监控就没有用处。

举例
    目标 ≥500台，全年预计 430台，为黄灯，措施栏写“无”。

怎么改
    写明什么时候、由谁、怎样赶上来。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.monitoring_form import outcome
from jiheng.checks.outcome import Outcome, Severity
from jiheng.monitoring.watching import NO_MEASURE

CHECK = Check(
    code=NO_MEASURE,
    official="监控为黄灯、红灯，未填写纠偏措施。",
    severity=Severity.ERROR,
    rules=("monitoring.explained",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find lagging indicators without a measure, where the form asks for one."""
    return outcome(CHECK, case)
