"""Thousands of layouts that nobody drew: drawings taken apart, put together anew and changed as forms really are."""

from functools import lru_cache

import pytest
from tests.effort import examples
from tests.reading.drawn_layouts import cells
from tests.reading.layout_blocks import sheets
from tests.reading.layout_changes import label_unknown
from tests.reading.made_forms import as_tabs
from tests.reading.recombined_layouts import recombined
from tests.reading.test_drawn_layouts import READ

from jiheng.form import Form
from jiheng.quantity.normalise import normal
from jiheng.reading import read_text

_READ = READ | {"txt": lambda one: read_text(as_tabs(one.paper, quoted=True), "表.txt", every=True)}
_CHUNK = 10
"""Forms of a case: enough of them that one more costs little."""
_made = lru_cache(2 * _CHUNK)(recombined)
"""Put together once for the formats that take their turn with it; nobody changes it."""


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


@pytest.mark.parametrize(("variant", "least"), [("html", 0.95), ("txt", 0.94), ("lines", 0.9)])
def test_a_label_that_no_list_knows_is_told_by_its_cells_or_doubted(variant: str, least: float) -> None:
    right = everything = silent = 0
    for seed in range(9000, 9000 + examples(120, least=60)):
        made = recombined(seed, plain=variant == "lines", last=label_unknown)
        wanted = {place: normal(text) for place, text in cells(made.drawn.gold).items()}
        forms = [item for item in _READ[variant](made.drawn) if isinstance(item, Form)]
        for form in forms[:1]:
            found = {place: normal(text) for place, text in cells(form).items()}
            told = {normal("".join(one.text.split())) for one in (*form.others, *form.uncertain)}
            bad = [place for place, text in wanted.items() if found.get(place) != text]
            silent += sum(not _is_told(place, form) and (place in found or wanted[place] not in told) for place in bad)
            right += len(wanted) - len(bad)
        everything += len(wanted)
    assert right / everything > least
    assert silent < 0.008 * everything


def test_the_drawings_come_apart() -> None:
    parts = [part for sheet in sheets() for block in sheet.blocks for part in block.parts]
    assert {"head", "funds", "goals", "tree", "total", "foot"} <= set(parts)
    made = [recombined(seed) for seed in range(40)]
    assert len({tuple(one.made_of) for one in made}) > len(made) * 9 // 10
    assert sum(bool(one.changes) for one in made) > len(made) // 2
