"""Thousands of layouts that nobody drew: drawings taken apart, put together anew and changed as forms really are."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

import pytest
from tests.effort import examples
from tests.reading.drawn_layouts import Drawn, cells
from tests.reading.layout_blocks import sheets
from tests.reading.layout_changes import label_unknown
from tests.reading.made_forms import as_lines, as_tabs, as_words
from tests.reading.recombined_layouts import Recombined, recombined
from tests.reading.test_drawn_layouts import READ

from jiheng.form import Form, Problem
from jiheng.quantity.normalise import normal
from jiheng.reading import read_text

_READ = READ | {"txt": lambda one: read_text(as_tabs(one.paper, quoted=True), "表.txt", every=True)}
_CHUNK = 10
"""Forms of a case: enough of them that one more costs little."""
_made = lru_cache(2 * _CHUNK)(recombined)
"""Put together once for the formats that take their turn with it; nobody changes it."""


@pytest.mark.full
@pytest.mark.parametrize("variant", _READ)
@pytest.mark.parametrize("first", range(0, examples(400, least=30), _CHUNK))
def test_every_cell_of_a_form_put_together_comes_back(variant: str, first: int) -> None:
    for seed in range(first, first + _CHUNK):
        made = _made(seed, plain=variant == "lines")
        forms = [item for item in _READ[variant](made.drawn) if isinstance(item, Form)]
        assert len(forms) == 1, (seed, made.made_of, made.changes)
        wanted = {place: normal(text) for place, text in cells(made.drawn.gold).items()}
        found = {place: normal(text) for place, text in cells(forms[0]).items()}
        differ = {
            place: (wanted.get(place), found.get(place))
            for place in wanted | found
            if wanted.get(place) != found.get(place) and (place in wanted or not place.startswith("funds"))
        }
        assert (differ, forms[0].kind) == ({}, made.drawn.kind), (seed, made.made_of, made.changes)


_BLOCKS = {"total_weight": "total", "total_score": "total", "goal_expected": "goal", "goal_actual": "goal"}


def _is_told(place: str, form: Form) -> bool:
    """Whether the form says that a place, its row or its block may be wrong."""
    block = _BLOCKS.get(place, place)
    doubts = [doubt.place for doubt in form.uncertain]
    return any(block.startswith(doubt) or doubt.startswith(_BLOCKS.get(place, " ")) for doubt in doubts)


def _read_bare(one: Drawn) -> Iterator[Form | Problem]:
    """A form from its cells as a page gives them that leaves out the empty ones."""
    return read_text(re.sub(r"\n{2,}", "\n", as_lines(one.paper)), "表.txt", every=True)


def _told_and_silent(made: Recombined, read: Callable[[Drawn], Iterator[Form | Problem]]) -> tuple[int, int, int]:
    """How many cells a form has, how many are read right, and how many wrong without a word."""
    wanted = {place: normal(text) for place, text in cells(made.drawn.gold).items()}
    right = silent = 0
    for form in [item for item in read(made.drawn) if isinstance(item, Form)][:1]:
        found = {place: normal(text) for place, text in cells(form).items()}
        told = {normal("".join(one.text.split())) for one in (*form.others, *form.uncertain)}
        bad = [place for place, text in wanted.items() if found.get(place) != text]
        silent += sum(not _is_told(place, form) and (place in found or wanted[place] not in told) for place in bad)
        right += len(wanted) - len(bad)
    return len(wanted), right, silent


@pytest.mark.full
@pytest.mark.parametrize(("variant", "least"), [("html", 0.95), ("txt", 0.94), ("lines", 0.9)])
def test_a_label_that_no_list_knows_is_told_by_its_cells_or_doubted(variant: str, least: float) -> None:
    seeds = range(9000, 9000 + examples(120, least=60))
    forms = [recombined(seed, plain=variant == "lines", last=label_unknown) for seed in seeds]
    everything, right, silent = map(sum, zip(*(_told_and_silent(made, _READ[variant]) for made in forms), strict=True))
    assert right / everything > least
    assert silent < 0.008 * everything


def _read_words(one: Drawn) -> Iterator[Form | Problem]:
    """A form from rows whose cells one blank parts."""
    return read_text(as_words(one.paper), "表.txt", every=True)


@pytest.mark.parametrize(
    ("read", "least", "most"), [(_read_bare, 0.96, 0.003), (_read_words, 0.95, 0.003)], ids=["lines", "words"]
)
def test_cells_copied_without_the_empty_ones_are_right_or_doubted(
    read: Callable[[Drawn], Iterator[Form | Problem]], least: float, most: float
) -> None:
    forms = [recombined(seed, plain=True) for seed in range(7000, 7000 + examples(200, least=40))]
    everything, right, silent = map(sum, zip(*(_told_and_silent(made, read) for made in forms), strict=True))
    assert right / everything > least
    assert silent < most * everything


def test_the_drawings_come_apart() -> None:
    parts = [part for sheet in sheets() for block in sheet.blocks for part in block.parts]
    assert {"head", "funds", "goals", "tree", "total", "foot"} <= set(parts)
    made = [recombined(seed) for seed in range(40)]
    assert len({tuple(one.made_of) for one in made}) > len(made) * 9 // 10
    assert sum(bool(one.changes) for one in made) > len(made) // 2
