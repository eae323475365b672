"""报告里分项之和不等于总数

是什么
    报告正文写的总数，与同一段所列各分项之和对不上：预算、支出、结转结余按基本支出、项目支出、其他支出分，
    按财政拨款、非财政拨款分；项目个数按自评、部门评价、涉密分，按等级分；“其中”的一项比总数还大。
    末位四舍五入造成的差不算。

为什么
    报告是公开的结论，读者第一件事就是把分项加一遍。加不拢，说明有一个数抄错了，或者漏写了一部分。

举例
    “全年预算 800.00 万元，其中基本支出 300.00 万元，项目支出 450.00 万元”，两项相加是 750.00 万元。

怎么改
    对照决算和明细，改正写错的一个数；还有别的部分的，写出来。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.claims.outcome import outcome_of
from jiheng.department.claims.result import Claims

CHECK = DepartmentCheck(
    code="D30",
    official="报告所列总数{printed}与分项之和不一致[，经复核应为{expected}]。",
    severity=Severity.ERROR,
    rules=("claims.rounding",),
    page=__doc__,
)

CHECK.on(Claims)(partial(outcome_of, CHECK.code))
