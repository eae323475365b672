"""How much of what published forms print is understood; the forms are not part of the project."""

import json
from pathlib import Path

from jiheng.quantity import Kind, parse


def test_every_figure_of_the_published_forms_is_understood(corpus: Path) -> None:
    cells = [
        (row["target"], row.get("property"), row.get("unit"))
        for file in sorted((corpus / "gold").glob("*/*.json"))
        for row in json.loads(file.read_text(encoding="utf-8"))["indicators"]
        if row["target"]
    ]
    missed = [
        text
        for text, sign, unit in cells
        if parse(text, sign=sign, unit=unit).kind is Kind.TEXT
        and any(c.isdecimal() for c in text)
        and not parse(text, sign=sign, unit=unit).quantities
    ]
    assert len(missed) <= len(cells) / 100, missed
