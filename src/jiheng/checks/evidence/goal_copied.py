"""目标完成情况照抄预期目标

是什么
    年度总体目标的“实际完成情况”与“预期目标”一字不差（错误）；只加了“已完成”之类的几个字、改了个别字（提示）；
    或者换了几个词，把预期目标改成已完成的说法，没有新的数字，也没有可以核实的事（警告）。
    预期目标本身没有写数量、标准、时限的，一并说明。

为什么
    目标写要做什么，完成情况写做成了什么。照抄目标，等于没有报告完成情况。

举例
    预期目标“为全区提供网络接入服务，保障网络平稳运行”，实际完成情况“已完成为全区提供网络接入服务，保障网络平稳运行”。

怎么改
    写清完成的工作量、质量、时间和效果，数字与下面的绩效指标一致；没有完成的部分也要写明。
"""

from decimal import Decimal
from functools import lru_cache

from jiheng.checks.case import Case
from jiheng.checks.catalogue import Check
from jiheng.checks.facts import has_new_fact
from jiheng.checks.goal_clauses import character_pairs
from jiheng.checks.names import folded
from jiheng.checks.outcome import Outcome, Severity, judged, not_applicable
from jiheng.checks.targets.empty_goal import goal_is_unmeasured
from jiheng.checks.word_lists import likeness, word_pattern
from jiheng.expression import expression
from jiheng.places import Book
from jiheng.quantity.words import short

CHECK = Check(
    code="E06",
    official="实际完成情况与预期目标表述基本相同，未反映项目实际成效。",
    severity=Severity.ERROR,
    rules=("checks.evidence.copy_likeness", "checks.evidence.copy_added", "checks.evidence.copy_from"),
    page=__doc__,
)

_RESULT_LEAST = 4
_SHOWN = 30
_FIGURE = expression(r"\d+(?:\.\d+)?")
_ITEM = expression(r"(?=[\d。；;\s（(])(?:(?:^|[。；;\n])\s*[（(]?\d{1,2}[、.．)）](?!\d)|20\d\d年?度?)")
"""Numbers that count nothing: of items, and the years."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the result with the expected goal."""
    return copied_goal(case)


def copied_goal(case: Case) -> Outcome:
    """What this check says of a form; others leave a copied result to it."""
    return _compared(case.form.goal_expected or "", case.form.goal_actual or "", case.money_unit, case.book)


@lru_cache(maxsize=256)
def _compared(goal: str, result: str, money_unit: str, book: Book) -> Outcome:
    expected, actual = folded(goal), folded(result)
    if not expected or not actual:
        return not_applicable("预期目标或实际完成情况没有填")
    if len(expected) < int(book.number("checks.evidence.reworded_from")):
        return not_applicable("预期目标太短，不作比较")
    how = _copied(goal, result, book)
    if how is None:
        return judged([])
    vague = goal_is_unmeasured(goal, money_unit, book)
    told = "预期目标本身也没有写数量、标准或时限。" if vague else ""
    return judged(
        [
            CHECK.finding(
                "goal_actual",
                result,
                "",
                f"实际完成情况“{short(result, _SHOWN)}”{how[0]}。{told}",
                "写清完成的工作量、质量、时间和效果，数字与绩效指标一致；没有完成的部分也要写明。",
                severity=how[1],
                places=["goal_expected"] if vague else [],
            )
        ]
    )


def _copied(goal: str, result: str, book: Book) -> tuple[str, Severity] | None:
    """How a result copies the goal, and how grave that is; None where it does not."""
    expected, actual = folded(goal), folded(result)
    long = len(expected) >= int(book.number("checks.evidence.copy_from"))
    if long and expected == actual:
        return "与预期目标一字不差，没有报告做成了什么", Severity.ERROR
    nearly = "与预期目标几乎相同，没有报告做成了什么", Severity.NOTICE
    if long and expected in actual and len(actual) - len(expected) <= int(book.number("checks.evidence.copy_added")):
        return nearly
    if new_figures(goal, result):
        return None
    if long and likeness(expected, actual, float(book.number("checks.evidence.copy_likeness"))):
        return nearly
    if _is_reworded(goal, result, book):
        return "只是把预期目标改成已完成的说法，没有新的事实和数字", Severity.WARNING
    return None


@lru_cache(maxsize=256)
def new_figures(goal: str, result: str) -> frozenset[str]:
    """The figures of the result that the goal does not have: 惠及426户 for 420户 is a report."""
    return frozenset(_FIGURE.findall(_ITEM.sub("", result))) - set(_FIGURE.findall(goal))


def _is_reworded(goal: str, result: str, book: Book) -> bool:
    """Whether a result without new figures says hardly anything that the goal does not: no new words or facts."""
    actual = folded(result)
    if len(actual) < _RESULT_LEAST or word_pattern(book, "checks.evidence.empty_results").fullmatch(actual):
        return False
    if has_new_fact(result, goal, book):
        return False
    said = character_pairs(result, book)
    new = len(said - character_pairs(goal, book))
    return not said or Decimal(new) / len(said) <= book.number("checks.evidence.new_words")
