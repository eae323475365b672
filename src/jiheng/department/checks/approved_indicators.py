"""指标、指标值、分值与批复不同

是什么
    与批复相比，三级指标删去了、增加了、改了名称，或者指标值、分值变了。写法不同而要求相同的
    （≥95% 与不低于百分之九十五）不算。

为什么
    没完成的指标删掉、指标值调低，得分就虚高。

举例
    批复“垃圾清运及时率 ≥98%”，自评表写 ≥90%。

怎么改
    改回批复的内容；经批准调整过的，附上批复。
"""

from functools import partial

from jiheng.checks.outcome import Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.comparison import ApprovedComparison, outcome_of

CHECK = DepartmentCheck(
    code="D25",
    official="绩效指标、指标值或分值与批复不一致[：填报“{printed}”，批复“{expected}”]。",
    severity=Severity.WARNING,
    rules=("accounts.approved", "accounts.renamed"),
    page=__doc__,
)

CHECK.on(ApprovedComparison)(partial(outcome_of, CHECK.code))
