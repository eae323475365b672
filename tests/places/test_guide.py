"""The guide for writing one's own book: its example works, and the parameters it names exist."""

import re
from pathlib import Path

import pytest

from jiheng.places import load
from jiheng.places.pack import find

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "rulebooks-guide.md").read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", GUIDE, re.S)


def test_the_example_is_a_book(tmp_path: Path):
    (tmp_path / "my.toml").write_text(EXAMPLES[0], "utf-8")
    book = load(tmp_path / "my.toml")
    assert book.number("execution.weight") == 20
    assert [row["execution"] for row in book.rows("weights.schemes")] == [20]
    assert book.years == (2025,)


def test_every_parameter_in_the_table_exists():
    rows = re.findall(r"^\| (`[a-z]+\.[a-z_]+`(?:、`[a-z]+\.[a-z_]+`)*) \|", GUIDE, re.M)
    paths = [path for row in rows for path in re.findall(r"`([^`]+)`", row)]
    assert len(paths) >= 10
    assert set(paths) <= load("mof-2020").parameters.keys()


@pytest.mark.parametrize("number", range(1, len(EXAMPLES)))
def test_every_other_example_goes_into_a_book(tmp_path: Path, number: int):
    head = EXAMPLES[0].partition("[execution.weight]")[0]
    schemes = "[weights" + EXAMPLES[0].partition("[weights")[2] if "execution.weight" in EXAMPLES[number] else ""
    marks = 'text = "t"\nsource = "s"\ncertainty = "chosen"\n' if "text" not in EXAMPLES[number] else ""
    both = schemes.replace(
        "value = [{", "value = [{ execution = 10, output = 50, cost = 0, benefit = 30, satisfaction = 10 }, {"
    )
    (tmp_path / "my.toml").write_text(head + EXAMPLES[number] + marks + both, "utf-8")
    load(tmp_path / "my.toml")


def test_the_header_of_the_page_on_places_is_a_header(tmp_path: Path):
    page = (DOCS / "places.md").read_text("utf-8")
    header = next(each for each in re.findall(r"```toml\n(.*?)```", page, re.S) if "level1 =" in each)
    folder = tmp_path / "my-county-2024"
    folder.mkdir()
    (folder / "place.toml").write_text(header, "utf-8")
    pack = find(folder)
    assert pack.signs.notes == ("20分*执行率",)
    assert all(getattr(pack.signs, name) for name in pack.signs.__struct_fields__), "the page shows every sign"
    assert load(folder).departments == ("某县",)
