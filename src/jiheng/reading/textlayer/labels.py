"""The labels of the form as a text layer prints them: wrapped, glued, mistyped."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jiheng.reading.labels import vocabulary
from jiheng.reading.textlayer.tokens import Piece

_NORMAL = str.maketrans("():", "（）：")
_POINTS = re.compile(r"（\d*(?:\.\d+)?分?）?$")
_REST_OF_POINTS = re.compile(r"（?\d*(?:\.\d+)?分?）$")
_LONGEST = 12
"""More pieces than the longest label has characters are never looked at."""


class Match(NamedTuple):
    """A label found: its meaning, its text as printed and where the pieces after it start."""

    kind: str
    text: str
    end: int


class Vocabulary:
    """Labels of one part of the form, found over wrapped pieces, with at most one character of a long label lost."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self._words: dict[str, str] = {}
        for kind, labels in words.items():
            for label in labels:
                self._add(label.translate(_NORMAL), kind)
        exact = list(self._words.items())
        for label, kind in exact:
            if len(label) >= 7:
                for i in range(len(label) - 1):
                    self._add(label[:i] + label[i + 1 :], kind)
        self._prefixes = {word[:i] for word in self._words for i in range(1, len(word) + 1)}

    def _add(self, label: str, kind: str) -> None:
        self._words.setdefault(label, kind)

    def kind(self, text: str) -> str | None:
        """The meaning of a whole label, None when the text is no label."""
        return self._words.get(_plain(text))

    def opens(self, text: str) -> bool:
        """Whether a label may begin with this text."""
        return _plain(text) in self._prefixes

    def match(self, pieces: Sequence[Piece], start: int) -> Match | None:
        """The longest label that the pieces from `start` on spell."""
        found: Match | None = None
        text = ""
        for end in range(start, min(start + _LONGEST, len(pieces))):
            text += pieces[end].text
            plain = _plain(text)
            if plain in self._words:
                found = Match(self._words[plain], text, end + 1)
            elif plain not in self._prefixes:
                break
        if found and found.end < len(pieces) and _REST_OF_POINTS.match(pieces[found.end].text.translate(_NORMAL)):
            return Match(found.kind, found.text + pieces[found.end].text, found.end + 1)
        return found


def _plain(text: str) -> str:
    text = text.translate(_NORMAL)
    if text[-1:] == "：":
        text = text[:-1]
    return _POINTS.sub("", text) if "（" in text else text


def _whole_names(words: Iterable[str]) -> list[str]:
    """Words that are safe to find inside running text: a bare 数量 or 质量 is not."""
    return [word for word in words if word.endswith("指标") or len(word) >= 5]


HEAD = Vocabulary({kind: words for kind, words in vocabulary.HEAD.items() if kind != "year"} | {"": vocabulary.OTHERS})
FUNDS = Vocabulary(
    {name: [*words, *(f"其中：{word}" for word in words)] for name, words in vocabulary.FUND_ROWS.items()}
)
TREE = Vocabulary(
    {
        "cost": ["成本指标"],
        "l1": [word for word in vocabulary.L1_WORDS if not word.startswith("预算")],
        "l2": _whole_names(vocabulary.L2_WORDS),
    }
)
TOTAL = Vocabulary({"total": vocabulary.TOTALS})
HEADER = Vocabulary({"l3": vocabulary.COLUMNS["l3"]})
