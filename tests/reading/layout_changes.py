"""What real forms show that no drawing has: levels printed anew, running numbers, columns moved, cells left empty.

A change takes the blocks of a form and gives them changed, or None where it has nothing to change.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeVar
from zlib import crc32

from tests.reading.drawn_layouts import MARK
from tests.reading.layout_blocks import HEADING, Block, Rows, marks, part_of, sheets, text_of

from jiheng.form import POINTS
from jiheng.reading.labels.labels import is_word, meaning

_Option = TypeVar("_Option")
_FEWEST = 2
"""Blocks above the tree between which a text may stand."""


def picked(options: Sequence[_Option], key: str, name: Callable[[_Option], str]) -> _Option:
    """One of several by a key, which a further option changes only where that is picked."""
    return min(options, key=lambda option: crc32(f"{key}.{name(option)}".encode()))


def with_rows(blocks: list[Block], at: int, rows: Sequence[Sequence[str]]) -> list[Block]:
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
    labels = [text_of(row[first]) for row in rows[:header] if marks([[row[first]]])]
    if not all(map(is_word, labels)):  # below a label that nobody knows, pasted cells that come again may be anything
        return None
    for column in range(first, columns["l3"]):  # with the weight of a level, where it has its own
        for number in range(header, len(rows)):
            if rows[number][column] == "^" and not MARK.search(" " + rows[number - 1][column]):
                rows[number][column] = rows[number - 1][column]
    return with_rows(blocks, at, rows)


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
    return with_rows(blocks, at, rows)


def _numbered(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """A column of running numbers before the first level, a number for each indicator or for each first level."""
    at, rows, header = _tree(blocks)
    columns = _columns(rows)
    first = min(columns.values())
    top = next(n for n, row in enumerate(rows) if " @>" in f" {row[first]}")
    if (
        top
        or rows[0][first] in ("<", "^")
        or "skip" in marks(rows)
        or any(text_of(cell) in ("序号", "行次") for row in rows for cell in row)
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
    return with_rows(blocks, at, rows)


def _is_total(row: Sequence[str]) -> bool:
    return any(part_of(name) == "total" for name in marks([row]))


def _column_emptied(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """An empty column in the tree, or at the right of it."""
    at, rows, _ = _tree(blocks)
    place = chance.choice((len(rows[0]), chance.randrange(1, len(rows[0]))))
    if any(place < len(row) and row[place] in ("<", "^") for row in rows):
        place = len(rows[0])
    return with_rows(blocks, at, [[*row[:place], "", *row[place:]] for row in rows])


def _goals_first(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """The goals above the money."""
    parts = [block.parts for block in blocks]
    if {"goals"} not in parts or {"funds"} not in parts or parts.index({"goals"}) != parts.index({"funds"}) + 1:
        return None
    at = parts.index({"funds"})
    if any(HEADING.match(row[0]) for block in blocks for row in block.rows):
        return None
    return [*blocks[:at], blocks[at + 1], blocks[at], *blocks[at + 2 :]]


def _head_turned(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """The rows of the head in another order."""
    rows = list(blocks[0].rows)
    if blocks[0].parts != {"head"} or any("^" in row or HEADING.match(row[0]) for row in rows):
        return None
    chance.shuffle(rows)
    return with_rows(blocks, 0, rows)


def _values_emptied(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """Amounts, results, scores and reasons that nobody has filled in."""
    at, rows, header = _tree(blocks)
    free = [column for name, column in _columns(rows).items() if name in ("actual", "score", "reason")]
    for row in rows[header:]:
        for column in free:
            if chance.random() < 0.2 and not MARK.search(" " + row[column]) and row[column] not in ("<", "^"):
                row[column] = ""
    return with_rows(blocks, at, rows)


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
    return with_rows(blocks, at, rows)


def _row_between(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """An empty row between two blocks, its cells merged or not."""
    if len(blocks) < _FEWEST:
        return None
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
    return with_rows(blocks, at, rows)


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
            names, label = MARK.findall(" " + cell), text_of(cell)
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
        labels = [text_of(cell) for row in rows for cell in row]
        for row in rows:
            for column, cell in enumerate(row):
                names = MARK.findall(" " + cell)
                wanted = _labels().get(names[0], ()) if len(names) == 1 else ()
                if text_of(cell) in wanted and chance.random() < 0.5:
                    new = [label for label in wanted if label not in labels]
                    if new and names[0] not in (">l1", ">l2", ">l3"):
                        label = picked(new, f"{chance.random()}", str)
                        labels.append(label)
                        row[column] = f"{label} @{names[0]}"
        found = with_rows(found, n, rows)
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
    return with_rows(blocks, at, [row for row in moved if row is not None])


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
                cell.replace(text_of(cell), blank.join(text_of(cell)), 1)
                if 1 < len(text_of(cell)) < 6 and is_word(text_of(cell)) and "=" not in cell and chance.random() < 0.5
                else cell
                for cell in row
            ]
            for row in block.rows
        ]
        blocks = with_rows(blocks, at, rows)
    return blocks


def _edges_upright(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """The names of blocks down the left edge with a line for each character or two."""
    for at, block in enumerate(blocks):
        rows = [list(row) for row in block.rows]
        for row, below in pairwise(rows):
            if below[0] == "^" and row[0] not in ("^", "<", "") and "=" not in row[0] and "\\n" not in row[0]:
                text, size = text_of(row[0]), chance.choice((1, 2))
                row[0] = row[0].replace(text, "\\n".join(text[n : n + size] for n in range(0, len(text), size)), 1)
        blocks = with_rows(blocks, at, rows)
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
            and all(is_word(text_of(cell)) for cell in rows[0] if cell != "<")
        ):
            rows[0][0], rows[1][0] = text[: len(text) // 2], text[len(text) // 2 :]
        blocks = with_rows(blocks, at, rows)
    return blocks


_COLUMNS_OF_TREE = (
    ("佐证材料", "验收单"),
    ("数据来源", "业务台账"),
    ("责任科室", "业务科"),
    ("是否完成", "是"),
    ("评分标准", "按完成比例计分"),
    ("完成率", "100%"),
    ("核查结果", "属实"),
    ("权重说明", "按重要程度"),
    ("备注", ""),
)
_COLUMNS_OF_MONEY = (("到位数", "60"), ("资金结余", "0"), ("资金到位率", "100%"), ("结转下年", "0"), ("备注", ""))
_ROWS_OF_HEAD = (
    ("立项文件", "云发改〔2022〕15号"),
    ("项目概况", "沿河清淤并加固堤岸，改善两岸排涝条件。"),
    ("资金文号", "云财农〔2022〕31号"),
    ("实施地点", "云溪镇、青澜乡"),
    ("政府采购方式", "公开招标"),
    ("项目级次", "县级"),
    ("档案编号", "2022-017"),
)
_TEXTS = (
    ("组织实施情况", "成立工作专班，按月调度，按合同验收。"),
    ("项目管理制度", "执行项目资金管理办法，专账核算。"),
    ("经验做法", "由村民理事会参与验收。"),
)


def _column_added_below_one_header(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """A further column in a tree of one tier, without weights of levels, whose labels are words of the field.

    Only there pasted cells say what is theirs.
    """
    _, rows, header = _tree(blocks)
    weights = [cell for cell in rows[0] if meaning(text_of(cell)).column == "weight"]
    values = [text_of(rows[0][column]) for name, column in _columns(rows).items() if name in ("l3", "target", "actual")]
    is_plain = header == 1 and len(weights) < _FEWEST and all(map(is_word, values))
    return _column_added(blocks, chance) if is_plain else None


def _column_added(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """A further column in the tree, right of what was reached or at its end, with a label of any kind."""
    at, rows, header = _tree(blocks)
    label, text = chance.choice(_COLUMNS_OF_TREE)
    columns = _columns(rows)
    wide = len(rows[0])
    top = next(n for n, row in enumerate(rows) if set(row[1:]) != {"<"})
    places = [wide, *([columns["actual"] + 1] if "actual" in columns else [])]
    place = chance.choice(places)
    if any(text_of(cell) == label for row in rows for cell in row):
        return None
    if place < wide and any(row[place] == "<" for row in rows if not _is_total(row)):
        place = wide
    made = []
    for n, row in enumerate(rows):
        cell = label if n == top else "^" if n < header else text if _is_filled(row, columns) else ""
        cell = "<" if n < top else cell  # below a heading over all columns
        if place < len(row) and row[place] == "<":
            cell = "<"
        made.append([*row[:place], cell, *row[place:]])
    return with_rows(blocks, at, made)


def _is_filled(row: Sequence[str], columns: dict[str, int]) -> bool:
    """Whether a row is that of an indicator with a name and a value."""
    filled = [row[columns[name]] for name in ("l3", "target", "score") if name in columns]
    return not _is_total(row) and all(cell not in ("", "<") for cell in filled)


def _column_of_money_added(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """A further column right of those of the money."""
    at = next((n for n, block in enumerate(blocks) if block.parts == {"funds"}), None)
    if at is None:
        return None
    rows = blocks[at].rows
    heads = [n for n, row in enumerate(rows) if any(name[0] == "$" and "#" not in name for name in marks([row]))]
    bodies = [n for n, row in enumerate(rows) if any("#" in name for name in marks([row]))]
    if len(heads) != 1 or heads[0] != 0 or set(bodies) != set(range(1, len(rows))):
        return None
    label, text = chance.choice(_COLUMNS_OF_MONEY)
    if any(text_of(cell) == label for row in rows for cell in row):
        return None
    return with_rows(blocks, at, [[*row, label if n == 0 else text] for n, row in enumerate(rows)])


def _row_of_head_added(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """A further label with its value among those of the head."""
    rows = list(blocks[0].rows)
    if blocks[0].parts != {"head"}:
        return None
    place = chance.choice([n for n in range(1, len(rows) + 1) if n == len(rows) or "^" not in rows[n]])
    label, text = chance.choice(_ROWS_OF_HEAD)
    return with_rows(blocks, 0, [*rows[:place], (label, text, *["<"] * (len(rows[0]) - 2)), *rows[place:]])


def _text_added(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """A text of its own between two parts above the tree."""
    at, _, _ = _tree(blocks)
    if at < _FEWEST:
        return None
    place = chance.randrange(1, at + 1)
    wide = len(blocks[place - 1].rows[0])
    label, text = chance.choice(_TEXTS)
    row = (label, text, *["<"] * (wide - 2))
    return [*blocks[:place], Block("text", frozenset({"text"}), (row,)), *blocks[place:]]


def _row_of_money_added(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """A further kind of money below the others."""
    at = next((n for n, block in enumerate(blocks) if block.parts == {"funds"}), None)
    if at is None:
        return None
    rows = [list(row) for row in blocks[at].rows]
    last = rows[-1]
    named = [n for n, cell in enumerate(last) if " @#" in f" {cell}"]
    kind = chance.choice(("银行贷款", "社会投入", "村集体自筹", "对口帮扶资金", "彩票公益金"))
    if len(named) != 1 or "年度资金总额" in last[named[0]] or any("合计" in text_of(row[named[0]]) for row in rows):
        return None
    row = [
        f"{kind} @#{kind}" if n == named[0] else "^" if n < named[0] and cell in ("^", "") else cell
        for n, cell in enumerate(last)
    ]
    if any(cell == "^" for cell in row[named[0] :]) or "^" not in last[: named[0]] != []:
        return None
    return with_rows(blocks, at, [*rows, row])


@cache
def _head_labels() -> dict[str, tuple[str, ...]]:
    """The labels of each field of the head and of each goal that stand left of it in a drawing."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    usual = [
        sheet for sheet in sheets() if sheet.kind in ("project", "policy")
    ]  # others have labels that tell the kind
    for row in (row for sheet in usual for block in sheet.blocks for row in block.rows):
        for name, label in _left_labels(row).values():
            means = meaning(text_of(label))
            if is_word(text_of(label)) and name in (means.head, means.goal):
                found[name][label] = None
    return {name: tuple(labels) for name, labels in found.items()}


def _left_labels(row: Sequence[str]) -> dict[int, tuple[str, str]]:
    """The single fields of a row with the labels left of them, by the column of the label."""
    found = {}
    for column, cell in enumerate(row):
        names = marks([[cell]])
        if len(names) == 1 and names[0].isidentifier():
            left = next((n for n in range(column - 1, -1, -1) if row[n] != "<"), None)
            if left is not None and row[left] not in ("^", "") and not marks([[row[left]]]):
                found[left] = (names[0], row[left])
    return found


def _head_relabelled(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """Fields of the head and the goals called as in other drawings."""
    found = list(blocks)
    for n, block in enumerate(blocks):
        rows = [list(row) for row in block.rows]
        for row in rows:
            for column, (name, label) in _left_labels(row).items():
                labels = _head_labels().get(name, ())
                if label in labels and chance.random() < 0.6:
                    row[column] = picked(labels, f"{chance.random()}", str)
        found = with_rows(found, n, rows)
    return found


def _total_relabelled(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """The total called otherwise."""
    at, rows, header = _tree(blocks)
    for row in rows[header:]:
        if _is_total(row) and row[0] in ("总分", "合计", "总计", "合计得分", "总得分"):
            row[0] = chance.choice(
                ("总分", "合计", "总计", "自评得分", "总得分", "得分合计", "自评总分", "合 计", "总　分")
            )
    return with_rows(blocks, at, rows)


_UNKNOWN = ("甲乙栏", "核减情形", "专班", "履约", "备案口径", "台账数", "折后", "期内数", "基线")


def label_unknown(blocks: list[Block], chance: random.Random) -> list[Block] | None:
    """One label of the tree or the money called by a word that no list has."""
    places = [
        (at, row, column)
        for at, block in enumerate(blocks)
        for row, cells in enumerate(block.rows)
        for column, cell in enumerate(cells)
        if text_of(cell) not in ("", "^", "<")
        if any(name[0] in ">$" and "#" not in name for name in MARK.findall(" " + cell))
    ]
    if not places:
        return None
    at, row, column = chance.choice(places)
    rows = [list(cells) for cells in blocks[at].rows]
    rows[row][column] = rows[row][column].replace(text_of(rows[row][column]), chance.choice(_UNKNOWN), 1)
    return with_rows(blocks, at, rows)


Change = Callable[[list[Block], random.Random], list[Block] | None]
_COMMON: list[Change] = [
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
    _column_of_money_added,
    _row_of_head_added,
    _row_of_money_added,
    _text_added,
    _head_relabelled,
    _total_relabelled,
]
PLAIN = [*_COMMON, _column_added_below_one_header]
CHANGES = [*_COMMON, _column_added, _levels_merged, _column_emptied, _of_lines, _edges_upright, _edge_in_two_rows]
