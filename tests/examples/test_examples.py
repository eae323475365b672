"""The example department reads back to its records, and every planted fault is found: no more, no fewer."""

import msgspec
import pytest

from jiheng.checks import Audit, State, audit, load_accepted
from jiheng.form import Form, cells
from jiheng.reading import read_paths

from .department import FOLDER, REPO, Planted, files, forms
from .make import contents

PLANTED = forms()


@pytest.fixture(scope="module")
def read() -> dict[tuple[str, int], Form]:
    """What reading finds: (file, number in it) → form."""
    found: dict[tuple[str, int], Form] = {}
    for item in read_paths([FOLDER]):
        assert isinstance(item, Form), item
        file = item.source.partition("#")[0]
        found[file, sum(name == file for name, _ in found)] = item
    return found


@pytest.fixture(scope="module")
def audited(read: dict[tuple[str, int], Form]) -> Audit:
    return audit(list(read.values()))


def key(planted: Planted) -> tuple[str, int]:
    own = [one for one in PLANTED if one.file == planted.file]
    return planted.file, own.index(planted)


def name(planted: Planted) -> str:
    return planted.form.project or ""


def test_the_files_are_what_the_script_writes() -> None:
    for file, data in contents().items():
        assert (FOLDER / file).read_bytes() == data, "运行 python -m tests.examples.make"
    assert {path.name for path in FOLDER.iterdir()} == set(files())


def test_every_form_is_read(read: dict[tuple[str, int], Form]) -> None:
    assert set(read) == {key(one) for one in PLANTED}


@pytest.mark.parametrize("planted", PLANTED, ids=name)
def test_a_form_reads_back_to_its_record(planted: Planted, read: dict[tuple[str, int], Form]) -> None:
    form = read[key(planted)]
    expected, found = dict(cells(planted.form)), dict(cells(form))
    found.pop("title", None)
    assert found == expected
    assert form.blank_rows == planted.form.blank_rows
    assert form.uncertain == []
    merged_down = (".l1", ".l2", "year")
    assert set(form.origins) >= {place for place, text in found.items() if text and not place.endswith(merged_down)}


@pytest.mark.parametrize("planted", PLANTED, ids=name)
def test_what_is_planted_is_found_and_nothing_else(planted: Planted, audited: Audit) -> None:
    indexes = {form.form.source: index for index, form in enumerate(audited.forms)}
    file, number = key(planted)
    index = indexes[f"{file}#{number + 1}"]
    found = {(one.code, one.place) for one in audited.forms[index].findings}
    found |= {(one.code, one.place) for one in audited.batch if index in one.forms[1:]}
    assert found == {(code, place) for code, places in planted.faults.items() for place in places}


def test_every_family_is_planted() -> None:
    assert {code[0] for planted in PLANTED for code in planted.faults} == set("ASTREFB")
    assert sum(not planted.faults for planted in PLANTED) >= 6


def test_no_check_breaks_down(audited: Audit) -> None:
    outcomes = [outcome for form in audited.forms for outcome in form.outcomes.values()]
    assert all(one.state is not State.DEFECT for one in [*outcomes, *audited.batch_outcomes.values()])


def test_an_accepted_finding_comes_back_when_its_cell_changes(read: dict[tuple[str, int], Form]) -> None:
    entries = load_accepted(REPO / "examples" / "accepted.toml")
    everything = list(read.values())
    closed = [one for form in audit(everything, accepted=entries).forms for one in form.accepted]
    assert [one.finding.code for one in closed] == [entry.code for entry in entries]
    project = entries[0].project or ""
    changed = [
        msgspec.structs.replace(form, project=f"{project}（续）") if form.project == project else form
        for form in everything
    ]
    assert not [one for form in audit(changed, accepted=entries).forms for one in form.accepted]
