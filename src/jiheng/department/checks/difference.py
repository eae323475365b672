"""预决算差异率过大

是什么
    （决算数 − 年初预算数）÷ 年初预算数，增减超过办法规定的比例。没有给出决算的，以全年执行数代替决算数。

为什么
    决算与年初预算相差很大，说明预算编得不准或年中变动多，整体评价应当解释。

举例
    年初预算数 800 万元，决算数 1100 万元，差异率 37.5%，超过 20%。

怎么改
    列出追加、调减的项目和金额，说明原因；属预算漏编的，下年编准。
"""

from jiheng.checks.outcome import Outcome, Severity
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.context import Scene
from jiheng.department.rollup.rate_limits import beyond

CHECK = DepartmentCheck(
    code="D03",
    official="预决算差异率{printed}，差异较大，应说明原因。",
    severity=Severity.NOTICE,
    rules=("department.rates.difference_above",),
    page=__doc__,
)

_ADVICE = "列出追加、调减的项目和金额，说明原因；属预算漏编的，下年编准。"


@CHECK.on(Scene)
def judge(scene: Scene) -> Outcome:
    """Hold the rate of the whole and of each unit against the limit."""
    return beyond(scene, CHECK, lambda rates: rates.difference, lambda value, limit: abs(value) > limit, _ADVICE)
