"""What the text in 偏差原因分析及改进措施 amounts to."""

from itertools import repeat

from jiheng.checks.case import Row
from jiheng.expression import expression
from jiheng.form import Cell
from jiheng.places import Book
from jiheng.quantity.words import is_blank

_SENTENCES, _YEAR = expression(r"[；;。\n]"), expression(r"(?<!\d)(20\d\d)年")
_CLAUSES, _DATE = expression(r"[，,]\s*"), expression(r"^(?:20\d\d年)?\d{1,2}月(?:\d{1,2}日|[上中下]旬|[初底末])?")
_EDGES = expression(r"[\s，。、；：！,.;:!（）()]+")


def is_empty_talk(reason: Cell, book: Book) -> bool:
    """Whether a reason that is there says nothing (无, 正向偏差, 按计划完成)."""
    return not is_blank(reason) and _EDGES.sub("", reason or "") in book.words("checks.reasons.empty_words")


def explains(reason: Cell, book: Book) -> bool:
    """Whether there is a reason that says something."""
    return not is_blank(reason) and not is_empty_talk(reason, book)


def has_column(rows: tuple[Row, ...]) -> bool:
    """Whether the form has the column at all."""
    return any(row.indicator.reason is not None for row in rows)


def speaks_of_deviation(reason: Cell, book: Book) -> bool:
    """Whether a reason says that something deviated either way, and does not merely deny it."""
    if reason is None or is_blank(reason):
        return False
    for word in book.words("checks.reasons.no_deviation_words"):
        reason = reason.replace(word, "")
    return any(word in reason for word in book.words("checks.reasons.deviation_words"))


def speaks_of_shortfall(reason: Cell, book: Book) -> bool:
    """Whether a reason says that something was not done, or not done well enough."""
    if reason is None or is_blank(reason):
        return False
    return any(word in reason for word in book.words("checks.reasons.shortfall_words"))


def has_remedy(reason: str, book: Book, year: int | None) -> bool:
    """Whether a reason says what will be done: by its words, by a further sentence that tells no cause, or by a clause
    on what was done since."""
    if any(word in reason for word in book.words("checks.reasons.remedy_words")):
        return True
    begins, causes = book.words("checks.reasons.remedy_begins"), book.words("checks.reasons.cause_words")
    for part in filter(None, map(str.strip, _SENTENCES.split(reason)[1:])):
        if part.startswith(begins) or not any(word in part for word in causes):
            return True
    for clause in map(_DATE.sub, repeat(""), _CLAUSES.split(reason)[1:]):
        if clause.startswith(begins) and not any(word in clause for word in causes):
            return True
    return year is not None and any(int(each) > year for each in _YEAR.findall(reason))
