"""指标值写成了完成时

是什么
    文字的指标值里有“了”或“已”，说的是做成的结果，像是年底按结果补写的；预期目标写成“完成了”“提升了”的，一并指出。

为什么
    目标是年初定的，应当说要做到什么；写成“带动了”，等于先射箭后画靶。

举例
    指标值“带动了12家企业入驻”；预期目标“完成了全区泵站的维护”。

怎么改
    对照批复的目标改回原样；批复就是如此的，下一年度申报时改正。
"""

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import each, once
from jiheng.checks.word_lists import word_pattern
from jiheng.expression import expression
from jiheng.places import Book
from jiheng.quantity.words import short

CHECK = Check(
    code="T27",
    official="年度指标值[“{printed}”]以完成时表述，疑为事后补写。",
    severity=Severity.NOTICE,
    rules=("checks.targets.stated",),
    page=__doc__,
)

_PAST = expression(r"(?<![为除])了(?!解)|已(?![知有经]?[有由建])")
_PAST_GOAL = expression(r"了(?!解)")
_SENTENCE = 6
_SHOWN = 30


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Find targets that report a result."""
    goal = case.form.goal_expected or ""
    if not goal and not any(map(_is_worded, case.rows)):
        return not_applicable("没有用一句话表述的指标值，也没有填预期目标")
    found = [_goal(goal)] if _is_past_goal(goal, case.book) else []
    return judged([*found, *(_finding(row) for row, _ in case.said(_is_past))])


def _is_worded(row: Row) -> bool:
    return len(row.indicator.target or "") >= _SENTENCE and not row.score.target.scale


def _is_past_goal(goal: str, book: Book) -> bool:
    if "了" not in goal:
        return False
    verbs = word_pattern(book, "checks.targets.past_verbs")
    return any(_PAST_GOAL.match(goal, match.end()) for match in verbs.finditer(goal))


def _goal(goal: str) -> Finding:
    return CHECK.finding(
        "goal_expected",
        goal,
        "",
        f"预期目标“{short(goal, _SHOWN)}”写成了做完的结果，像是按结果补写的。",
        "对照批复的目标改回原样；批复就是如此的，下一年度申报时改正。",
    )


@each
def _is_past(row: Row) -> bool:
    target = row.indicator.target or ""
    if not _is_worded(row) or not _PAST.search(target):
        return False
    return not word_pattern(row.book, "checks.targets.done_words").fullmatch(target)


@once
def _finding(row: Row) -> Finding:
    target = row.indicator.target or ""
    return CHECK.at(
        row,
        "target",
        f"{row.label}的指标值“{short(target)}”写成了做完的结果，像是按结果补写的。",
        "对照批复的目标改回原样；批复就是如此的，下一年度申报时改正。",
    )
