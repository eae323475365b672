"""全年预计与完成可能性不一致

是什么
    全年预计达到目标，“完成目标可能性”却填“不可能”；或者预计达不到目标，却填“确定能”。填“有可能”的不算：按现在的情况预计达得到，没有把握也是实情。

为什么
    两处说法相反，不知道以哪个为准，亮什么灯也定不下来。

举例
    目标 ≥60公里，全年预计 60公里，可能性勾的是“完全不可能”。

怎么改
    核对预计值和可能性，改正其中一个。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.monitoring_form import outcome
from jiheng.checks.outcome import Outcome, Severity
from jiheng.monitoring.watching import CONTRADICTED

CHECK = Check(
    code=CONTRADICTED,
    official="全年预计与完成目标可能性不一致。",
    severity=Severity.WARNING,
    rules=(
        "monitoring.likelihood",
        "monitoring.forecast_bands",
    ),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find forecasts that meet the target, or do not, beside a likelihood that says otherwise."""
    return outcome(CHECK, case)
