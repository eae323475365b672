"""总体目标或完成情况没有填

是什么
    年度总体目标的“预期目标”或“实际完成情况”空着；或者完成情况只写“完成”两个字。预期目标本身没有写数量、标准、时限的，一并说明。

为什么
    总体目标是评价的出发点，完成情况是对它的回答。空着或只写“完成”，看不出项目做了什么。

举例
    预期目标写了三条，实际完成情况只写“完成”。

怎么改
    预期目标照批复的绩效目标填写；完成情况逐条写做了什么、做到什么程度、有什么效果。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.targets.empty_goal import goal_unmeasured
from jiheng.checks.word_lists import word_pattern
from jiheng.form import HEAD_FIELDS
from jiheng.quantity.words import says_nothing

CHECK = Check(
    code="E07",
    official="{field}未填报具体内容。",
    severity=Severity.ERROR,
    rules=("checks.evidence.goals_stated", "checks.evidence.empty_results"),
    page=__doc__,
)

_TRIM = "。！；， "


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find goal and result left empty, and a result of one word."""
    form = case.form
    goals = {"goal_expected": form.goal_expected, "goal_actual": form.goal_actual}
    if all(text is None for text in goals.values()):
        return not_applicable("表中没有年度总体目标")
    found = [
        _finding(case, place, text, f"没有填{HEAD_FIELDS[place]}。", Severity.ERROR)
        for place, text in goals.items()
        if text is not None and says_nothing(text)
    ]
    result = form.goal_actual or ""
    if says_only_done(case):
        message = f"实际完成情况只写“{result}”，看不出做了什么、做到什么程度。"
        found.append(_finding(case, "goal_actual", result, message, Severity.WARNING))
    return judged(found)


def says_only_done(case: Case) -> bool:
    """Whether the result is one word (完成) that says nothing of what was done."""
    result = (case.form.goal_actual or "").strip(_TRIM)
    return word_pattern(case.book, "checks.evidence.empty_results").fullmatch(result) is not None


def _finding(case: Case, place: str, printed: str | None, message: str, severity: Severity) -> Finding:
    vague = place == "goal_actual" and goal_unmeasured(case)
    message += "预期目标本身也没有写数量、标准或时限。" if vague else ""
    places = ["goal_expected"] if vague else []
    advice = "预期目标照批复的绩效目标填写；完成情况逐条写做了什么、做到什么程度、有什么效果。"
    return CHECK.finding(place, printed, "", message, advice, severity=severity, places=places)
