"""部门或单位预算执行率偏低

是什么
    全部项目（或一个单位的项目）的全年执行数合计 ÷ 全年预算数合计，低于办法规定的比例。

为什么
    钱花不出去，说明预算编大了、项目推迟了或程序卡住了。整体评价必须说明，下一年预算也要据此调整。

举例
    部门全年预算数 1200 万元，全年执行数 780 万元，预算执行率 65%，低于 80%。

怎么改
    核对金额；无误的，在整体评价中说明执行率低的原因和改进措施。
"""

from jiheng.checks.outcome import Outcome, Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.context import Scene
from jiheng.department.rollup.rate_limits import beyond

CHECK = DepartmentCheck(
    code="D01",
    official="预算执行率{printed}，低于规定水平。",
    severity=Severity.WARNING,
    rules=("department.rates.execution_below",),
    page=__doc__,
)

_ADVICE = "核对金额；无误的，在整体评价中说明执行率低的原因和改进措施。"


@CHECK.on(Scene)
def judge(scene: Scene) -> Outcome:
    """Hold the rate of the whole and of each unit against the limit."""
    return beyond(scene, CHECK, lambda rates: rates.execution, lambda value, limit: value < limit, _ADVICE)
