"""报告的整体得分与自评表算出的不符

是什么
    报告写的部门整体得分，用简单平均、按预算或执行数加权、分项法都得不出；点名写的项目得分与它的自评表不一致。
    自评表没有收齐的不判断。

为什么
    整体得分是结论，别人会照着各项目的得分复算。

举例
    报告写整体得分 97.60 分，按各表总分平均是 96.85 分，其他办法也得不出 97.60 分。

怎么改
    写明用的办法、权数和计入的项目，按自评表重算。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.claims.outcome import outcome_of
from jiheng.department.claims.result import Claims

CHECK = DepartmentCheck(
    code="D37",
    official="报告所列整体得分{printed}与自评表汇总结果不一致[，经复核应为{expected}]。",
    severity=Severity.WARNING,
    rules=("department.stated", "department.overall.method"),
    page=__doc__,
)

CHECK.on(Claims)(partial(outcome_of, CHECK.code))
