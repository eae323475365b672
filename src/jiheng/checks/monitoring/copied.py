"""监控的原因、措施照抄

是什么
    黄灯、红灯的几项指标偏差原因一字不差，或一项指标的原因和措施是同一句话。

为什么
    落后的原因各不相同，复制粘贴的一句话说明不了哪一项为什么落后。

举例
    三项指标的偏差原因都写“受客观因素影响，进度滞后”。

怎么改
    逐项写明各自的原因；确是同一个原因的，写明对这一项影响多少。措施写怎样赶上来，不重复原因。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.monitoring_form import outcome
from jiheng.checks.outcome import Outcome, Severity
from jiheng.monitoring.watching import COPIED

CHECK = Check(
    code=COPIED,
    official="各项偏差原因、纠偏措施内容雷同。",
    severity=Severity.NOTICE,
    rules=("monitoring.same_reason_rows",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find reasons that several lagging indicators share, and measures that repeat the reason."""
    return outcome(CHECK, case)
