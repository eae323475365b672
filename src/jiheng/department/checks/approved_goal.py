"""总体目标与批复不同

是什么
    自评表的预期目标与预算批复（绩效目标系统）里同一项目的目标，文字不同；标点、全角半角不算。

为什么
    自评对照的是批复的目标，年中不得随意改动，否则等于先做后定。

举例
    批复“改造公园 3 处”，自评表“改造公园 2 处”。

怎么改
    改回批复的目标；经批准调整过的，附上批复。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.comparison import ApprovedComparison, outcome_of

CHECK = DepartmentCheck(
    code="D24",
    official="年度总体目标与批复的绩效目标不一致。",
    severity=Severity.WARNING,
    rules=("accounts.approved",),
    page=__doc__,
)

CHECK.on(ApprovedComparison)(partial(outcome_of, CHECK.code))
