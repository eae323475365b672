"""按全年预计完不成目标

是什么
    全年预计没有达到年度指标值，为黄灯或红灯，原因已经写了。没有写原因的归“没有写偏差原因”。

为什么
    年中就知道完不成的，要么赶，要么按程序调整目标；拖到年底自评时才说，就晚了。

举例
    目标 ≥500台，全年预计 430台，是目标的 86%，黄灯，原因写“报补手续慢”。

怎么改
    能赶上的，写明怎样赶；确需调整的，按程序申请调整目标。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.monitoring_form import NO_FORM, watched
from jiheng.checks.outcome import Finding, Outcome, Severity, judged
from jiheng.form import Place
from jiheng.monitoring import WatchedRow, needs_reason
from jiheng.quantity.words import says_nothing, short

CHECK = Check(
    code="M06",
    official="按全年预计不能完成目标。",
    severity=Severity.NOTICE,
    rules=("monitoring.forecast_bands",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find forecasts that fall short of the target and are explained."""
    found = watched(case)
    if found is None:
        return NO_FORM
    return judged(
        [_finding(row) for row in found.rows if _falls_short(row) and needs_reason(row.judged.light, case.book)]
    )


def _falls_short(row: WatchedRow) -> bool:
    return row.judged.basis in ("forecast", "date") and not says_nothing(row.indicator.reason)


def _finding(row: WatchedRow) -> Finding:
    name = short(row.indicator.l3 or f"第{row.index + 1}行")
    return CHECK.finding(
        str(Place.indicator(row.index)),
        row.indicator.forecast,
        "",
        f"“{name}”按全年预计完不成目标：{row.judged.trace.formula}，亮{row.judged.light.label}灯。",
        "能赶上的，写明怎样赶；确需调整的，按程序申请调整目标。",
    )
