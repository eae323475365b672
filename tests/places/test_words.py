"""The words of the shipped packs have one meaning each and are sound expressions: at run time nobody looks again."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import msgspec
import pytest
from tests.places.ambiguity import exponential

from jiheng.places.sources import SHIPPED, WORDS_FILE
from jiheng.places.words import Words, check, read, words

of_each_pack = pytest.mark.parametrize(
    "file", sorted(SHIPPED.glob(f"*/{WORDS_FILE}")), ids=lambda file: file.parent.name
)


@of_each_pack
def test_the_words_of_a_shipped_pack_are_sound(file: Path) -> None:
    check(file, read(file))


def expressions(found: Words) -> Iterator[str]:
    """Every word that is a regular expression."""
    for scope in ("patterns", "kinds", "accounts", "report", "execution", "notes"):
        for value in msgspec.structs.asdict(getattr(found, scope)).values():
            yield from chain.from_iterable(value.values() if isinstance(value, Mapping) else (value,))


@of_each_pack
def test_no_expression_takes_exponential_time(file: Path) -> None:
    assert [one for one in expressions(read(file)) if exponential(one)] == []


@pytest.mark.parametrize(
    ("expression", "is_so"),
    [
        ("(?:本级|本|级)+资金", True),
        ("(?:调整后?|后)*预算", True),
        ("(?:共|有|共有)*$", True),
        ("(?:一+二?)+", True),
        ("(?:一*)*", True),
        ("(?:.|一){3,}二", True),
        ("(?:本|级)+资金", False),
        ("(?:本年度?|年度)*", False),
        (".{0,2}一?一", False),
    ],
)
def test_what_takes_exponential_time_is_known(expression: str, is_so: bool) -> None:
    assert exponential(expression) == is_so


def test_patterns_take_no_listed_word_for_something_else() -> None:
    """A list goes before the patterns; but what they say of its words they say of words like these, too."""
    otherwise = []
    for part in msgspec.structs.asdict(words().patterns):
        listed, by_shape = getattr(words().form, part), getattr(words().patterns, part)
        if not isinstance(listed, Mapping):
            continue
        for meaning, label in ((meaning, label) for meaning, labels in listed.items() for label in labels):
            taken = (own for own, shapes in by_shape.items() if any(re.fullmatch(one, label) for one in shapes))
            if (first := next(taken, meaning)) != meaning:
                otherwise.append((part, label, meaning, first))
    assert otherwise == []
