"""报告写的等级不成立

是什么
    报告写“均为优”，自评表里有不是优的；等级的个数与自评表不符；得分与等级不配；
    或者前面说不予评价，后面又说评价结果为优。等级按办法的分数线。

为什么
    “全部为优”是最容易被核对的一句话。

举例
    报告写“项目评价结果均为优”，有一张自评表总分 86 分。

怎么改
    按各表的总分改写，例如“优 12 个、良 1 个”；不参加评价的项目不要算在里面。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.claims.outcome import outcome_of
from jiheng.department.claims.result import Claims

CHECK = DepartmentCheck(
    code="D36",
    official="报告所述等级“{printed}”不成立[，经复核应为“{expected}”]。",
    severity=Severity.ERROR,
    rules=("grade.bands",),
    page=__doc__,
)

CHECK.on(Claims)(partial(outcome_of, CHECK.code))
