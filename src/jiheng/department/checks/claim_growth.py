"""报告里的增减幅度算不出来

是什么
    报告写了原来的数、现在的数和增减幅度（或增减量），三者对不上。只核对句子里写明了基数的。

为什么
    增减幅度是成效的主要说法，读者会照着两个数复算。

举例
    “投诉办结率由 80% 提高到 92%，提高 10 个百分点”，92% − 80% = 12 个百分点。

怎么改
    核对基数、现数和增减幅度，改正写错的一个；基数不是上年数的，写明。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.claims.outcome import outcome_of
from jiheng.department.claims.result import Claims

CHECK = DepartmentCheck(
    code="D32",
    official="报告所列增减幅度{printed}与所列数据不符[，经复核应为{expected}]。",
    severity=Severity.ERROR,
    rules=("claims.rounding",),
    page=__doc__,
)

CHECK.on(Claims)(partial(outcome_of, CHECK.code))
