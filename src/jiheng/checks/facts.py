"""What a text offers that can be checked: figures, documents, prizes, inspections passed, surveys."""

import re
from functools import lru_cache

from jiheng.checks.case import Case, Row, once
from jiheng.checks.wording import mentions
from jiheng.expression import expression
from jiheng.places import Book
from jiheng.quantity import Kind, Value

FIGURES = (Kind.COUNT, Kind.SHARE, Kind.MONEY, Kind.DURATION, Kind.DATE)
"""Kinds of quantities that can be counted or dated."""

_ROUND_THE_CLOCK = expression(r"[57]\s*[*×xX＊]\s*(?:24|12|8)(?:小时|h|H)?|24\s*小时|全天候|365\s*天")
_DIGIT = expression(r"\d")
_DOCUMENT = expression(r"《[^》]+》|[〔\[（(【]20\d\d[〕\]）)】]\s*\d*\s*号?|第[一二三123]名|[一二三123]等奖")
_SURVEYED = expression(r"\d\s*(?:余|多)?\s*(?:份|户|人|名|位)")


def has_figures(text: str, value: Value) -> bool:
    """Whether a cell states a figure or date; 7*24, 365天 and the like describe a service and count nothing."""
    bare = _ROUND_THE_CLOCK.sub("", text)
    if _DIGIT.search(bare):
        return True
    return bare == text and any(quantity.kind in FIGURES for quantity in value.quantities)


def has_fact(text: str, book: Book) -> bool:
    """Whether a text names something that can be looked up: a document, a prize, an inspection that was passed."""
    if _DOCUMENT.search(text) or mentions(book, "checks.evidence.verified_words", text):
        return True
    return _passed(book.words("checks.evidence.passed_words")).search(text) is not None


@lru_cache(maxsize=16)
def _passed(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(f"通过[^，。；]{{0,14}}(?:{'|'.join(map(re.escape, words))})" if words else "(?!)")


def surveyed(text: str, book: Book) -> bool:
    """Whether a text says who was asked, how many, or in what way."""
    return bool(_SURVEYED.search(text) or mentions(book, "checks.evidence.survey_words", text))


@once
def survey_told(case: Case) -> bool:
    """Whether the result of the whole form speaks of a survey."""
    return surveyed(case.form.goal_actual or "", case.book)


@once
def is_qualitative(row: Row) -> bool:
    """Whether the target asks for a level or for words: nothing in it can be counted."""
    target = row.score.target
    if row.indicator.property == "定性" or target.scale:
        return True
    return not any(quantity.kind in FIGURES for quantity in target.quantities)
