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
from jiheng.checks.outcome import Finding, Outcome, Severity, judged, not_applicable
from jiheng.checks.remembered import once
from jiheng.checks.targets.empty_goal import goal_unmeasured
from jiheng.checks.word_lists import likeness, word_pattern
from jiheng.expression import expression
from jiheng.places import Book
from jiheng.quantity.words import short

CHECK = Check(
    code="E06",
    title="目标完成情况照抄预期目标",
    official="实际完成情况与预期目标表述基本相同，未反映项目实际成效。",
    severity=Severity.ERROR,
    rules=("checks.evidence.copy_likeness", "checks.evidence.copy_added", "checks.evidence.copy_from"),
    page=__doc__,
)

_RESULT_LEAST = 4
_SHOWN = 30
_FIGURE = expression(r"\d+(?:\.\d+)?")
_ITEM = expression(r"(?:^|[。；;\n])\s*[（(]?\d{1,2}[、.．)）](?!\d)|20\d\d年?度?")
"""Numbers that count nothing: of items, and the years."""


@CHECK.on_form
def examine(case: Case) -> Outcome:
    """Compare the result with the expected goal."""
    return copied_goal(case)


@once
def copied_goal(case: Case) -> Outcome:
    """What this check says of a form; others leave a copied result to it."""
    expected, actual = folded(case.form.goal_expected or ""), folded(case.form.goal_actual or "")
    if not expected or not actual:
        return not_applicable("预期目标或实际完成情况没有填")
    if len(expected) < int(case.book.number("checks.evidence.reworded_from")):
        return not_applicable("预期目标太短，不作比较")
    long = len(expected) >= int(case.book.number("checks.evidence.copy_from"))
    if long and expected == actual:
        return judged([_finding(case, "与预期目标一字不差，没有报告做成了什么", Severity.ERROR)])
    if (
        long
        and expected in actual
        and len(actual) - len(expected) <= int(case.book.number("checks.evidence.copy_added"))
    ):
        return judged([_nearly(case)])
    goal, result = case.form.goal_expected or "", case.form.goal_actual or ""
    if new_figures(goal, result):
        return judged([])
    if long and likeness(expected, actual, float(case.book.number("checks.evidence.copy_likeness"))):
        return judged([_nearly(case)])
    return judged([_reworded(case)] if _is_reworded(goal, result, case.book) else [])


@lru_cache(maxsize=1024)
def new_figures(goal: str, result: str) -> frozenset[str]:
    """The figures of the result that the goal does not have: 惠及426户 for 420户 is a report."""
    return frozenset(_FIGURE.findall(_ITEM.sub("", result))) - set(_FIGURE.findall(goal))


@lru_cache(maxsize=1024)
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


def _nearly(case: Case) -> Finding:
    return _finding(case, "与预期目标几乎相同，没有报告做成了什么", Severity.NOTICE)


def _reworded(case: Case) -> Finding:
    what = "只是把预期目标改成已完成的说法，没有新的事实和数字"
    return _finding(case, what, Severity.WARNING)


def _finding(case: Case, how: str, severity: Severity) -> Finding:
    vague = goal_unmeasured(case)
    told = "预期目标本身也没有写数量、标准或时限。" if vague else ""
    return CHECK.finding(
        "goal_actual",
        case.form.goal_actual,
        "",
        f"实际完成情况“{short(case.form.goal_actual or '', _SHOWN)}”{how}。{told}",
        "写清完成的工作量、质量、时间和效果，数字与绩效指标一致；没有完成的部分也要写明。",
        severity=severity,
        places=["goal_expected"] if vague else [],
    )
