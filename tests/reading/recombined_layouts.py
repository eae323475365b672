"""Drawn forms taken apart and put together anew: the head of one, the money of another, the tree of a third.

A block is a run of rows that no merged cell ties to the next, told by the marks in it: what holds fields of the head,
of the money, of the goals or of the tree. A form is one drawing with some of its blocks exchanged for those of other
drawings of its kind, all brought to the same columns by wider cells, as Word does; and changed as forms really are.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import count, pairwise
from typing import NamedTuple, TypeVar
from zlib import crc32

from tests.reading.drawn_layouts import FOLDER, MARK, Drawn, form_of
from tests.reading.made_forms import Box, Paper, grid

from jiheng.form import POINTS
from jiheng.reading.labels.labels import is_word, meaning

Rows = list[list[str]]
_Option = TypeVar("_Option")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、")
_OVER_TREE = re.compile(r"(?:指标|情况|体系|评分|偏差|值)$")
_OF_GOALS = ("goal_expected", "goal_actual")
_OF_TOTAL = ("total_weight", "total_score")
_OF_ROWS = ("skip", "row")
_ALIKE = {"project", "policy", "transfer"}
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
    """Every drawing that can be taken apart: it has one tree, and each field stands in one block.

    A form of goals tells money and goals of the year and of the term side by side in blocks of its own.
    """
    found = [_apart(file.stem, file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.txt"))]
    return tuple(sheet for sheet in found if sheet.kind != "goals" and _is_separable(sheet))


def _is_separable(sheet: Sheet) -> bool:
    for block in sheet.blocks:
        text = "".join(cell for row in block.rows for cell in map(_text, row))
        for name in _marks(block.rows):
            said = name.partition("=")[2]
            if name.startswith("goal") and not all(part in text for part in said.split("。")):
                return False  # two goals with a tree each
    return any("tree" in block.parts for block in sheet.blocks)


def _apart(name: str, text: str) -> Sheet:
    head, _, table = text.partition("\ntable\n")
    said = tuple((key, fact) for key, _, fact in (line.partition(": ") for line in head.splitlines()))
    raw = [line.split(" | ") for line in table.rstrip("\n").splitlines()]
    wide = max(map(len, raw))
    rows = [(*(cell.strip() for cell in row), *[""] * (wide - len(row))) for row in raw]
    return Sheet(name, said, tuple(_blocks(name, rows)))


def _marks(rows: Sequence[Sequence[str]]) -> list[str]:
    return [name for row in rows for cell in row for name in MARK.findall(" " + cell)]


def _text(cell: str) -> str:
    return MARK.sub("", " " + cell).strip()


def _part(mark: str) -> str:
    name = mark.partition("=")[0]
    if mark[0] in ">!" or name in _OF_ROWS:
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
    parts = [frozenset(map(_part, _marks(chunk))) for chunk in chunks]
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
        return bool(_HEADING.match(cells[0]))
    if "tree" in after:
        return all(_OVER_TREE.search(cell) for cell in cells)
    if "funds" in after:
        return len(cells) > _MOST_OF_A_PAIR
    return after == {"goals"} and all(len(cell) < 16 for cell in cells)


def _fields(block: Block) -> list[str]:
    """The single fields that a block gives; money counts as one."""
    single = [name.partition("=")[0] for name in _marks(block.rows) if name[0] not in "$#>!"]
    return [*(name for name in single if name not in _OF_ROWS), *(["$"] if "funds" in block.parts else [])]


class Recombined(NamedTuple):
    """A form put together anew, and how: the drawing of each block, and what was changed."""

    drawn: Drawn
    """With the title and the lines above in the table, or without merged cells, in some."""

    made_of: list[str]
    changes: list[str]


def recombined(seed: int, plain: bool = False) -> Recombined:
    """The form of a seed. `plain`: only what can be told apart when each cell has a line of its own.

    A further drawing in the folder changes only the forms that it becomes a part of.
    """
    for attempt in count():
        key = f"{seed}.{attempt}"
        base = _picked(sheets(), key, lambda sheet: sheet.name)
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
    for change in chance.sample(_CHANGES if not plain else _PLAIN, chance.randrange(3)):
        changed = change(blocks, random.Random(f"{seed}.{change.__name__}"))
        if changed is not None:
            blocks = changed
            changes.append(change.__name__.strip("_"))
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


def _picked(options: Sequence[_Option], key: str, name: Callable[[_Option], str]) -> _Option:
    return min(options, key=lambda option: crc32(f"{key}.{name(option)}".encode()))


def _exchanged(block: Block, base: Sheet, key: str) -> Block:
    """A block of another drawing of the kind that holds the same parts, in place of one that stands once."""
    if sum(other.parts == block.parts for other in base.blocks) > 1:
        return block
    others = [
        other.parts == block.parts and other
        for sheet in sheets()
        if _is_like(block, sheet.kind, base.kind) and sum(one.parts == block.parts for one in sheet.blocks) == 1
        for other in sheet.blocks
    ]
    return _picked([other for other in others if other], key, lambda other: other.source)


def _is_like(block: Block, kind: str, other: str) -> bool:
    """Whether kinds of documents have such a block alike; the head says of which kind one is."""
    return kind == other or ("head" not in block.parts and {kind, other} <= _ALIKE)


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


# What real forms show.


def _with(blocks: list[Block], at: int, rows: Sequence[Sequence[str]]) -> list[Block]:
    return [*blocks[:at], blocks[at]._replace(rows=tuple(map(tuple, rows))), *blocks[at + 1 :]]


def _tree(blocks: list[Block]) -> tuple[int, Rows, int]:
    """Where the tree stands, its rows, and how many of them are its header."""
    at = next(n for n, block in enumerate(blocks) if "tree" in block.parts)
    rows = [list(row) for row in blocks[at].rows]
    header = 1 + max(n for n, row in enumerate(rows) if any(" @>" in f" {cell}" for cell in row))
    third = _columns(rows)["l3"]
    while rows[header][third] == "^":
        header += 1
    return at, rows, header


def _columns(rows: Rows) -> dict[str, int]:
    """The column of each field of the tree."""
    return {
        name[1:]: column
        for row in rows
        for column, cell in enumerate(row)
        for name in MARK.findall(" " + cell)
        if name[0] == ">"
    }


def _levels_repeated(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """The first levels printed anew on each row."""
    at, rows, header = _tree(blocks)
    columns = _columns(rows)
    first = min(columns.values())
    for column in range(first, columns["l3"]):  # with the weight of a level, where it has its own
        for number in range(header, len(rows)):
            if rows[number][column] == "^" and not MARK.search(" " + rows[number - 1][column]):
                rows[number][column] = rows[number - 1][column]
    return _with(blocks, at, rows)


def _levels_merged(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """Equal first levels one below the other as one merged cell."""
    at, rows, header = _tree(blocks)
    columns = _columns(rows)
    if "l1" not in columns or any(row[columns["l1"] + 1] == "<" for row in rows):
        return None
    above, column = "", columns["l1"]
    for number in range(header, len(rows)):
        text = rows[number][column]
        if text == above and text not in ("^", "<", ""):
            rows[number][column] = "^"
        elif text != "^":
            above = text
    return _with(blocks, at, rows)


def _numbered(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """A column of running numbers before the first level, a number for each indicator or for each first level."""
    at, rows, header = _tree(blocks)
    columns = _columns(rows)
    first = min(columns.values())
    top = next(n for n, row in enumerate(rows) if " @>" in f" {row[first]}")
    if (
        top
        or rows[0][first] in ("<", "^")
        or "skip" in _marks(rows)
        or any(_text(cell) in ("序号", "行次") for row in rows for cell in row)
    ):
        return None
    by_level = chance.random() < 0.5 and "l1" in columns
    number = 0
    for n, row in enumerate(rows):
        cell = row[first]
        if n < header:
            new = "序号" if n == 0 else "^"
        elif _is_total(row) or (cell == "<" and first):
            row[first : first + 1] = [cell, "<"]
            continue
        elif by_level and cell == "^":
            new = "^"
        else:
            number += 1
            new = str(number)
        row.insert(first, new)
    return _with(blocks, at, rows)


def _is_total(row: Sequence[str]) -> bool:
    return any(_part(name) == "total" for name in _marks([row]))


def _column_emptied(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """An empty column in the tree, or at the right of it."""
    at, rows, _ = _tree(blocks)
    place = chance.choice((len(rows[0]), chance.randrange(1, len(rows[0]))))
    if any(place < len(row) and row[place] in ("<", "^") for row in rows):
        place = len(rows[0])
    return _with(blocks, at, [[*row[:place], "", *row[place:]] for row in rows])


def _goals_first(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """The goals above the money."""
    parts = [block.parts for block in blocks]
    if {"goals"} not in parts or {"funds"} not in parts or parts.index({"goals"}) != parts.index({"funds"}) + 1:
        return None
    at = parts.index({"funds"})
    if any(_HEADING.match(row[0]) for block in blocks for row in block.rows):
        return None
    return [*blocks[:at], blocks[at + 1], blocks[at], *blocks[at + 2 :]]


def _head_turned(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """The rows of the head in another order."""
    rows = list(blocks[0].rows)
    if blocks[0].parts != {"head"} or any("^" in row or _HEADING.match(row[0]) for row in rows):
        return None
    chance.shuffle(rows)
    return _with(blocks, 0, rows)


def _values_emptied(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """Amounts, results, scores and reasons that nobody has filled in."""
    at, rows, header = _tree(blocks)
    free = [column for name, column in _columns(rows).items() if name in ("actual", "score", "reason")]
    for row in rows[header:]:
        for column in free:
            if chance.random() < 0.2 and not MARK.search(" " + row[column]) and row[column] not in ("<", "^"):
                row[column] = ""
    return _with(blocks, at, rows)


def _amounts_emptied(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """Amounts of a kind of money that is not the total left empty."""
    at = next((n for n, block in enumerate(blocks) if block.parts == {"funds"}), None)
    if at is None:
        return None
    rows = [list(row) for row in blocks[at].rows]
    for row in rows:
        names = [n for n, cell in enumerate(row) if "@#" in cell and "年度资金总额" not in cell]
        for column in range(names[0] + 1, len(row)) if names and not MARK.search(" " + row[-1]) else ():
            if chance.random() < 0.4 and row[column] not in ("<", "^") and not MARK.search(" " + row[column]):
                row[column] = ""
    return _with(blocks, at, rows)


def _row_between(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """An empty row between two blocks, its cells merged or not."""
    at = chance.randrange(1, len(blocks))
    wide = len(blocks[at].rows[0])
    row = ("",) * wide if chance.random() < 0.5 else ("", *["<"] * (wide - 1))
    return [*blocks[:at], Block("empty", frozenset({"empty"}), (row,)), *blocks[at:]]


def _of_lines(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """Names, results and goals broken over two lines in their cells, labels of the header too."""
    at, rows, header = _tree(blocks)
    columns = _columns(rows)
    for name in ("l2", "l3", "reason"):
        for row in rows[header:] if name in columns else ():
            row[columns[name]] = _broken(row[columns[name]])
    for row in rows[:header]:
        row[:] = [_broken(cell) for cell in row]
    return _with(blocks, at, rows)


def _broken(cell: str) -> str:
    text, rest = (cell, "") if " @" not in cell else (cell[: cell.index(" @")], cell[cell.index(" @") :])
    if len(text) < 4 or "\\n" in text or not re.fullmatch(r"[\u4e00-\u9fff]+", text):
        return cell
    return f"{text[:2]}\\n{text[2:]}{rest}"


@cache
def _labels() -> dict[str, tuple[str, ...]]:
    """The labels of each column of tree and money in a drawing that mean it whatever stands beside them."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for sheet in (sheet for sheet in sheets() if sheet.kind != "monitor"):  # 1—6月执行数 tells the kind
        for cell in (cell for block in sheet.blocks for row in block.rows for cell in row):
            names, label = MARK.findall(" " + cell), _text(cell)
            if len(names) == 1 and names[0][0] in ">$" and "#" not in names[0] and is_word(label):
                means = meaning(label)
                if (means.column if names[0][0] == ">" else means.fund_column) == names[0][1:]:
                    found[names[0]][label] = None
    return {name: tuple(labels) for name, labels in found.items()}


def _relabelled(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """Columns of tree and money called as in other drawings."""
    found = list(blocks)
    for n, block in enumerate(blocks):
        rows = [list(row) for row in block.rows]
        labels = [_text(cell) for row in rows for cell in row]
        for row in rows:
            for column, cell in enumerate(row):
                names = MARK.findall(" " + cell)
                wanted = _labels().get(names[0], ()) if len(names) == 1 else ()
                if _text(cell) in wanted and chance.random() < 0.5:
                    new = [label for label in wanted if label not in labels]
                    if new and names[0] not in (">l1", ">l2", ">l3"):
                        label = _picked(new, f"{chance.random()}", str)
                        labels.append(label)
                        row[column] = f"{label} @{names[0]}"
        found = _with(found, n, rows)
    return found


def _columns_moved(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """The weight right behind the third level, or score and weight the other way round."""
    at, rows, header = _tree(blocks)
    columns = _columns(rows)
    totals = [row for row in rows[header:] if _is_total(row)]
    if header > 1 or not {"l3", *POINTS} <= columns.keys() or len(totals) > 1:
        return None
    order = list(range(len(rows[0])))
    weight, score = columns["weight"], columns["score"]
    if chance.random() < 0.5:
        order.remove(weight)
        order.insert(order.index(columns["l3"]) + 1, weight)
    else:
        order[weight], order[score] = order[score], order[weight]
    moved = []
    for row in rows:
        if row in totals:
            moved.append(_total(row, order))
            if moved[-1] is None:
                return None
        elif (
            any(row[n] == "<" or (n + 1 < len(row) and row[n + 1] == "<") for n in (weight, score))
            or "<" in row[columns["l3"] + 1 :]
        ):
            return None
        else:
            moved.append([row[n] for n in order])
    return _with(blocks, at, [row for row in moved if row is not None])


def _total(row: list[str], order: list[int]) -> list[str] | None:
    """A row of totals below columns in another order: its label as far as the first figure."""
    marked = [place for place, n in enumerate(order) if _is_total([row[n]])]
    if (
        MARK.search(" " + row[0])
        or row[0] in ("^", "")
        or any(cell not in ("<", "") for cell in row[1:] if not MARK.search(" " + cell))
    ):
        return None
    return [
        row[0],
        *["<"] * (marked[0] - 1),
        *(row[n] if place in marked else "" for place, n in list(enumerate(order))[marked[0] :]),
    ]


def _spaced(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """Labels with blanks between their characters, so that they fill their cells."""
    blank = chance.choice((" ", "　"))
    for at, block in enumerate(blocks):
        rows = [
            [
                cell.replace(_text(cell), blank.join(_text(cell)), 1)
                if 1 < len(_text(cell)) < 6 and is_word(_text(cell)) and "=" not in cell and chance.random() < 0.5
                else cell
                for cell in row
            ]
            for row in block.rows
        ]
        blocks = _with(blocks, at, rows)
    return blocks


def _edges_upright(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """The names of blocks down the left edge with a line for each character or two."""
    for at, block in enumerate(blocks):
        rows = [list(row) for row in block.rows]
        for row, below in pairwise(rows):
            if below[0] == "^" and row[0] not in ("^", "<", "") and "=" not in row[0] and "\\n" not in row[0]:
                text, size = _text(row[0]), chance.choice((1, 2))
                row[0] = row[0].replace(text, "\\n".join(text[n : n + size] for n in range(0, len(text), size)), 1)
        blocks = _with(blocks, at, rows)
    return blocks


def _edge_in_two_rows(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """The name of a block down the left edge written into two cells, one below the other."""
    for at, block in enumerate(blocks):
        rows = [list(row) for row in block.rows]
        text = rows[0][0]
        if (
            block.parts == {"goals"}
            and len(rows) == 2
            and rows[1][0] == "^"
            and len(text) in (4, 6)
            and is_word(text)
            and rows[0][1] != "<"
        ):
            rows[0][0], rows[1][0] = text[: len(text) // 2], text[len(text) // 2 :]
        blocks = _with(blocks, at, rows)
    return blocks


_Change = Callable[[list[Block], random.Random], list[Block] | None]
_PLAIN: list[_Change] = [
    _levels_repeated,
    _numbered,
    _goals_first,
    _head_turned,
    _values_emptied,
    _amounts_emptied,
    _row_between,
    _relabelled,
    _columns_moved,
    _spaced,
]
_CHANGES: list[_Change] = [*_PLAIN, _levels_merged, _column_emptied, _of_lines, _edges_upright, _edge_in_two_rows]
