"""上年结转资金与上年的余额不符

是什么
    本年表里的上年结转资金，与上年表里全年预算数减全年执行数不等。多出的为警告，少的为提示（可能已收回）。

为什么
    结转多出来，说明有一年的数填错了，或者混进了别的资金。

举例
    上年预算 100 万元、执行 92 万元，本年上年结转资金写 18 万元。

怎么改
    核对两年的表；已收回财政的，注明金额。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.comparison import LastYearComparison, outcome_of

CHECK = DepartmentCheck(
    code="D29",
    official="上年结转资金{printed}与上年度结余[{expected}]不一致。",
    severity=Severity.WARNING,
    rules=("accounts.last_year.carried",),
    page=__doc__,
)

CHECK.on(LastYearComparison)(partial(outcome_of, CHECK.code))
