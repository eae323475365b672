"""单位预算调整较大而有项目没有说明

是什么
    部门或单位的全年预算数合计比年初预算数合计增减超过办法规定的比例，而调整较大的项目中有的没有说明原因（见 R07）。

为什么
    一两个项目的追加可以是偶然，整个单位大幅调整，要能说清楚是哪些项目、为什么。

举例
    单位年初预算数 800 万元，全年预算数 1150 万元，调整 43.75%；其中“泵站设备维护”追加 300 万元，表中没有一句说明。

怎么改
    逐个项目补上调整的原因，并在整体评价中汇总说明。
"""

from jiheng.checks.outcome import Outcome, Severity, State, insufficient, judged
from jiheng.checks.reasons.budget_adjusted import examine
from jiheng.department.catalogue import DepartmentCheck
from jiheng.department.context import Scene
from jiheng.quantity.words import percent

CHECK = DepartmentCheck(
    code="D04",
    official="预算调整率{printed}，部分项目未说明调整原因。",
    severity=Severity.WARNING,
    rules=("budget.adjusted_from",),
    page=__doc__,
)


@CHECK.on(Scene)
def judge(scene: Scene) -> Outcome:
    """Hold the adjustment of the whole and of each unit against the share, where a project leaves it unexplained."""
    whole = scene.group.rates.adjusted
    if whole.value is None:
        return insufficient(whole.trace.why)
    share = scene.book.number("budget.adjusted_from")
    silent = {case.index for case in scene.cases if examine(case).state is State.FAIL}
    found = []
    for level in scene.levels():
        value, own = level.rates.adjusted.value, silent & set(level.forms)
        if value is not None and abs(value) > share and own:
            found.append(
                CHECK.finding(
                    level.name,
                    percent(value),
                    "",
                    f"{level.name}预算调整 {percent(value)}，超过 {percent(share)}；"
                    f"{scene.named(own)}调整较大而没有说明原因。",
                    "逐个项目补上预算调整的原因，并在整体评价中汇总说明。",
                    forms=tuple(sorted(own)),
                )
            )
    return judged(found)
