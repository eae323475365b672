"""没有总分

是什么
    各项得分已填，总分的得分一栏却空着。

为什么
    没有总分就定不了等级，部门汇总时这张表等于没有评。

举例
    九个指标都有得分，总分行只印了分值 100。

怎么改
    把各项得分加总，填入总分。
"""

from decimal import Decimal

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, insufficient, judged, not_applicable
from jiheng.quantity.words import is_blank, plain

CHECK = Check(
    code="A10",
    official="未填报总分[，按各项得分合计应为{expected}分]。",
    severity=Severity.ERROR,
    rules=("checks.arithmetic.scores_add_up",),
    page=__doc__,
    certain=True,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find a form with scores and no total."""
    if not case.scored:
        return not_applicable("没有一项得分")
    if case.form.total_score is None:
        return not_applicable("表样没有总分一格")
    if not is_blank(case.form.total_score):
        return judged([])
    if case.figures_doubted:
        return insufficient("读取时有的分值、得分不能确定，不据以判断缺总分")
    total = plain(sum((score for _, score, _ in case.scored), Decimal(0)))
    missing = f"另有 {len(case.unscored)} 项没有得分，应先补上。" if case.unscored else ""
    return judged(
        [
            CHECK.at(
                case,
                "total_score",
                f"没有填总分；表中各项得分之和为 {total}。{missing}",
                f"核对各项得分后，把合计填入总分{'' if missing else f'（按现有得分为 {total}）'}。",
                expected="" if missing else total,
            )
        ]
    )
