"""What was read back against what was painted, cell by cell."""

import msgspec

from jiheng.form import Form, Problem, cells
from jiheng.reading import read_bytes

from ..render import graded


def read(data: bytes, name: str) -> list[Form]:
    """The forms of a file; fails when anything is wrong with it."""
    found = list(read_bytes(data, name))
    problems = [item for item in found if isinstance(item, Problem)]
    assert not problems, problems
    return [item for item in found if isinstance(item, Form)]


_MOST = 0.95


def expect(data: bytes, name: str, forms: list[Form]) -> None:
    """Fails with the cells that differ."""
    found = read(data, name)
    assert [form.project for form in found] == [form.project for form in forms]
    for got, form in zip(found, forms, strict=True):
        # not every print-out yields the lines below a table; none comes twice, and none that is not printed
        assert len(set(got.notes)) == len(got.notes) and set(got.notes) <= set(form.notes), got.notes
        got.notes, painted = [], msgspec.structs.replace(form, notes=[])
        here, there = dict(cells(graded(got))), dict(cells(graded(painted)))
        differ = {k: (here.get(k), there.get(k)) for k in here | there if here.get(k) != there.get(k)}
        assert not differ, differ
        assert graded(got) == graded(painted), (got, painted)


def expect_without_rules(data: bytes, name: str, forms: list[Form]) -> None:
    """Forms whose columns no rules part: each says so, and the most of it is right."""
    found = read(data, name)
    assert all(any(doubt.place == "form" for doubt in form.uncertain) for form in found)
    right, total = share(found, forms)
    assert right >= _MOST * total, (right, total)


def share(found: list[Form], forms: list[Form]) -> tuple[int, int]:
    """Cells read right, and cells painted."""
    right = total = 0
    by_project = {form.project: form for form in found}
    for form in forms:
        there = dict(cells(graded(form)))
        here = dict(cells(graded(by_project[form.project]))) if form.project in by_project else {}
        total += len(there)
        right += sum(here.get(place) == text for place, text in there.items())
    return right, total
