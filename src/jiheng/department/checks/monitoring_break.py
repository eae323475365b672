"""监控时的预计与自评结果相差大

是什么
    同一项目同一指标，运行监控时预计的完成程度比年度自评的实际完成程度高出办法规定的比例（默认 15%）。
    这一行已经写了偏差原因的，只作提示。

为什么
    监控时说能完成，年底差得远，说明当时的预计不实，或者后来发生的事没有采取措施。

举例
    8 月的监控表预计全年清淤 100 公里（目标的 100%），自评实际 60 公里（目标的 60%）。

怎么改
    在偏差原因里说明监控以后发生了什么、当时的预计为什么没有实现；是填错的，更正。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.comparison import MonitoringComparison, outcome_of
from jiheng.monitoring.breaks import CODE

CHECK = DepartmentCheck(
    code=CODE,
    official="运行监控时预计完成[{expected}]，自评实际完成{printed}，前后相差较大。",
    severity=Severity.WARNING,
    rules=("monitoring.break_from",),
    page=__doc__,
)

CHECK.on(MonitoringComparison)(partial(outcome_of, CHECK.code))
