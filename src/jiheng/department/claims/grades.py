"""Whether the grades that the report states are those of the scores, of the forms, and of projects evaluated at all."""

import re
from collections.abc import Sequence
from decimal import Decimal

from jiheng.checks import Severity, State
from jiheng.department.claims.extract import Item, Report
from jiheng.department.claims.forms import ADVICE, GRADES, Stated, fail, missing, said
from jiheng.department.claims.names import GRADES_OF_PROJECT, Measure
from jiheng.department.claims.result import Judgement, Kind
from jiheng.department.claims.verdict import note
from jiheng.department.rollup.result import Group
from jiheng.quantity.words import plain, short

_GRADES = {grade: grade[0] for grade in GRADES_OF_PROJECT}
"""The grade by which projects are counted: the first character of 优的项目."""
_COUNTED = (Measure.SELF_EVALUATED, Measure.PROJECTS)
_NAMED = 3
_NOT_EVALUATED = re.compile(r"不(?:予|参加|作|进行)?评价|未评价")


def _graded(item: Item, grade: str, group: Group, stated: Stated) -> None:
    found = next((entry for entry in group.grades if entry.grade == grade), None)
    count = found.printed if found else 0
    how = f"自评表总分为“{grade}”的 {count} 张"
    if count == item.printed.value:
        note(item, Judgement(GRADES, State.PASS, how))
    elif why := missing(group, stated):
        note(item, Judgement(GRADES, State.INSUFFICIENT_DATA, how, why))
    else:
        fail(item, GRADES, how, str(count), Severity.WARNING)


def check_forms(report: Report, group: Group) -> None:
    """Judge the grades of all projects, and how many have each, by the forms."""
    stated = said(report)
    for items in report.by_sentence.values():
        owner: Measure | None = None
        for item in items:
            if item.subject is not None and item.subject.measure in _GRADES:
                _graded(item, _GRADES[item.subject.measure], group, stated)
            if item.subject is not None and item.figure.kind is Kind.COUNT:
                owner = item.subject.measure
            elif item.figure.kind is Kind.GRADE and item.figure.is_all and owner in _COUNTED:
                _all_are(item, group, stated)


def _all_are(item: Item, group: Group, stated: Stated) -> None:
    grade = item.figure.text[0]
    graded = [project for project in group.projects if project.grade_printed]
    others = [project for project in graded if project.grade_printed and project.grade_printed[0] != grade]
    how = f"收到的 {len(group.projects)} 张自评表中 {len(graded) - len(others)} 张为“{grade}”"
    if others:
        named = "、".join(
            f"“{short(project.name)}”（{plain(project.printed) if project.printed is not None else ''}，"
            f"{project.grade_printed}）"
            for project in others[:_NAMED]
        )
        more = f"等 {len(others)} 个项目" if len(others) > _NAMED else ""
        message = f"报告写{item.figure.dimension}均为“{grade}”，自评表中{named}{more}不是"
        note(item, Judgement(GRADES, State.FAIL, how, "", "", message, ADVICE[GRADES], Severity.ERROR))
        return
    no_score = "有的自评表没有总分" if len(graded) < len(group.projects) else ""
    if why := missing(group, stated) or no_score:
        note(item, Judgement(GRADES, State.INSUFFICIENT_DATA, how, why))
    else:
        note(item, Judgement(GRADES, State.PASS, how))


def check(report: Report, grades: Sequence[tuple[Decimal, str]]) -> None:
    """Judge grades without any form: by the score in the same sentence, and of projects said not to be evaluated."""
    for items in report.by_sentence.values():
        for index, item in enumerate(items):
            if item.figure.kind is Kind.GRADE:
                _by_score(item, items[:index], grades)
                _not_evaluated(item, items[:index])


def _by_score(item: Item, before: Sequence[Item], grades: Sequence[tuple[Decimal, str]]) -> None:
    scores = [score for score in before if score.figure.kind is Kind.SCORE]
    whole = [score for score in scores if score.subject is not None]
    score = whole[-1] if whole else scores[0] if len(scores) == 1 else None
    if (
        score is None
        or "分别" in item.sentence.text
        or item.figure.text[0] not in [name[0] for _, name in grades]
        or score.printed.value > 100
    ):
        return
    reached = next((name for bound, name in grades if score.printed.value >= bound), "")
    how = f"{score.text} 属“{reached}”"
    if reached[:1] == item.figure.text[0]:
        note(item, Judgement(GRADES, State.PASS, how, others=(score.number,)), [score])
    else:
        message = f"得分 {score.text}，等级写作“{item.figure.text}”，按办法应为“{reached}”"
        note(
            item,
            Judgement(GRADES, State.FAIL, how, "", reached, message, "请核对得分和等级。", others=(score.number,)),
            [score],
        )


def _not_evaluated(item: Item, before: Sequence[Item]) -> None:
    owner = next((count for count in reversed(before) if count.subject and count.figure.kind is Kind.COUNT), None)
    if owner is None or owner.subject is None or owner.subject.measure is not Measure.SECRET:
        return
    if _NOT_EVALUATED.search(item.sentence.text[owner.figure.end : item.figure.start]):
        how = "前面说涉密项目不予评价"
        what = item.figure.dimension
        message = f"前面说涉密项目 {owner.text}不予评价，接着又说{what}为“{item.figure.text}”，没有评价就没有{what}"
        advice = "请写明这句说的是哪些项目；涉密项目不评价的，不要把它算在里面。"
        note(item, Judgement(GRADES, State.FAIL, how, "", "", message, advice, Severity.NOTICE, (owner.number,)))
