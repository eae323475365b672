"""The words of the shipped packs have one meaning each and are sound expressions: at run time nobody looks again."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

import msgspec
import pytest
from tests.effort import share
from tests.places.ambiguity import exponential

from jiheng.department.accounts.vocabulary import source_of
from jiheng.department.claims.names import Measure, Part, Source
from jiheng.form import FUND_NAMES, TOTAL_FUND
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
    for scope in ("patterns", "kinds", "sources", "accounts", "report", "execution", "notes"):
        for value in msgspec.structs.asdict(getattr(found, scope)).values():
            yield from chain.from_iterable(value.values() if isinstance(value, Mapping) else (value,))


@of_each_pack
def test_no_expression_takes_exponential_time(file: Path) -> None:
    assert [one for one in share([*expressions(read(file))], 0) if exponential(one)] == []


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


ONLY_AMONG_ROWS = ("其他", "其它", "结转资金")
"""Elsewhere these say nothing of a source: money carried over may be what is left at the end of the year."""
ROWS = [
    (label, row)
    for row, labels in words().form.fund_rows.items()
    for label in labels
    if row != TOTAL_FUND and label not in ONLY_AMONG_ROWS
]


@pytest.mark.parametrize(("label", "row"), ROWS, ids=str)
def test_a_row_of_money_is_of_the_kind_that_accounts_and_reports_know_it_by(label: str, row: str) -> None:
    assert source_of(label) == row


def test_what_reports_are_searched_for_has_words_and_no_words_are_for_nothing() -> None:
    said = words().report
    named = set(said.measures) | set(said.projects)
    assert named == set(Measure) - {Measure.STATED, Measure.SCORE}, "those two are told by other words"
    assert set(said.weak_measures) <= named
    assert set(said.parts) == set(Part) - {Part.WHOLE}


def test_a_kind_of_money_is_one_thing_in_forms_accounts_and_reports() -> None:
    said = words()
    kinds = set(said.sources.kinds)
    in_reports = [kind for members in said.report.sources.values() for kind in members]
    assert sorted(in_reports) == sorted(kinds), "each kind is in one part of a report's total"
    usual = set(FUND_NAMES) - {TOTAL_FUND}
    in_other_rows = [kind for members in said.accounts.funds.values() for kind in members]
    assert set(said.accounts.funds) <= usual
    assert sorted(in_other_rows) == sorted(kinds - usual), "a kind without a row of its own is reckoned in one row"
    assert set(said.report.sources) == set(Source) - {Source.WHOLE}
