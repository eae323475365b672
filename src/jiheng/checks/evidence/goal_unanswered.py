"""完成情况没有回应目标里的数和要求

是什么
    实际完成情况里的数少于预期目标里同一件事的数；预期目标写了比率而完成情况一个比率也没有；
    预期目标要求通过评估、验收，完成情况没有说通过没有；完成情况只写到初验、试运行、初稿，指标却全部满分。
    每张表合并为一条。只比较同一件事、同一单位的数，拿不准的不比较；指标里已填了这个数、或者写明了没有做到的不算。

为什么
    目标里写了的，年底要逐项交代。少做的要说明，没有写的等于没有报告。

举例
    预期目标“开展调研不少于8场，通过等级测评”，实际完成情况“完成调研7场，系统运行平稳”。

怎么改
    逐项写明做到多少；没有达到的写明原因和补做的安排，并在相应指标的得分里扣分。
"""

from decimal import Decimal
from functools import lru_cache

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.evidence.goal_copied import copied_goal
from jiheng.checks.evidence.goal_missing import says_only_done
from jiheng.checks.facts import parsed, passed, says_of
from jiheng.checks.indicator_state import full
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.word_lists import mentions, word_pattern
from jiheng.expression import expression
from jiheng.places import Book
from jiheng.quantity import Comparator, Kind, Quantity, Value
from jiheng.quantity.words import says_nothing

CHECK = Check(
    code="E17",
    official="实际完成情况未逐项回应年度总体目标的要求[（{expected}）]。",
    severity=Severity.WARNING,
    rules=("checks.evidence.answered_goal", "checks.evidence.half_done", "checks.evidence.part_words"),
    page=__doc__,
)

_AT_MOST = (Comparator.LE, Comparator.LT)
_AROUND, _NAMED, _SHOWN = 8, 2, 20
_CLAUSE = expression(r"[，。；：、,;:.．）)\s\d]")
_NOTHING = parsed("")
_STOP = expression(r"[，。；;！\n]")
_PENDING = expression(r"[未待拟将]|计划")
_NAME = expression(r"[一-鿿]{2,}$")


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Look in the result for the figures and demands of the goal."""
    goal, result = case.form.goal_expected, case.form.goal_actual
    if goal is None or result is None or says_nothing(goal) or says_nothing(result):
        return not_applicable("预期目标或实际完成情况没有填")
    if says_only_done(case) or copied_goal(case).findings:
        return not_applicable("实际完成情况照抄目标或只写完成，由另外的检查指出")
    told = [*_left_open(case, goal, result), *_half_done(case, result)]
    if not told:
        return judged([])
    return judged(
        [
            CHECK.finding(
                "goal_actual",
                result,
                "、".join(asked for asked, _ in told),
                f"{'；'.join(clause for _, clause in told)}。",
                "逐项写明做到多少；没有达到的写明原因和补做的安排，并在相应指标里扣分。",
            )
        ]
    )


def _left_open(case: Case, goal: str, result: str) -> list[tuple[str, str]]:
    """What the result leaves open of the goal; figures that an indicator has as well are dealt with there."""
    found = _unanswered(goal, result, case.book)
    if not found:
        return []
    known = {quantity.figure for row in case.rows for quantity in row.score.actual.quantities}
    return [(asked, clause) for asked, clause, figure in found if figure is None or figure not in known]


def _half_done(case: Case, result: str) -> list[tuple[str, str]]:
    """What the result says was done by half, where every indicator has full marks."""
    found = word_pattern(case.book, "checks.evidence.half_done").search(result)
    rows = [row for row in case.rows if row.score.weight]
    if found is None or not rows or not all(full(row) for row in rows) or _is_done_after_all(case, result):
        return []
    clause = f"实际完成情况写到“{found[0]}”，还没有全部完成，{len(rows)} 项指标却都是满分"
    return [(f"只到{found[0]}", clause)]


def _is_done_after_all(case: Case, result: str) -> bool:
    """Whether the result tells of the end as well (初验和终验, 试运行后正式上线), and not as of something to come."""
    ends = word_pattern(case.book, "checks.evidence.whole_done").finditer(result)
    return any(not _PENDING.search(_STOP.split(result[: end.start()])[-1]) for end in ends)


@lru_cache(maxsize=256)
def _unanswered(goal: str, result: str, book: Book) -> tuple[tuple[str, str, Decimal | None], ...]:
    """What the result leaves open of the goal: what was asked for, a clause of what is told of it, and the lesser
    figure that is told."""
    asked = parsed(goal)
    wanted = [quantity for quantity in asked.quantities if quantity.kind in (Kind.COUNT, Kind.SHARE)]
    done = parsed(result) if wanted else _NOTHING
    counts = () if mentions(book, "checks.reasons.shortfall_words", result) else wanted
    found = [(_piece(asked, quantity), *fewer) for quantity in counts if (fewer := _fewer(asked, quantity, done, book))]
    share = next((quantity for quantity in wanted if quantity.kind is Kind.SHARE), None)
    shares = any(quantity.kind is Kind.SHARE for quantity in done.quantities)
    told = shares or mentions(book, "checks.evidence.whole_words", result)
    if share is not None and not told and not _tells_figure(done, asked, share, book):
        piece = _piece(asked, share)
        found.append((piece, f"预期目标写了“{piece}”，实际完成情况没有一个比率", None))
    demand = passed(goal, book)
    if demand and not passed(result, book) and not says_of(demand, result, book):
        found.append((demand, f"预期目标要求“{demand}”，实际完成情况没有说通过没有", None))
    return tuple(found)


def _tells_figure(done: Value, asked: Value, share: Quantity, book: Book) -> bool:
    """Whether the result has a figure of another unit for what the goal asks a share of: 群众满意度得分91分."""
    between = word_pattern(book, "checks.evidence.between_words")
    name = between.sub("", _CLAUSE.split(asked.text[: share.start])[-1])
    return len(name) > _NAMED and any(name in between.sub("", _piece(done, each)) for each in done.quantities)


def _fewer(asked: Value, quantity: Quantity, done: Value, book: Book) -> tuple[str, Decimal | None] | None:
    """The clause on a count of the goal of which the result tells less, with what it tells; None where it does not or
    that cannot be told."""
    figure, name = quantity.figure, _named(asked, quantity, book)
    if quantity.kind is not Kind.COUNT or figure is None or not name or quantity.comparator in _AT_MOST:
        return None
    alike = [[counted for counted in text.quantities if _named(text, counted, book) == name] for text in (asked, done)]
    if any(len(found) != 1 for found in alike):  # two kinds of 培训: which answers which cannot be told
        return None
    answer = alike[1][0]
    if not _alike(answer.unit, quantity.unit, book) or answer.figure is None or answer.figure >= figure:
        return None
    if answer.approximate or mentions(book, "checks.evidence.part_words", _piece(done, answer)):
        return None
    clause = f"预期目标写“{_piece(asked, quantity)}”，实际完成情况写“{_piece(done, answer)}”，没有达到，也没有说明"
    return clause, answer.figure


def _alike(one: str, other: str, book: Book) -> bool:
    """Whether two units count the same: 8次 and 8场."""
    return one == other or {one, other} <= set(book.words("checks.evidence.times_units"))


def _named(value: Value, quantity: Quantity, book: Book) -> str:
    """The two characters before a figure that say what is counted, "" where they do not."""
    before = word_pattern(book, "checks.evidence.between_words").sub("", value.text[: quantity.start][-_AROUND:])
    name = _NAME.search(before)
    return name[0][-_NAMED:] if name and quantity.unit else ""


def _piece(value: Value, quantity: Quantity) -> str:
    """The figure with the words before it in its clause."""
    words = _CLAUSE.split(value.text[: quantity.start])[-1][-_SHOWN:]
    return words + value.text[quantity.start : quantity.end]
