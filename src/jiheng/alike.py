"""How alike two texts are, as RapidFuzz counts. It is loaded when first asked: most commands never need its fifty
modules."""

from collections.abc import Iterable
from functools import cache
from typing import Any


def ratio(one: str, other: str, least: float = 0.0) -> float:
    """How alike two texts are as wholes (0-100), 0 below `least`."""
    found: float = _fuzz().ratio(one, other, score_cutoff=least)
    return found


def partial_ratio(one: str, other: str) -> float:
    """How alike the shorter text is to the piece of the other that is most like it (0-100)."""
    found: float = _fuzz().partial_ratio(one, other)
    return found


def nearest(text: str, among: Iterable[str], least: float) -> str | None:
    """The text that is most alike, the first of several; None where all are below `least` (0-100)."""
    from rapidfuzz import process

    found = process.extractOne(text, among, scorer=_fuzz().ratio, score_cutoff=least)
    return found[0] if found else None


def edits(one: str, other: str, most: int) -> int:
    """How many characters must be put in, left out or changed to make one of the other; `most` + 1 for more."""
    found: int = _levenshtein().distance(one, other, score_cutoff=most)
    return found


@cache
def _fuzz() -> Any:
    from rapidfuzz import fuzz

    return fuzz


@cache
def _levenshtein() -> Any:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein
