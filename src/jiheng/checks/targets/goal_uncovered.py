"""目标里说到的，没有指标

是什么
    预期目标说到的某一件事（安全、稳定运行、及时响应、准确、效率、培训、巡检等，词表见办法），没有一项指标的名称、
    指标值或完成值说到。两件以上的为警告，一件的为提示。逐句的对照在“目标—指标—完成”表里，由人看。

为什么
    指标要能回答目标做到了没有。目标说“安全、高效运行”，指标只数月报和服务期，年底仍不知道安不安全。

举例
    预期目标“保障平台安全、稳定运行，提高办事效率”，指标只有月报 12 份、按合同完成服务、满意度。

怎么改
    给目标里的每一件事补设可以计量的指标（安全事件次数、可用率、响应时间、准确率、平均用时等）；不是本项目要做的，从目标中删去。
"""

import re
from functools import lru_cache

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.form import INDICATORS
from jiheng.places import Book
from jiheng.quantity.words import says_nothing

CHECK = Check(
    code="T37",
    title="目标里说到的，没有指标",
    official="绩效指标未能覆盖年度总体目标[中{expected}的要求]。",
    severity=Severity.WARNING,
    rules=("checks.targets.goal_topics", "checks.targets.goal_topics_warned"),
    page=__doc__,
)

_Topic = tuple[str, re.Pattern[str], re.Pattern[str]]


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look among the indicators for every topic of the goal."""
    goal = case.form.goal_expected or ""
    if says_nothing(goal):
        return not_applicable("没有填预期目标")
    if not case.rows:
        return not_applicable("表中没有绩效指标")
    said = _topics_of(goal, case.book)
    if not said:
        return judged([])
    told = "\n".join(
        [cell for row in case.rows for cell in (row.indicator.l3, row.indicator.target, row.indicator.actual) if cell]
    )
    missing = [name for name, _, answer in said if not answer.search(told)]
    if not missing:
        return judged([])
    named = "、".join(f"“{name}”" for name in missing)
    grave = len(missing) >= case.book.number("checks.targets.goal_topics_warned")
    return judged(
        [
            CHECK.finding(
                str(INDICATORS),
                "",
                "、".join(missing),
                f"预期目标说到{named}，没有一项指标说到，做到没有无法考核。",
                "给目标里的每一件事补设可以计量的指标；不是本项目要做的，从目标中删去。",
                severity=Severity.WARNING if grave else Severity.NOTICE,
                places=["goal_expected"],
            )
        ]
    )


@lru_cache(maxsize=4096)
def _topics_of(goal: str, book: Book) -> tuple[_Topic, ...]:
    """The topics that a goal speaks of, each with the words that answer it."""
    return tuple(topic for topic in _topics(book) if topic[1].search(goal))


@lru_cache(maxsize=256)
def _topics(book: Book) -> tuple[_Topic, ...]:
    rows = book.rows("checks.targets.goal_topics")
    return tuple((str(row["topic"]), _any_of(str(row["goal"])), _any_of(str(row["indicator"]))) for row in rows)


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words.split())) or "(?!)")
