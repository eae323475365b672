"""The labels of the form as a text layer prints them: wrapped, glued, mistyped."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

import msgspec

from jiheng.expression import expression
from jiheng.places.sources import on_change
from jiheng.places.words import FormWords, words
from jiheng.reading.textlayer.tokens import Piece

_NORMAL = str.maketrans("():", "（）：")
_BRACKETS = str.maketrans("", "", "（）")
_POINTS = expression(r"（\d*(?:\.\d+)?分?）?$")
_REST_OF_POINTS = expression(r"（?\d*(?:\.\d+)?分?）$")
_LONGEST = 12
"""More pieces than the longest label has characters are never looked at."""


class Match(msgspec.Struct, frozen=True, gc=False):
    """A label found: its meaning, its text as printed and where the pieces after it start."""

    kind: str
    text: str
    end: int


class Vocabulary:
    """Labels of one part of the form, found over wrapped pieces, with at most one character of a long label lost."""

    def __init__(self, labels: Callable[[FormWords], Mapping[str, Iterable[str]]]) -> None:
        self._labels = labels
        on_change(self._forget)

    def _forget(self) -> None:
        for made in ("_words", "_prefixes", "_firsts"):
            self.__dict__.pop(made, None)

    @cached_property
    def _words(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for kind, labels in self._labels(words().form).items():
            for label in labels:
                found.setdefault(_plain(label), kind)
        for label, kind in list(found.items()):
            for i in range(len(label) - 1) if len(label) >= 7 else ():
                found.setdefault(label[:i] + label[i + 1 :], kind)
        return found

    @cached_property
    def _prefixes(self) -> set[str]:
        return {word[:i] for word in self._words for i in range(1, len(word) + 1)}

    @cached_property
    def _firsts(self) -> set[str]:
        firsts = {word[0] for word in self._words if word}
        return firsts | {char for char, plain in zip("():", "（）：", strict=True) if plain in firsts}

    def kind(self, text: str) -> str | None:
        """The meaning of a whole label, None when the text is no label."""
        return self._words.get(_plain(text))

    def opens(self, text: str) -> bool:
        """Whether a label may begin with this text."""
        return _plain(text) in self._prefixes

    def begins(self, piece: Piece) -> bool:
        """Whether a label may begin with a piece, by its first character."""
        return piece.text[0] in self._firsts

    def match(self, pieces: Sequence[Piece], start: int) -> Match | None:
        """The longest label that the pieces from `start` on spell."""
        if start < len(pieces) and pieces[start].text[0] not in self._firsts:
            return None
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


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """A text without points behind it and without brackets: 部门（单位）名称 and 部门单位名称 are one label."""
    text = text.translate(_NORMAL)
    if text[-1:] == "：":
        text = text[:-1]
    return _POINTS.sub("", text).translate(_BRACKETS) if "（" in text or "）" in text else text


def _whole_names(labels: Iterable[str]) -> list[str]:
    """Words that are safe to find inside running text: a bare 数量 or 质量 is not."""
    return [word for word in labels if word.endswith("指标") or len(word) >= 5]


def _safe(labels: Iterable[str], form: FormWords) -> list[str]:
    """Words that no column's label begins like: torn, 绩效成效 and 绩效指标性质 look the same."""
    columns = {label[:2] for names in form.columns.values() for label in names}
    return [word for word in labels if word[:2] not in columns]


HEAD = Vocabulary(
    lambda form: (
        {kind: labels for kind, labels in form.head.items() if kind != "year"}
        | {"": form.others}
        | {"department": [*form.head["department"], *form.weak_head["department"]]}
    )
)
_FUND_LENGTH = 4
"""Characters of a kind of money that running text is searched for: a bare 中央 is not."""
FUNDS = Vocabulary(
    lambda form: {
        name: [*labels, *(f"其中：{word}" for word in labels)]
        for name, labels in (
            form.fund_rows | {word: (word,) for word in form.other_funds if len(word) >= _FUND_LENGTH}
        ).items()
    }
)
FUND_COLUMNS = Vocabulary(lambda form: form.fund_columns)
TREE = Vocabulary(
    lambda form: {
        "cost": ["成本指标"],
        "l1": _safe((word for word in form.level1 if not word.startswith("预算")), form),
        "l2": _safe(_whole_names(form.level2), form),
    }
)
LEADER = Vocabulary(lambda form: {"leader": [word for word in form.blocks if word.endswith("指标")]})
"""What stands down the left edge of the tree (绩效指标)."""
TOTAL = Vocabulary(lambda form: {"total": form.totals})
COLUMNS = Vocabulary(lambda form: form.columns)
HEADER = Vocabulary(lambda form: {"l3": form.columns["l3"]})
