"""追加、调整了预算而没有相应的目标

是什么
    批复的目标里没有这个项目，其中年初预算数为 0 的是年中追加的；或者预算调整超过办法规定的比例，
    目标和指标与批复一字不差（提示）。

为什么
    年中追加的项目，目标随预算一并申报；钱变了事情不变，要说明理由。

举例
    “应急排涝设备购置”年中追加 80 万元，没有申报绩效目标。

怎么改
    补报目标或补上批复；不需要调整目标的，说明理由。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.comparison import ApprovedComparison, outcome_of

CHECK = DepartmentCheck(
    code="D26",
    official="预算追加或调整后，未相应调整绩效目标。",
    severity=Severity.WARNING,
    rules=("accounts.added_goals", "budget.adjusted_from"),
    page=__doc__,
)

CHECK.on(ApprovedComparison)(partial(outcome_of, CHECK.code))
