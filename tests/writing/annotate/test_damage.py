"""Damaged files end in a copy or in a clear word, never in anything else."""

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.effort import examples
from tests.writing.annotate.test_pdf import printed
from tests.writing.office_files import Figures, docx, package, page, saved, unpacked, workbook

from jiheng.checks import Audit, audit
from jiheng.form import Form
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.read import read_bytes
from jiheng.writing.annotate import annotate, original
from jiheng.writing.correct import correct

MADE: dict[str, Callable[[], bytes]] = {
    "a.docx": docx,
    "a.xlsx": lambda: saved(workbook(numbers=True)),
    "a.html": page,
    "a.pdf": lambda: printed(Figures()),
}


@cache
def whole(name: str) -> tuple[bytes, str, Audit]:
    """A file as it was, its kind, and what an audit finds in it."""
    data = MADE[name]()
    found = audit([item for item in read_bytes(data, name) if isinstance(item, Form)])
    return data, original(data, name).kind, found


def attempt(name: str, data: bytes) -> None:
    _, kind, result = whole(name)
    for work in (lambda: annotate(data, kind, name, result), lambda: correct(data, kind, result.forms)):
        try:
            work()
        except Unreadable as error:
            assert str(error) and error.advice


def damaged(data: bytes, hits: list[tuple[float, int]], cut: float) -> bytes:
    content = bytearray(data[: int(len(data) * cut)] if cut < 1 else data)
    for where, value in hits:
        if content:
            content[int(where * (len(content) - 1))] = value
    return bytes(content)


HITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=6)
CUT = st.one_of(st.just(1.0), st.floats(0, 1))


@pytest.mark.full
@pytest.mark.parametrize("name", MADE)
@settings(max_examples=examples(40))
@given(HITS, CUT)
def test_damaged_files(name: str, hits: list[tuple[float, int]], cut: float) -> None:
    attempt(name, damaged(whole(name)[0], hits, cut))


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
@settings(max_examples=examples(40))
@given(st.data(), HITS, CUT)
def test_damaged_parts(name: str, data: st.DataObject, hits: list[tuple[float, int]], cut: float) -> None:
    parts = unpacked(whole(name)[0])
    part = data.draw(st.sampled_from(sorted(parts)))
    attempt(name, package({**parts, part: damaged(parts[part], hits, cut)}))


@pytest.mark.full
@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_missing_parts(name: str) -> None:
    parts = unpacked(whole(name)[0])
    for part in parts:
        attempt(name, package({other: text for other, text in parts.items() if other != part}))
