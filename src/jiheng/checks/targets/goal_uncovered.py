"""目标里说到的，没有指标

是什么
    预期目标说到的某一件事（安全、稳定运行、及时响应、准确、效率、培训、巡检等，词表见办法），没有一项指标的名称、
    指标值或完成值说到。有几件的为警告，只有个别的为提示。没有这样的事，而目标的多半句子没有指标对上的，也作提示（界限都见办法）；
    逐句的对照在“目标—指标—完成”表里，由人看。

为什么
    指标要能回答目标做到了没有。目标说“安全、高效运行”，指标只数月报和服务期，年底仍不知道安不安全。

举例
    预期目标“保障平台安全、稳定运行，提高办事效率”，指标只有月报 12 份、按合同完成服务、满意度。

怎么改
    给目标里的每一件事补设可以计量的指标（安全事件次数、可用率、响应时间、准确率、平均用时等）；不是本项目要做的，从目标中删去。
"""

from functools import lru_cache
from math import ceil

from jiheng.checks.case import Case, Row
from jiheng.checks.catalogue import Check
from jiheng.checks.goal_clauses import asked, character_pairs, goal_clauses, topics
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.form import INDICATORS
from jiheng.places import Book
from jiheng.quantity.words import says_nothing, short

CHECK = Check(
    code="T37",
    official="绩效指标未能覆盖年度总体目标[中{expected}的要求]。",
    severity=Severity.WARNING,
    rules=(
        "checks.targets.goal_topics",
        "checks.targets.goal_topics_warned",
        "checks.targets.goal_left",
        "checks.targets.goal_left_least",
    ),
    page=__doc__,
)

_FEW, _SHOWN = 2, 20
_Topic = tuple[str, tuple[str, ...], tuple[str, ...]]
"""What it is called, the words by which a goal speaks of it, and those by which an indicator answers."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look among the indicators for every topic of the goal."""
    goal = case.form.goal_expected or ""
    if says_nothing(goal):
        return not_applicable("没有填预期目标")
    if not case.rows:
        return not_applicable("表中没有绩效指标")
    missing = _missing(case, goal)
    if not missing:
        left = _left(goal, case.rows, case.book)
        return judged([_clauses_left(left)] if left else [])
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


@once
def _asked(row: Row) -> tuple[str, frozenset[str]]:
    """What an indicator asks for, and its pairs of characters."""
    text = asked(row.indicator)
    return text, character_pairs(text, row.book)


def _missing(case: Case, goal: str) -> list[str]:
    """The topics of the goal of which no indicator speaks."""
    said = _topics_of(goal, case.book)
    if not said:
        return []
    told = "\n".join(
        [cell for row in case.rows for cell in (row.indicator.l3, row.indicator.target, row.indicator.actual) if cell]
    )
    return [name for name, _, answers in said if not any(map(told.__contains__, answers))]


@lru_cache(maxsize=256)
def _left(goal: str, rows: tuple[Row, ...], book: Book) -> tuple[str, ...]:
    """The clauses of the goal that no indicator answers, none where they are too few to speak of."""
    whole = goal_clauses(goal, book)
    least = max(book.number("checks.targets.goal_left_least"), book.number("checks.targets.goal_left") * len(whole))
    answers = _Answers(rows, book)
    left: list[str] = []
    for place in reversed(range(len(whole))):  # what closes a goal (群众满意) is answered oftenest
        if len(left) + place + 1 < least:
            return ()
        if not answers.have(whole[place]):
            left.append(whole[place])
    return tuple(reversed(left)) if len(left) >= least else ()


class _Answers:
    """What the indicators tell of the clauses of a goal."""

    def __init__(self, rows: tuple[Row, ...], book: Book) -> None:
        self._book = book
        self._told = [_asked(row) for row in rows]
        self._common = ceil(book.number("checks.targets.goal_common"))

    def have(self, clause: str) -> bool:
        """Whether a clause has words in common with what is told, or a topic: less than the table beside the goal
        asks for, so as to be sure."""
        pairs = character_pairs(clause, self._book)
        for _, own in self._told:
            if len(pairs & own) >= self._common:
                return True
        meant = topics(clause, self._book)
        return bool(meant) and not meant.isdisjoint(topics("\n".join([text for text, _ in self._told]), self._book))


def _clauses_left(left: tuple[str, ...]) -> Finding:
    quoted = "".join(f"“{short(clause, _SHOWN)}”" for clause in left[:_FEW])
    more = f"等 {len(left)} 句" if len(left) > _FEW else ""
    return CHECK.finding(
        str(INDICATORS),
        "",
        "",
        f"预期目标的{quoted}{more}没有一项指标对上，做到没有无法考核。",
        "给目标里的每一件事补设可以计量的指标；不是本项目要做的，从目标中删去。",
        severity=Severity.NOTICE,
        places=["goal_expected"],
    )


@lru_cache(maxsize=256)
def _topics_of(goal: str, book: Book) -> tuple[_Topic, ...]:
    """The topics that a goal speaks of, each with the words that answer it."""
    return tuple([topic for topic in _topics(book) if any(map(goal.__contains__, topic[1]))])


@lru_cache(maxsize=256)
def _topics(book: Book) -> tuple[_Topic, ...]:
    rows = book.rows("checks.targets.goal_topics")
    return tuple(
        (str(row["topic"]), tuple(str(row["goal"]).split()), tuple(str(row["indicator"]).split())) for row in rows
    )
