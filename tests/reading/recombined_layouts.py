"""Drawn forms put together anew: the head of one, the money of another, the tree of a third.

A form is one drawing with its blocks exchanged for those of other drawings of its kind, all brought to the same columns
by wider cells, as Word does; and changed as forms really are.
"""

import random
from functools import cache
from itertools import count
from typing import NamedTuple

from tests.reading.drawn_layouts import Drawn, form_of
from tests.reading.layout_blocks import OF_ROWS, Block, Rows, Sheet, marks, sheets
from tests.reading.layout_changes import CHANGES, PLAIN, Change, picked
from tests.reading.made_forms import Box, Paper, grid

_ALIKE = {"project", "policy", "transfer"}


class Recombined(NamedTuple):
    """A form put together anew, and how: the drawing of each block, and what was changed."""

    drawn: Drawn
    """With the title and the lines above in the table, or without merged cells, in some."""

    made_of: list[str]
    changes: list[str]


def recombined(seed: int, plain: bool = False, last: Change | None = None) -> Recombined:
    """The form of a seed. `plain`: only what can be told apart when each cell has a line of its own; `last`: a change
    made after those that the seed picks.

    A further drawing in the folder changes only the forms that it becomes a part of.
    """
    for attempt in count():
        key = f"{seed}.{attempt}"
        base = picked(sheets(), key, lambda sheet: sheet.name)
        blocks = [_exchanged(block, base, f"{key}.{number}") for number, block in enumerate(base.blocks)]
        said = base.said
        if blocks[0].parts == base.blocks[0].parts == {"head"}:
            said = next(sheet.said for sheet in sheets() if sheet.name == blocks[0].source)
        fields = [*(name for block in blocks for name in _fields(block)), *(key for key, _ in said)]
        once = [name for name in fields if name != "above"]
        if len(once) == len(set(once)) and ("project" in once or base.kind == "whole"):
            break
    chance = random.Random(seed)
    changes = []
    for change in chance.sample(CHANGES if not plain else PLAIN, chance.randrange(4)):
        changed = change(blocks, random.Random(f"{seed}.{change.__name__}"))
        if changed is not None:
            blocks = changed
            changes.append(change.__name__.strip("_"))
    if last is not None:
        blocks = last(blocks, random.Random(f"{seed}.last")) or blocks
    rows = _laid_out(blocks, chance)
    made_of = [f"{'+'.join(sorted(block.parts))}:{block.source}" for block in blocks]
    drawn = form_of(f"{seed}", said, rows)
    if not plain and chance.random() < 0.15:
        changes.append("title_inside")
        _take_in(drawn.paper)
    if not plain and chance.random() < 0.15:
        changes.append("unmerged")
        drawn.paper.rows = [[Box(text) for text in row] for row in grid(drawn.paper)]
    return Recombined(drawn, made_of, changes)


def _take_in(paper: Paper) -> None:
    """Make rows of the table of the title and the lines above it, as sheets have them."""
    wide = sum(box.columns for box in paper.rows[0])
    paper.rows[:0] = [[Box(line, wide)] for line in (paper.title, *paper.above)]
    paper.title, paper.above = "", []


def _exchanged(block: Block, base: Sheet, key: str) -> Block:
    """A block of another drawing of the kind that holds the same parts, in place of one that stands once."""
    if sum(other.parts == block.parts for other in base.blocks) > 1:
        return block
    others = [other for kind, other in _alone(block.parts) if _is_like(block, kind, base.kind)]
    return picked(others, key, lambda other: other.source)


@cache
def _alone(parts: frozenset[str]) -> list[tuple[str, Block]]:
    """The blocks that hold just these parts and are the only ones of their drawing, with its kind."""
    found = [(sheet.kind, [block for block in sheet.blocks if block.parts == parts]) for sheet in sheets()]
    return [(kind, blocks[0]) for kind, blocks in found if len(blocks) == 1]


def _is_like(block: Block, kind: str, other: str) -> bool:
    """Whether kinds of documents have such a block alike; the head says of which kind one is."""
    return kind == other or ("head" not in block.parts and {kind, other} <= _ALIKE)


def _fields(block: Block) -> list[str]:
    """The single fields that a block gives; money counts as one."""
    single = [name.partition("=")[0] for name in marks(block.rows) if name[0] not in "$#>!"]
    return [*(name for name in single if name not in OF_ROWS), *(["$"] if "funds" in block.parts else [])]


# The columns of the blocks brought together.


def _laid_out(blocks: list[Block], chance: random.Random) -> Rows:
    wide = max(len(block.rows[0]) for block in blocks) + chance.choice((0, 0, 1, 3))
    rows: Rows = []
    for block in blocks:
        sizes = _sizes(block, wide, chance)
        mark = " @skip" if block.parts == {"foot"} else ""
        rows += [_widened([row[0] + mark, *row[1:]], sizes) for row in block.rows]
    return rows


def _sizes(block: Block, wide: int, chance: random.Random) -> list[int]:
    """How many columns of the whole table each column of a block takes."""
    columns = len(block.rows[0])
    if chance.random() < 0.5:
        return [(n + 1) * wide // columns - n * wide // columns for n in range(columns)]
    sizes = [1] * columns
    at = chance.choice((columns - 1, chance.randrange(columns)))
    sizes[at] += wide - columns
    return sizes


def _widened(row: list[str], sizes: list[int]) -> list[str]:
    return [text for cell, size in zip(row, sizes, strict=True) for text in [cell, *["<"] * (size - 1)]]
