"""报告里的率、差与所写金额不符

是什么
    报告写的预算执行率、结转结余（率）、预决算差异率、预算调整率，与报告自己写的预算数、执行数算出来的不一致。

为什么
    率是从金额算出来的，改了金额忘了改率是最常见的差错；拿年初预算数去除也常见。

举例
    “预算数 400 万元，支出 300 万元，预算执行率 78.50%”，300 ÷ 400 = 75%。

怎么改
    执行率 = 执行数 ÷ 全年预算数；结转结余率 = 结转结余 ÷ 全年预算数；
    预决算差异率 =（决算数 − 年初预算数）÷ 年初预算数。核对三个数，改正写错的一个；用别的算法的，写明算法。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.claims.outcome import outcome_of
from jiheng.department.claims.result import Claims

CHECK = DepartmentCheck(
    code="D31",
    official="报告所列比率或差额{printed}与所列金额不符[，经复核应为{expected}]。",
    severity=Severity.ERROR,
    rules=("claims.rounding",),
    page=__doc__,
)

CHECK.on(Claims)(partial(outcome_of, CHECK.code))
