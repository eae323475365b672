"""目标和完成情况没有可以核对的内容

是什么
    实际完成情况里没有一个数、时限，也没有可以核实的事（文件、奖项、通过的验收）；预期目标里也没有数量、标准和时限的，一并指出。
    完成情况空着、照抄目标的，由另两条检查指出，一并说到预期目标；完成情况写了数，预期目标很长、或以“保障”“提升”开头而没有一个数的，作提示。
    年份、条目序号、门牌、文号、产品名称里的数不算。完成情况没有目标以外的数和事实、只说“运行良好”的，等于没有新的结果（警告）；
    目标说要提高、优化什么，完成情况只报了做多少件，没有一句说到效果，也没有可以核实的事，效益指标又没有数据的，作提示。

为什么
    目标没有数量和标准，完成情况没有数据，做没做成、做到什么程度都无法核对，下面的指标也失去依据。

举例
    预期目标“保障泵站设备安全、可靠、高效运行，及时处理故障”，实际完成情况“保障了泵站设备的运行，圆满完成了运维任务”。

怎么改
    目标写明做多少、到什么标准、什么时候完成；完成情况写实际的数量、时间和效果，与下面的绩效指标一致。
"""

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.evidence.goal_copied import copied_goal, new_figures
from jiheng.checks.evidence.goal_missing import says_only_done
from jiheng.checks.evidence.level_only import benefit_told
from jiheng.checks.facts import has_new_fact, is_measured
from jiheng.checks.names import folded
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.targets.empty_goal import goal_unmeasured
from jiheng.checks.word_lists import mentions, word_pattern
from jiheng.expression import expression
from jiheng.quantity.words import says_nothing, short

CHECK = Check(
    code="E14",
    official="{field}未写明数量、标准或时限，无法核验完成程度。",
    severity=Severity.WARNING,
    rules=("checks.evidence.measure_words", "checks.evidence.aim_words"),
    page=__doc__,
)

_SHOWN = 30
_PHRASE = expression(r"[^，。；、,;\s]{2,16}")
_ADVICE = "目标写明做多少、到什么标准、什么时候完成；完成情况写实际的数量、时间和效果，与绩效指标一致。"


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look for anything to measure by in the expected goal and in the result."""
    goal, result = case.form.goal_expected, case.form.goal_actual
    if goal is None or says_nothing(goal):
        return not_applicable("没有填预期目标")
    if says_nothing(result) or says_only_done(case) or copied_goal(case).findings:
        return not_applicable("实际完成情况没有填，或另有检查指出它照抄了目标")
    told = result or ""
    new_fact = has_new_fact(told, goal, case.book)
    if not new_fact and not is_measured(told, case.book):
        return judged([_both(told) if goal_unmeasured(case) else _result(goal, told, case)])
    found = [_goal(goal)] if _says_much(case, folded(goal)) and goal_unmeasured(case) else []
    if not new_fact and (unanswered := _unanswered(case, goal, told)):
        found.append(unanswered)
    return judged(found)


def _unanswered(case: Case, goal: str, result: str) -> Finding | None:
    """What is said of a result that has no figure beyond the goal's, or that leaves out the effect that was aimed at.

    The effect may be told of in an indicator instead.
    """
    short_result, book = short(result, _SHOWN), case.book
    if not new_figures(goal, result) and mentions(book, "checks.evidence.state_words", result):
        message = f"实际完成情况“{short_result}”没有预期目标以外的数和事实，只说情况良好，没有新的结果。"
        return CHECK.finding("goal_actual", result, "", message, _ADVICE)
    aim = word_pattern(book, "checks.evidence.aim_words").search(goal)
    if aim is None or mentions(book, "checks.evidence.effect_words", result) or benefit_told(case):
        return None
    aimed = _PHRASE.match(goal, aim.start())
    message = f"预期目标说要“{aimed[0] if aimed else aim[0]}”，实际完成情况“{short_result}”没有说到。"
    advice = "补写效果：与上年或实施前相比的数、检查考核的结论；没有达到的也要写明。"
    return CHECK.finding("goal_actual", result, "", message, advice, severity=Severity.NOTICE)


def _says_much(case: Case, goal: str) -> bool:
    """Whether a goal is long, or begins as slogans do."""
    if len(goal) >= case.book.number("checks.evidence.goal_long"):
        return True
    return goal.startswith(case.book.words("checks.targets.goal_slogan"))


def _goal(goal: str) -> Finding:
    message = f"预期目标“{short(goal, _SHOWN)}”没有写数量、标准或时限，年底无法对照。"
    return CHECK.finding("goal_expected", goal, "", message, _ADVICE, severity=Severity.NOTICE)


def _result(goal: str, result: str, case: Case) -> Finding:
    has = "预期目标里有数，" if is_measured(goal, case.book) else ""
    message = f"{has}实际完成情况“{short(result, _SHOWN)}”没有一个数或可以核实的事，没有逐项回应目标。"
    return CHECK.finding("goal_actual", result, "", message, _ADVICE)


def _both(result: str) -> Finding:
    message = (
        f"预期目标没有写数量、标准或时限，实际完成情况“{short(result, _SHOWN)}”也没有一个数或可以核实的事，"
        "做成了什么无法核对。"
    )
    return CHECK.finding("goal_actual", result, "", message, _ADVICE, places=["goal_expected"])
