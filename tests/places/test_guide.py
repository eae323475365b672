"""The guide for writing one's own book: its example works, and the parameters it names exist."""

import re
from pathlib import Path

from jiheng.places import load

GUIDE = (Path(__file__).parents[2] / "docs" / "rulebooks-guide.md").read_text("utf-8")


def test_the_example_is_a_book(tmp_path: Path):
    (tmp_path / "my.toml").write_text(re.search(r"```toml\n(.*?)```", GUIDE, re.S)[1], "utf-8")
    book = load(tmp_path / "my.toml")
    assert book.number("execution.weight") == 20
    assert book.years == (2025,)


def test_every_parameter_in_the_table_exists():
    rows = re.findall(r"^\| (`[a-z]+\.[a-z_]+`(?:、`[a-z]+\.[a-z_]+`)*) \|", GUIDE, re.M)
    paths = [path for row in rows for path in re.findall(r"`([^`]+)`", row)]
    assert len(paths) >= 10
    assert set(paths) <= load("mof-2020").parameters.keys()
