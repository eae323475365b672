"""报告的金额与自评表不符

是什么
    报告写的项目支出预算、执行数，与各张自评表的合计对不上；或者报告点名写的某个项目的金额，与这个项目的
    自评表不一致。自评表没有收齐、有涉密项目时，只在自评表的合计超过报告所写时提出。

为什么
    报告的数应当是从自评表、决算来的，两边不一样总有一边要改。

举例
    报告写“水质监测项目全年预算数 60 万元”，它的自评表写 58 万元。

怎么改
    对照决算改正；范围不同的（含不含涉密项目、基本支出），写明。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.claims.outcome import outcome_of
from jiheng.department.claims.result import Claims

CHECK = DepartmentCheck(
    code="D35",
    official="报告所列金额{printed}与自评表不一致[，经复核应为{expected}]。",
    severity=Severity.WARNING,
    rules=("department.covered",),
    page=__doc__,
)

CHECK.on(Claims)(partial(outcome_of, CHECK.code))
