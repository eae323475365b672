"""What a text offers that can be checked: figures, documents, prizes, inspections passed, surveys."""

import re
from functools import lru_cache

from jiheng.checks.case import Case, Row
from jiheng.checks.remembered import once
from jiheng.checks.word_lists import mentions, word_pattern
from jiheng.compiled import compiled
from jiheng.expression import expression
from jiheng.places import Book
from jiheng.quantity import Kind, Value, parse

FIGURES = (Kind.COUNT, Kind.SHARE, Kind.MONEY, Kind.DURATION, Kind.DATE)
"""Kinds of quantities that can be counted or dated."""

YES_NO = frozenset(("是", "否", "有", "无"))
"""Answers to whether something was done or is there."""
_ROUND_THE_CLOCK = expression(r"[57]\s*[*×xX＊]\s*(?:24|12|8)(?:小时|h|H)?|24\s*小时|全天候|365\s*天")
_DIGIT = expression(r"\d")
_NUMERAL = expression(r"[〇零一二两三四五六七八九十百千万半]")
_QUOTED = expression(r"“[^”]{0,60}”")
_DOCUMENT = expression(
    r"(?=[《〔\[（(【第一二三123])(?:《[^》]{1,80}》|[〔\[（(【]20\d\d[〕\]）)】]\s*\d*\s*号?|第[一二三123]名|[一二三123]等奖)"
)
_SENTENCE_END = expression(r"[。；;！!\n]")
DAY = expression(r"20\d\d年\d{1,2}月\d{1,2}日")
_COUNTS_NOTHING = expression(
    r"(?=[\dA-Za-z第目《“〔\[（(【])(?:"  # how each of them begins, told first
    r"(?>20\d\d年?度?(?:[-—~至到]20\d\d年?度?)?(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬)?)?)(?!底?前|末前|以前|之前)"
    r"|(?<![\d.])\d{1,2}、(?:(?!\d)|(?=20\d\d年))"
    r"|(?:^|(?<=[\s。；;：:，,、！!）)]))[（(]?\d{1,2}[.．)）](?:(?!\d)|(?=20\d\d年))"
    r"|(?<=[一-鿿])\d{1,2}[.．](?=[一-鿿])|目标\d{1,2}|\d+号(?=[一-鿿])"
    r"|[A-Za-z]{1,20}[-.]?\d+|\d+G(?![A-Za-z])|《[^》]{0,60}》|“[^”]{0,60}”|第\d+|[〔\[（(【]20\d\d[〕\]）)】]\s*\d*\s*号?)"
)
"""Figures in running text that measure nothing: years, numbers of items, houses and documents, names of products."""
_SURVEYED = expression(r"\d\s*(?:余|多)?\s*(?:份|户|人|名|位)")


@lru_cache(maxsize=256)
def parsed(text: str) -> Value:
    """The quantities of a goal or result, taken apart once for all checks."""
    return parse(text)


def has_figures(text: str, value: Value) -> bool:
    """Whether a cell states a figure or date; 7*24, 365天 and the like describe a service and count nothing, nor do
    characters in quotes (“一口进、一口出”), nor a bare 年底."""
    bare = _ROUND_THE_CLOCK.sub("", text)
    if _DIGIT.search(bare):
        return True
    quoted = [found.span() for found in _QUOTED.finditer(text)] if value.quantities else []
    return bare == text and any(
        quantity.kind in FIGURES
        and not any(start < quantity.start < end for start, end in quoted)
        and _NUMERAL.search(value.text, quantity.start, quantity.end) is not None
        for quantity in value.quantities
    )


def has_fact(text: str, book: Book, known: str = "") -> bool:
    """Whether a text names something that can be looked up: a document, a prize, an inspection that was passed.

    A word that stands in `known`, what was asked for, only says it again: 排名提升 is no place in a ranking.
    """
    if _DOCUMENT.search(text) or passed(text, book):
        return True
    words = word_pattern(book, "checks.evidence.verified_words").findall(text)
    return any(word not in known for word in words)


@lru_cache(maxsize=256)
def is_measured(text: str, book: Book) -> bool:
    """Whether a text sets or reports something to measure by: a figure, a share, a term, 不低于上年, 通过验收.

    Years, numbers of items and documents, names of products and 7*24 measure nothing.
    """
    bare = _counted(text)
    if _DIGIT.search(bare) or mentions(book, "checks.evidence.measure_words", bare):
        return True
    if passed(bare, book):
        return True
    bare = word_pattern(book, "checks.evidence.idioms").sub("", bare)
    return any(quantity.kind in FIGURES for quantity in parse(bare).quantities)


def _counted(text: str) -> str:
    """A text without the figures that measure nothing."""
    bare = _ROUND_THE_CLOCK.sub("", text)
    return _COUNTS_NOTHING.sub("", bare) if _DIGIT.search(bare) else bare


def passed(text: str, book: Book) -> str:
    """What a text says is passed: 通过竣工验收; "" where it says so of nothing."""
    found = _passed(book.words("checks.evidence.passed_words")).search(text)
    return found[0] if found else ""


def says_of(demand: str, text: str, book: Book) -> bool:
    """Whether a text speaks of the inspection that a demand names (评估, 验收), passed or not."""
    return any(word in text for word in book.words("checks.evidence.passed_words") if demand.endswith(word))


@lru_cache(maxsize=256)
def has_new_fact(result: str, goal: str, book: Book) -> bool:
    """Whether a result names a fact or a day that the goal does not have; a document the goal cites is none."""
    if set(DAY.findall(result)) - set(DAY.findall(goal)):
        return True
    return has_fact(_DOCUMENT.sub(lambda found: "" if found[0] in goal else found[0], result), book)


@lru_cache(maxsize=16)
def _passed(words: tuple[str, ...]) -> re.Pattern[str]:
    return compiled(f"通过[^，。；]{{0,14}}(?:{'|'.join(map(re.escape, words))})" if words else "(?!)")


def surveyed(text: str, book: Book) -> bool:
    """Whether a text says who was asked, how many, or in what way."""
    return bool(_SURVEYED.search(text) or mentions(book, "checks.evidence.survey_words", text))


@once
def survey_told(case: Case) -> bool:
    """Whether the result of the whole form speaks of a survey of satisfaction, in one sentence.

    A project may survey, visit and count households as its work.
    """
    sentences = _SENTENCE_END.split(case.form.goal_actual or "")
    return any(
        mentions(case.book, "checks.evidence.asked_words", sentence) and surveyed(sentence, case.book)
        for sentence in sentences
    )


@once
def is_qualitative(row: Row) -> bool:
    """Whether the target asks for a level or for words: nothing in it can be counted."""
    target = row.score.target
    if row.indicator.property == "定性" or target.scale:
        return True
    return not any(quantity.kind in FIGURES for quantity in target.quantities)
