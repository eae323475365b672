"""得分高于分值

是什么
    指标或执行率的得分大于它的分值。

为什么
    得分最高不超过分值；多出的分会把总分抬高。常见的是把“完成 100%”的 100 填进了得分。

举例
    执行率分值 10，得分填为 100。

怎么改
    按规则重算得分，最高填到分值，并改正总分。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.form import describe

CHECK = Check(
    code="A11",
    official="填报的得分[{printed}分，]高于分值[{weight}分]。",
    severity=Severity.ERROR,
    rules=("checks.arithmetic.score_within_weight",),
    page=__doc__,
)


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare every printed score with its weight."""
    pairs = [(place, score, weight) for place, score, weight in case.scored if weight is not None]
    if not pairs:
        return not_applicable("没有同时填写分值和得分的行")
    findings = []
    for place, score, weight in pairs:
        if score > weight:
            printed = case.printed(place)
            whose = describe(case.form, place).removesuffix("·得分")
            findings.append(
                CHECK.finding(
                    place,
                    printed,
                    "",
                    f"{whose}的得分 {printed} 高于分值 {weight}。",
                    f"按规则重算这一项得分，最高 {weight} 分，并改正总分。",
                )
            )
    return judged(findings)
