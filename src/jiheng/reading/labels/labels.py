"""What a cell's text means as a label, whatever its spelling.

Blanks, line breaks, full and half width, remarks in brackets, figures behind a label (分值10) and
small typos make no difference.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from jiheng.form import TOTAL_FUND
from jiheng.reading.labels.vocabulary import (
    BLOCKS,
    COLUMN_ENDS,
    COLUMNS,
    FUND_COLUMNS,
    FUND_ROWS,
    GOALS,
    HEAD,
    L1_WORDS,
    L2_WORDS,
    OTHERS,
    TOTALS,
    Vocabulary,
)

_LONGEST_COLUMN = 16
LONGEST = 30
"""A longer text is no label."""

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^】]*】")
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\d{1,2}[.、](?=\D)|\([一二三四五六七八九十\d]+\)|其中[:：]?)")
_FIGURE = re.compile(r"\d+(?:\.\d+)?(?:分|%)?$")
_CLOSE = {"一级指标", "二级指标", "三级指标", "一级", "二级", "三级"}


class Meaning(NamedTuple):
    """What a text means in each place where it may stand; None where it is no label there."""

    head: str | None = None
    fund_column: str | None = None
    fund_row: str | None = None
    goal: str | None = None
    column: str | None = None
    level1: bool = False
    level2: bool = False
    total: bool = False
    block: bool = False
    other: bool = False

    @property
    def is_label(self) -> bool:
        """Whether the text is a label anywhere."""
        return self != NOTHING


NOTHING = Meaning()


def key(text: str) -> str:
    """The bare words of a label: half width, no brackets, numbering, colon, star or blanks."""
    text = "".join(unicodedata.normalize("NFKC", text).split())
    bare = _BRACKETS.sub("", text)
    bare = _NUMBERING.sub("", bare).strip(":;*,。、_-·()")
    return _FIGURE.sub("", bare) or bare


def meaning(text: str) -> Meaning:
    """What a short text means as a label."""
    return _meaning(text) if len(text) <= LONGEST else NOTHING


def is_word(text: str) -> bool:
    """Whether a text is a label to the letter."""
    return key(text) in _ALL


@lru_cache(maxsize=8192)
def _meaning(text: str) -> Meaning:
    bare = key(text)
    if len(bare) < 2 or bare.isascii():
        return NOTHING
    near = _near(bare)
    return Meaning(
        head=_find(bare, _HEAD, near),
        fund_column=_find(bare, _FUND_COLUMNS, near),
        fund_row=_find(bare, _FUND_ROWS, near),
        goal=_find(bare, _GOALS, near),
        column=_find(bare, _COLUMNS, near) or _by_end(bare),
        level1=_find(bare, _L1, near) is not None,
        level2=_find(bare, _L2, near) is not None,
        total=_find(bare, _TOTALS, near) is not None,
        block=_find(bare, _BLOCKS, near) is not None,
        other=bare in OTHERS,
    )


def _turned(vocabulary: Vocabulary) -> dict[str, str]:
    return {key(word): field for field, words in vocabulary.items() for word in words}


_HEAD = _turned(HEAD)
_FUND_COLUMNS = _turned(FUND_COLUMNS)
_FUND_ROWS = _turned(FUND_ROWS)
_GOALS = _turned(GOALS)
GOAL_WORDS = frozenset(_GOALS)
"""The labels of the goals to the letter."""
_COLUMNS = _turned(COLUMNS)
_L1 = dict.fromkeys(L1_WORDS, "l1")
_L2 = dict.fromkeys(L2_WORDS, "l2")
_TOTALS = dict.fromkeys(TOTALS, "total")
_BLOCKS = dict.fromkeys(BLOCKS, "block")
_ALL = set(_HEAD) | set(_FUND_COLUMNS) | set(_FUND_ROWS) | set(_GOALS) | set(_COLUMNS) | set(_L1) | set(_L2)
_ALL |= set(_TOTALS) | set(_BLOCKS) | set(OTHERS)


_SHORTEST = 4
"""In a shorter word a typo makes another word."""
_BY_CHARACTER: dict[str, list[str]] = {}
for _word in _ALL - _CLOSE:
    if len(_word) >= _SHORTEST:
        for _character in set(_word):
            _BY_CHARACTER.setdefault(_character, []).append(_word)


def _near(bare: str) -> dict[str, int]:
    """The words that are a typo away (two in a long one), with their distance; a word that is right is no typo."""
    if len(bare) < _SHORTEST or bare in _ALL:
        return {}
    allowed = 1 if len(bare) < 8 else 2
    shared = Counter(word for character in set(bare) for word in _BY_CHARACTER.get(character, ()))
    near = {}
    for word, count in shared.items():
        if abs(len(word) - len(bare)) <= allowed and count >= len(set(word)) - allowed:
            distance = Levenshtein.distance(bare, word, score_cutoff=allowed)
            if distance <= allowed:
                near[word] = distance
    return near


def _find(bare: str, words: dict[str, str], near: dict[str, int]) -> str | None:
    """The field of a word, or of the only field whose word is nearest."""
    found = words.get(bare)
    if found is not None:
        return found
    here = {word: distance for word, distance in near.items() if word in words}
    least = min(here.values(), default=0)
    fields = {words[word] for word, distance in here.items() if distance == least}
    return fields.pop() if len(fields) == 1 else None


def _by_end(bare: str) -> str | None:
    """The column that a longer label names with its last words: 某市指标实际完成值."""
    if not 4 <= len(bare) <= _LONGEST_COLUMN or bare in _ALL:
        return None
    return next((field for field, ends in COLUMN_ENDS.items() if bare.endswith(ends)), None)


def fund_name(text: str) -> str:
    """The name of a funds row: one of FUND_NAMES, else as printed without 其中 and colon."""
    known = meaning(text).fund_row
    if known is not None:
        return known
    return re.sub(r"^其中[:：]?", "", text).strip(":：") or TOTAL_FUND
