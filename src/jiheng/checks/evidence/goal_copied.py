"""目标完成情况照抄预期目标

是什么
    年度总体目标的“实际完成情况”与“预期目标”一字不差（警告），或者只加了“已完成”之类的几个字、改了个别字（提示）。

为什么
    目标写要做什么，完成情况写做成了什么。照抄目标，等于没有报告完成情况。

举例
    预期目标“为全区提供网络接入服务，保障网络平稳运行”，实际完成情况“已完成为全区提供网络接入服务，保障网络平稳运行”。

怎么改
    写清完成的工作量、质量、时间和效果，数字与下面的绩效指标一致；没有完成的部分也要写明。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.wording import likeness, short

CHECK = Check(
    code="E06",
    title="目标完成情况照抄预期目标",
    severity=Severity.WARNING,
    rules=("checks.evidence.copy_likeness", "checks.evidence.copy_added", "checks.evidence.copy_from"),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the result with the expected goal."""
    expected, actual = folded(case.form.goal_expected or ""), folded(case.form.goal_actual or "")
    if not expected or not actual:
        return not_applicable("预期目标或实际完成情况没有填")
    if len(expected) < int(case.book.number("checks.evidence.copy_from")):
        return not_applicable("预期目标太短，不作比较")
    if expected == actual:
        return judged([_finding(case, "与预期目标一字不差", Severity.WARNING)])
    least = float(case.book.number("checks.evidence.copy_likeness"))
    added = int(case.book.number("checks.evidence.copy_added"))
    contained = expected in actual and len(actual) - len(expected) <= added
    if contained or likeness(expected, actual, least):
        return judged([_finding(case, "与预期目标几乎相同", Severity.NOTICE)])
    return judged([])


def _finding(case: Case, how: str, severity: Severity) -> Finding:
    return CHECK.finding(
        "goal_actual",
        case.form.goal_actual,
        "",
        f"实际完成情况“{short(case.form.goal_actual or '')}”{how}，没有报告做成了什么。",
        "写清完成的工作量、质量、时间和效果，数字与绩效指标一致；没有完成的部分也要写明。",
        severity=severity,
    )
