"""结转结余率偏高

是什么
    年末没有执行的预算（全年预算数 − 全年执行数）占全年预算数的比例，高于办法规定的比例。
    给出决算的，以决算的结转结余数计算。

为什么
    结转结余是整体评价要单独交代的指标，比例高的应说明为什么没有用完、下年怎样安排。

举例
    全年预算数 1200 万元，全年执行数 780 万元，结转结余率 35%，高于 20%。

怎么改
    分清结转（下年继续用）与结余（交回），说明原因和安排；已交回财政的，注明金额。
"""

from jiheng.checks.outcome import Outcome, Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.context import Scene
from jiheng.department.rollup.rate_limits import beyond

CHECK = DepartmentCheck(
    code="D02",
    official="结转结余率{printed}，高于规定水平。",
    severity=Severity.NOTICE,
    rules=("department.rates.carried_above",),
    page=__doc__,
)

_ADVICE = "分清结转与结余，说明原因和下年安排；已交回财政的，注明金额。"


@CHECK.on(Scene)
def judge(scene: Scene) -> Outcome:
    """Hold the rate of the whole and of each unit against the limit."""
    return beyond(scene, CHECK, lambda rates: rates.carried, lambda value, limit: value > limit, _ADVICE)
