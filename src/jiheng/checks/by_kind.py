"""Which checks a document of each kind is put to: the rule `documents.checks` of its book."""

from functools import lru_cache

from jiheng.checks.catalogue import Check
from jiheng.checks.outcome import Outcome, not_applicable
from jiheng.form import kind_name
from jiheng.places import Book

_PATH = "documents.checks"


def is_audited(kind: str, book: Book) -> bool:
    """Whether documents of that kind are put to any check."""
    return _named(book, kind) != ""


def passed_over(check: Check, kind: str, book: Book) -> Outcome | None:
    """Not applicable, where the book does not name the check for that kind; None where it is to be done."""
    named = _named(book, kind)
    if named is None or _wants(named, check.code):
        return None
    return not_applicable(f"这是{kind_name(kind)}，不查这一条")


@lru_cache(maxsize=256)
def _rows(rows: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return dict(rows)


def _named(book: Book, kind: str) -> str | None:
    rows = tuple((str(row["kind"]), str(row["checks"])) for row in book.rows(_PATH))
    return _rows(rows).get(kind)


@lru_cache(maxsize=4096)
def _wants(named: str, code: str) -> bool:
    """`T F A06` are all that is checked; `-S -A06` all that is not."""
    words = named.split()
    less = [word[1:] for word in words if word.startswith("-")]
    only = [word for word in words if not word.startswith("-")]
    if code in less or code[0] in less:
        return False
    return not only or code in only or code[0] in only
