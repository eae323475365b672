"""分值合计不是 100

是什么
    各指标分值与执行率分值之和不等于 100；表中不设执行率分值的，各指标分值之和不等于 100。
    合计对得上而总分行的分值印成了别的数，也在这里指出。

为什么
    分值不是 100，总分和等级就没有意义，也无法与别的项目比较。

举例
    产出 80、效益 10、满意度 10，再加执行率 10，合计 110。

怎么改
    对照办法规定的一级指标分值，调整多出或缺少分值的那一块。
"""

from decimal import Decimal

from jiheng.checks.blocks import differences, shares_text
from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.quantity.words import plain

CHECK = Check(
    code="A06",
    official="分值合计应为{expected}分，各项分值之和或总分行所填分值与此不符。",
    severity=Severity.ERROR,
    rules=("weights.total",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Add up the weights with and without that of the execution rate."""
    if not case.rows:
        return not_applicable("表中没有绩效指标")
    if case.book.flag("weights.scaled"):
        return not_applicable("不适用的指标不计，分值按适用的折算")
    if case.points_elsewhere:
        return insufficient(f"“{case.points_elsewhere}”另有分值和得分，没有对应的指标，不据以核对合计")
    if case.figures_doubted:
        return insufficient("读取时有的分值不能确定，不据以核对合计")
    if case.execution_without_total:
        return insufficient("资金没有总额一行，执行率分值写在别的行，不据以核对合计")
    indicators, execution = case.weights, case.execution_weight
    if not indicators and all(row.score.weight is None for row in case.rows):
        return insufficient("没有一行指标填了分值")
    whole = case.book.number("weights.total")
    if whole in case.whole_weights:
        return judged(_printed_total(case, whole))
    if indicators + (execution or 0) < whole and any(row.score.weight is None for row in case.rows):
        return insufficient("有的指标没有分值，合计不到满分，另有检查指出")
    return judged([_finding(case, indicators, execution, whole)])


def _printed_total(case: Case, whole: Decimal) -> list[Finding]:
    printed = case.figure("total_weight")
    if printed is None or printed == whole or case.totals_indicators_only:
        return []
    return [
        CHECK.at(
            case,
            "total_weight",
            f"各项分值合计为 {plain(whole)}，总分行的分值填为 {case.form.total_weight}。",
            f"把总分行的分值改为 {plain(whole)}。",
            expected=plain(whole),
        )
    ]


def _finding(case: Case, indicators: Decimal, execution: Decimal | None, whole: Decimal) -> Finding:
    total = indicators + (execution or 0)
    gap = total - whole
    near = abs(gap) <= case.book.number("agreement.score_tolerance")
    told = f"分值合计为 {plain(total)}（{shares_text(case)}），{'多' if gap > 0 else '少'} {plain(abs(gap))}。"
    if execution and indicators == whole:
        told += f"各指标分值已满 {plain(whole)}，没有给执行率的 {plain(execution)} 分留出位置。"
    return CHECK.at(
        case,
        "total_weight",
        told + differences(case),
        f"调整有出入的那一块指标分值，使合计为 {plain(whole)}，再按新分值重算得分。",
        expected=plain(whole),
        severity=Severity.NOTICE if near else Severity.ERROR,
    )
