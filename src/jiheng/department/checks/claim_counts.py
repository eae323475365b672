"""报告的项目个数与自评表不符

是什么
    报告写的项目总数、单位自评项目数、涉密项目数，与收到的自评表张数（重复的只计一张）对不上。

为什么
    自评要覆盖全部项目。张数少，是没有收齐；张数多，是报告漏写了，或者混进了别的部门、别的年度的表。

举例
    报告写单位自评项目 14 个，收到自评表 13 张。

怎么改
    对照项目清单，看缺哪一张、多哪一张，再改报告或补表。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.claims.outcome import outcome_of
from jiheng.department.claims.result import Claims

CHECK = DepartmentCheck(
    code="D34",
    official="报告所列项目个数{printed}与自评表不一致[，经复核应为{expected}]。",
    severity=Severity.WARNING,
    rules=("department.covered",),
    page=__doc__,
)

CHECK.on(Claims)(partial(outcome_of, CHECK.code))
