"""docs/quantity.md and the code say the same: every row of its tables is read again here."""

from pathlib import Path

import pytest

from jiheng.quantity import KIND_NAMES, parse, understood

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "quantity.md"


def rows() -> list[tuple[str, ...]]:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines if line.startswith("|")]
    return [row for row in cells if len(row) == 5 and row[0] != "原文" and not row[0].startswith("---")]


def test_the_document_has_examples_of_every_kind() -> None:
    assert {row[3] for row in rows()} == set(KIND_NAMES.values())


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_row(row: tuple[str, ...]) -> None:
    text, sign, unit, kind, meaning = row
    value = parse(text, sign=sign or None, unit=unit or None)
    assert (KIND_NAMES[value.kind], understood(value)) == (kind, meaning)
