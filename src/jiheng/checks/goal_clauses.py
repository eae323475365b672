"""The clauses of a goal, and whether an indicator or a sentence of the result answers one: by words in common."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from operator import add

from jiheng.checks.names import bare_name, folded
from jiheng.checks.word_lists import word_pattern
from jiheng.expression import expression
from jiheng.form import Indicator
from jiheng.places import Book

_ITEM = expression(
    r"(?=[\d一二三四五六七八九十（(])(?:"  # how each of them begins, told first
    r"(?:^|(?<=[。；;：:，,]))[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[、.．)）](?!\d)"
    r"|(?<=[一-鿿])\d{1,2}[、.．](?=[一-鿿]))"
)
_END = expression(r"[。；;！!\n]")
_COMMA = expression(r"，|,(?!(?<=\d,)\d{3}(?!\d))")  # not that of 1,750
_HEADING = expression(r"^[^，。；]{0,12}(?:目标|情况|综述)[：:]")
_LONG, _LEAST = 30, 4
"""Characters from which a sentence is taken apart at its commas, and below which a piece says nothing alone."""


def clauses(text: str) -> tuple[str, ...]:
    """A text by its numbered items, else by sentences; a long sentence by commas."""
    items = [part for part in _ITEM.split(text) if part.strip()]
    parts = items if len(items) > 1 else _END.split(text)
    return tuple(_joined(piece for part in parts for piece in _pieces(part.strip("。；;，, \n"))))


def goal_clauses(goal: str, book: Book) -> list[str]:
    """The clauses of a goal; those that only name the grounds (按照……要求) join what follows, headings are left out."""
    starts, ends = book.words("opinion.clause_grounds"), book.words("opinion.clause_ground_ends")
    made: list[str] = []
    ground = ""
    for text in clauses(goal):
        clause = _HEADING.sub("", text) if "：" in text or ":" in text else text
        if not clause:
            continue
        is_ground = clause.startswith(starts) and clause.endswith(ends)
        if is_ground and not ground:
            ground = clause
            continue
        made.append(f"{ground}，{clause}" if ground else clause)
        ground = ""
    return [*made, ground] if ground else made


def asked(row: Indicator) -> str:
    """What an indicator asks for, as it is compared with a clause."""
    return f"{bare_name(row.l3 or '')}{row.target or ''}"


def answers(clause: str, told: str, book: Book) -> bool:
    """Whether enough of the shorter text's pairs of characters, filler left out, stand in the other, or a long run."""
    one, other = character_pairs(clause, book), character_pairs(told, book)
    fewer = min(len(one), len(other))
    if fewer == 0:
        return False
    if Decimal(len(one & other)) / fewer >= book.number("opinion.clause_overlap"):
        return True
    return not _runs(clause, book).isdisjoint(_runs(told, book))


@lru_cache(maxsize=1024)
def topics(text: str, book: Book) -> frozenset[str]:
    """The topics of the rulebook that a text speaks of."""
    return frozenset([topic for topic, word in _topics(book) if word in text])


@lru_cache(maxsize=256)
def _topics(book: Book) -> tuple[tuple[str, str], ...]:
    """Each topic with each of its words."""
    return tuple((str(row["topic"]), word) for row in book.rows("opinion.topics") for word in str(row["words"]).split())


def _pieces(part: str) -> Sequence[str]:
    return _COMMA.split(part) if len(part) > _LONG else (part,)


def _joined(pieces: Iterable[str]) -> Iterable[str]:
    """The pieces, one too short to say anything by itself joined to the one before."""
    made: list[str] = []
    for piece in pieces:
        if len(folded(piece)) < _LEAST and made and piece:
            made[-1] = f"{made[-1]}，{piece}"
        elif folded(piece):
            made.append(piece)
    return made


def without_filler(text: str, book: Book) -> str:
    """A text folded for comparison, without the words that say nothing of what was done."""
    return word_pattern(book, "checks.evidence.filler_words").sub("", folded(text))


@lru_cache(maxsize=1024)
def character_pairs(text: str, book: Book) -> frozenset[str]:
    """The pairs of characters that stand beside each other in a text, filler left out."""
    bare = without_filler(text, book)
    return frozenset(map(add, bare, bare[1:]))


@lru_cache(maxsize=1024)
def _runs(text: str, book: Book) -> frozenset[str]:
    bare, run = without_filler(text, book), int(book.number("opinion.clause_run"))
    return frozenset(bare[i : i + run] for i in range(len(bare) - run + 1))
