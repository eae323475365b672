"""报告写的结果没有达到报告写的目标

是什么
    报告前面写了要达到的目标，后面写的同一件事的结果比目标低，报告又没有说明没有达到。

为什么
    目标没有达到本身可以说明；不说明，还写“目标全部完成”，就与报告自己的数矛盾。

举例
    前面写“营业收入力争增长 9%”，后面写“营业收入同比增长 7%”，“存在的问题”里没有提。

怎么改
    在“存在的问题及原因分析”里写明差多少、为什么、怎么改；口径不同的，写明口径。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.claims.outcome import outcome_of
from jiheng.department.claims.result import Claims

CHECK = DepartmentCheck(
    code="D38",
    official="报告所述完成结果{printed}未达到所列目标[{expected}]。",
    severity=Severity.WARNING,
    rules=("claims.goals",),
    page=__doc__,
)

CHECK.on(Claims)(partial(outcome_of, CHECK.code))
