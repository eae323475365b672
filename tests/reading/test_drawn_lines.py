"""Tables drawn with characters: as printing to text draws them, as Pandoc writes them."""

import unicodedata
from collections.abc import Callable

import pytest

from jiheng.form import Form
from jiheng.reading.read import read_text
from jiheng.reading.textlayer.drawn_lines import undrawn

from .formats.paper import Paper
from .hostile.test_spoiled import paper

BOXES = {"corner": "┼", "bar": "│", "stroke": "─"}
SIGNS = {"corner": "+", "bar": "|", "stroke": "-"}


def wide(text: str, ambiguous: int = 1) -> int:
    """The room of a text in half-width characters."""
    kinds = {"W": 2, "F": 2, "A": ambiguous}
    return sum(kinds.get(unicodedata.east_asian_width(char), 1) for char in text)


def drawn(paper: Paper, signs: dict[str, str], room: Callable[[str], int], folded: int) -> str:
    """The paper drawn with signs, texts broken after so many characters, merged cells without bars within."""
    corner, bar, stroke = signs["corner"], signs["bar"], signs["stroke"]
    column = 2 * folded + 2
    count = len(paper.widths)
    thick = room(bar)
    rule = corner + corner.join(stroke * (column // room(stroke)) for _ in range(count)) + corner
    lines = [*paper.above, rule]
    placed = list(paper.placed())
    for number in range(len(paper.rows)):
        row = {p.column: p.box for p in placed if p.row == number}
        broken = {
            c: [line[i : i + folded] for line in b.text.split("\n") for i in range(0, len(line), folded)]
            for c, b in row.items()
        }
        for turn in range(max([1, *map(len, broken.values())])):
            line, c = "", 0
            while c < count:
                span = row[c].wide if c in row else 1
                text = broken[c][turn] if c in row and turn < len(broken[c]) else ""
                line += bar + text + " " * (span * column + (span - 1) * thick - room(text))
                c += span
            lines.append(line + bar)
        lines.append(rule)
    return "\n".join([*lines, *paper.below])


@pytest.mark.parametrize("ambiguous", [1, 2])
@pytest.mark.parametrize("signs", [BOXES, SIGNS], ids=["boxes", "signs"])
def test_a_drawn_table_is_read(signs: dict[str, str], ambiguous: int) -> None:
    form, sheet = paper()
    text = drawn(sheet, signs, lambda piece: wide(piece, ambiguous), 12)
    (found,) = (one for one in read_text(text, "甲.txt") if isinstance(one, Form))
    assert (found.project, found.total_score, found.year) == (form.project, form.total_score, form.year)
    assert found.funds == form.funds
    assert found.indicators == form.indicators


def test_text_that_is_not_drawn_stays() -> None:
    lines = list(enumerate(["+---", "| 甲 | 乙 |", "", "1 + 1", "├ 目录", "项目名称\t甲"], 1))
    assert list(undrawn(lines)) == lines
