"""目标低于上年已达到的水平

是什么
    同一项目同一指标，本年的指标值低于上年的实际完成值（越小越好的指标，本年定得比上年实际松）。
    相差在办法规定的比例以内的，和随任务变化的数量，只作提示。

为什么
    目标应当参照上年实际，定低了不用努力也能完成。

举例
    上年实际满意度 96%，本年目标 ≥85%。

怎么改
    参照上年实际定目标；任务减少、条件变化的，说明。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.comparison import LastYearComparison, outcome_of

CHECK = DepartmentCheck(
    code="D27",
    official="年度指标值{printed}低于上年已达到的水平[{expected}]。",
    severity=Severity.WARNING,
    rules=("accounts.last_year.lower", "accounts.last_year.lower_by"),
    page=__doc__,
)

CHECK.on(LastYearComparison)(partial(outcome_of, CHECK.code))
