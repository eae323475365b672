"""Drawn forms taken apart into their blocks.

A block is a run of rows that no merged cell ties to the next, told by the marks in it: what holds fields of the head,
of the money, of the goals or of the tree.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tests.reading.drawn_layouts import FOLDER, MARK

from jiheng.reading.form.numbering import is_running

Rows = list[list[str]]
HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、")
_OVER_TREE = re.compile(r"(?:指标|情况|体系|评分|偏差|值)$")
_OVER_MONEY = re.compile(r"(?:情况|数|额|率)(?:（[^）]*）)?$")
_OF_GOALS = ("goal_expected", "goal_actual")
_OF_TOTAL = ("total_weight", "total_score")
OF_ROWS = ("skip", "row")
_MOST_OF_A_PAIR = 4


class Block(NamedTuple):
    """Rows of one drawing, and which parts of a form they hold."""

    source: str
    parts: frozenset[str]
    rows: tuple[tuple[str, ...], ...]


class Sheet(NamedTuple):
    """A drawing as its blocks in order; `said` is what its file says above the table."""

    name: str
    said: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]

    @property
    def kind(self) -> str:
        """Which document it is."""
        return dict(self.said).get("kind", "project")


@cache
def sheets() -> tuple[Sheet, ...]:
    """Every drawing that is read from every format and can be taken apart: one tree, each field in one block.

    A form of goals tells money and goals of the year and of the term side by side in blocks of its own.
    """
    found = [_apart(file.stem, file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.txt"))]
    read = (sheet for sheet in found if "unread" not in dict(sheet.said))
    return tuple(sheet for sheet in read if sheet.kind != "goals" and _is_separable(sheet))


def _is_separable(sheet: Sheet) -> bool:
    if is_running(text_of(sheet.blocks[0].rows[0][0])):
        return False
    for block in sheet.blocks:
        text = "".join(cell for row in block.rows for cell in map(text_of, row))
        for name in marks(block.rows):
            said = name.partition("=")[2]
            if name.startswith("goal") and not all(part in text for part in said.split("。")):
                return False  # two goals with a tree each
    return any("tree" in block.parts for block in sheet.blocks)


def _apart(name: str, text: str) -> Sheet:
    head, _, table = text.partition("\ntable\n")
    said = tuple((key, fact) for key, _, fact in (line.partition(": ") for line in head.splitlines()))
    table = table.partition("\nbelow\n")[0]
    raw = [line.split(" | ") for line in table.rstrip("\n").splitlines()]
    wide = max(map(len, raw))
    rows = [(*(cell.strip() for cell in row), *[""] * (wide - len(row))) for row in raw]
    return Sheet(name, said, tuple(_blocks(name, rows)))


def marks(rows: Sequence[Sequence[str]]) -> list[str]:
    return [name for row in rows for cell in row for name in MARK.findall(" " + cell)]


def text_of(cell: str) -> str:
    return MARK.sub("", " " + cell).strip()


def part_of(mark: str) -> str:
    name = mark.partition("=")[0]
    if mark[0] in ">!" or name in OF_ROWS:
        return "tree"
    if mark[0] in "$#":
        return "funds"
    return "goals" if name in _OF_GOALS else "total" if name in _OF_TOTAL else "head"


def _blocks(name: str, rows: list[tuple[str, ...]]) -> Iterator[Block]:
    chunks: list[list[tuple[str, ...]]] = []
    for row in rows:
        if chunks and "^" in row:
            chunks[-1].append(row)
        else:
            chunks.append([row])
    parts = [frozenset(map(part_of, marks(chunk))) for chunk in chunks]
    first = next((n for n, part in enumerate(parts) if "tree" in part), len(parts))
    _mark_tree(chunks, parts, first)
    for n, part in enumerate(parts):
        if not part:
            after = next((other for other in parts[n + 1 :] if other), frozenset())
            before = parts[n - 1] if n else frozenset({"head"})
            parts[n] = after if _is_over(chunks[n], after) else before
    at = 0
    while at < len(chunks):
        end = at + 1
        while end < len(chunks) and parts[end] == parts[at]:
            end += 1
        yield Block(name, parts[at], tuple(row for chunk in chunks[at:end] for row in chunk))
        at = end


def _mark_tree(chunks: Sequence[Rows | list[tuple[str, ...]]], parts: list[frozenset[str]], first: int) -> None:
    """Give the tree its rows as far as its totals, or its last full row, and the rest to the foot."""
    if first == len(parts):
        return
    end = 1 + max(n for n in range(first, len(parts)) if parts[n] & {"tree", "total"})
    if not any("total" in part for part in parts[first:end]):
        while end < len(chunks) and sum(cell not in ("", "<") for cell in chunks[end][0]) > _MOST_OF_A_PAIR - 1:
            end += 1
    whole = frozenset({"tree"}).union(*parts[first:end])
    parts[first:] = [whole] * (end - first) + [frozenset({"foot"})] * (len(parts) - end)


def _is_over(chunk: Sequence[Sequence[str]], after: frozenset[str]) -> bool:
    """Whether rows without marks are the heading or the header of those below them."""
    cells = [cell for row in chunk for cell in row if cell not in ("", "<", "^")]
    if len(cells) == 1:
        return bool(HEADING.match(cells[0]))
    if "tree" in after:
        return all(_OVER_TREE.search(cell) for cell in cells)
    if "funds" in after:
        return len(cells) > _MOST_OF_A_PAIR or (len(cells) > 1 and all(_OVER_MONEY.search(cell) for cell in cells))
    return after == {"goals"} and all(len(cell) < 16 for cell in cells)
