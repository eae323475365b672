"""与上年同样没有完成，或原因照抄上年

是什么
    同一项目同一指标，上年没有完成，本年又没有完成；或者偏差原因与上年几乎一字不差。

为什么
    说明上年写的改进措施没有落实，或者原因是套话。

举例
    连续两年“设备到货延迟，将加强督促”。

怎么改
    说明上年措施的落实情况和本年的真实原因；目标不切实际的，调整目标。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.comparison import LastYearComparison, outcome_of

CHECK = DepartmentCheck(
    code="D28",
    official="与上年度同样未完成，或偏差原因与上年度雷同。",
    severity=Severity.WARNING,
    rules=("accounts.last_year.again", "accounts.last_year.reason_from", "checks.batch.copy_likeness"),
    page=__doc__,
)

CHECK.on(LastYearComparison)(partial(outcome_of, CHECK.code))
