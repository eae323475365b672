"""总分不等于各项得分之和

是什么
    执行率得分与各指标得分之和，不等于填报的总分。
    相差不超过办法的容差，或总分取整为整数的，只作提示。

为什么
    总分决定等级，也是部门汇总和公开的数字。

举例
    各项得分之和 95.1，总分填为 94.9。

怎么改
    先核对各项得分，再把总分改为各项得分之和。
"""

from decimal import Decimal

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, insufficient, judged, not_applicable
from jiheng.checks.rounding import score_gap
from jiheng.quantity.words import plain
from jiheng.scoring.compiled import rules_of

CHECK = Check(
    code="A08",
    official="填报的总分为{printed}分，各项得分之和经复核为{expected}分。",
    severity=Severity.ERROR,
    rules=("checks.arithmetic.scores_add_up",),
    page=__doc__,
    certain=True,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Add up the printed scores and compare with the printed total."""
    printed = case.figure("total_score")
    if printed is None:
        return not_applicable("没有总分，或总分读不成数字")
    scored = case.scored
    if not scored:
        return insufficient("没有一项得分")
    if case.points_elsewhere:
        return insufficient(f"“{case.points_elsewhere}”另有分值和得分，没有对应的指标，不据以核对总分")
    if case.figures_doubted:
        return insufficient("读取时有的分值、得分不能确定，不据以核对总分")
    if case.execution_without_total:
        return insufficient("资金没有总额一行，执行率得分写在别的行，不据以核对总分")
    if not case.book.flag("weights.scaled") and _counts_unprinted_execution(case, printed):
        return insufficient("表上没有执行率得分一栏，分值合计却含有它，总分无从逐项核对")
    total = _added(case)
    if case.totals_indicators_only:
        return judged([] if total == printed else [_without_execution(case, total)])
    places = int(case.book.number("rounding.places"))
    severity = score_gap(printed, total, places, case.book.number("agreement.score_tolerance"))
    if severity is None:
        return judged([])
    if total < printed and not case.all_scored:
        return insufficient("有的得分没有填或读不成数字，另有检查指出")
    capped = _added(case, capped=True)
    if capped != total and capped == printed:
        return insufficient("有得分高于分值，另有检查指出；按分值封顶后合计与总分一致")
    return judged([_finding(case, printed, total, capped, severity)])


def _added(case: Case, capped: bool = False) -> Decimal:
    """The printed scores added up, scaled to the whole where only what applies counts."""
    total = sum(
        (min(score, weight) if capped and weight is not None else score for _, score, weight in case.scored), Decimal(0)
    )
    if not case.book.flag("weights.scaled"):
        return total
    weights = sum((weight for _, _, weight in case.scored if weight is not None), Decimal(0))
    if not weights:
        return total
    return rules_of(case.book).rounded(total * case.book.number("weights.total") / weights)


def _counts_unprinted_execution(case: Case, printed: Decimal) -> bool:
    """Whether the total counts a score of the execution rate that the form has no cell for.

    Its weight is over in the total of the weights; where the form prints none, the total is over by no more than the
    weights leave for it.
    """
    fund, whole = case.total_fund, case.figure("total_weight")
    if not case.funds or (fund is not None and fund.fund.score is not None) or case.execution_in_tree:
        return False
    weights = [weight for _, _, weight in case.scored]
    if whole is not None:
        return None not in weights and whole > sum((weight for weight in weights if weight is not None), Decimal(0))
    gap = printed - sum((score for _, score, _ in case.scored), Decimal(0))
    if not any(weights):
        return 0 < gap <= case.book.number("execution.weight")
    known = [weight for weight in weights if weight is not None]
    return len(known) == len(weights) and 0 < gap <= case.book.number("weights.total") - sum(known, Decimal(0))


def _without_execution(case: Case, total: Decimal) -> Finding:
    weight = case.form.total_weight
    told = f"总分行的分值是 {weight}，只合计了各项指标；连执行率得分一共 {plain(total)}。"
    advice = f"总分要包括执行率得分的，改为 {plain(total)}，分值一并改。"
    return CHECK.at(case, "total_score", told, advice, expected=plain(total), severity=Severity.NOTICE)


def _finding(case: Case, printed: Decimal, total: Decimal, capped: Decimal, severity: Severity) -> Finding:
    execution = case.execution_score
    gap = total - printed
    told = f"各项得分之和为 {plain(total)}，总分填为 {case.form.total_score}，相差 {plain(abs(gap))}。"
    if capped != total:
        told += f"其中有得分高于分值；按分值封顶，合计为 {plain(capped)}。"
    elif execution and gap == execution:
        told += f"总分像是漏加了执行率得分 {plain(execution)}。"
    return CHECK.at(
        case,
        "total_score",
        told,
        f"先核对各项得分；各项无误的，把总分改为 {plain(capped)}。",
        expected=plain(capped),
        severity=severity,
    )
