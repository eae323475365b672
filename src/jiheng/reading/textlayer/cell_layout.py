"""Whether a text holds one cell a line: labels of columns below each other, figures that stand alone; and its lines."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from jiheng.form import LEVELS, Block, names
from jiheng.reading.form import column_likelihood, head, summary, tree_header
from jiheng.reading.form.numbering import is_running
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import LONGEST, is_word, meaning, name_and_target, value_word
from jiheng.reading.tables.clean import printed
from jiheng.reading.tables.table import Cell
from jiheng.reading.textlayer.cell_stream import is_strange_label
from jiheng.reading.textlayer.drawn_lines import Line

_LEAST_LABELS = 4
"""Labels of columns one below the other that show a header of which each cell has a line."""
_FEWEST_LABELS = 3
"""Labels that a list has at the least."""
_FEWEST_FIGURES = 6
_MOST_BESIDE = 20
"""How many figures stand alone for each line with several, where each cell has a line."""
MOST_STRANGE = 2
"""Labels inside a header, or at its end, that no list of words may know: 目标, 完成."""
_NAMING = names(Block.HEAD, identity=True, outside=False)


def is_laid_out_so(lines: Sequence[Line]) -> bool:
    """Whether the labels of an indicator tree stand one below the other, each on a line of its own.

    A short header shows it only where a label of the head has a line of its own too.
    """
    longest = run = levels = 0
    strange: list[str] = []
    has_head = False
    words_in_turn: list[Item] = []
    for _, text in labels_apart(lines):
        if not text.strip():
            continue
        bare = printed(text)
        means = meaning(bare)
        if not means.is_label and not has_head and ("：" in text or ":" in text):
            has_head = bool(head.fields([Item(bare, 0, 1, Cell(text, 0, 0), means)]) & set(_NAMING))
        if (not means.is_label or not is_word(bare)) and not (levels and value_word(bare)):
            strange.append(bare)
            is_word_of_header = levels and len(strange) <= MOST_STRANGE
            if not (is_word_of_header and is_strange_label(Item(bare, 0, 1, Cell(text, 0, 0), means))):
                run = levels = 0
                words_in_turn = []
            continue
        before = [item.text for item in words_in_turn[-1:]]
        if strange and not _are_whole([*before, *strange, bare]):
            run = levels = 0
            words_in_turn = []
        strange = []
        words_in_turn.append(Item(bare, 0, 1, Cell(text, 0, 0), means))
        is_header = len(words_in_turn) >= _FEWEST_LABELS
        if is_header and (summary.is_header(words_in_turn) or _end_in_list(words_in_turn)):
            return True
        has_head |= (means.head or means.weak) in _NAMING
        if means.other and not means.column:
            continue
        is_column = means.column or value_word(bare)
        run, levels = (run + 1, levels + (means.column in LEVELS)) if is_column else (0, 0)
        longest = max(longest, run if levels else 0)
    return longest >= (_LEAST_LABELS - 1 if has_head else _LEAST_LABELS) or _are_cells(lines)


def _are_cells(lines: Sequence[Line]) -> bool:
    """Whether each line holds one cell, though few labels of the tree are known: figures and levels stand alone.

    Text that flows prints the figures of a row side by side, and breaks labels where its cells end.
    """
    texts = [raw.strip() for _, raw in lines]
    levels, labels = set[str](), set[str]()
    for text in texts:
        if not 0 < len(text) <= LONGEST:
            continue
        means = meaning(text)
        column = value_word(text)
        labels |= {column} if column is not None else set()
        if means.is_label and is_word(text):
            levels |= {text} if means.level1 or means.level2 else set()
            labels |= {means.column} if means.column is not None else set()
    if len(labels) < _LEAST_LABELS - 1 or len(levels) + len(labels) < _LEAST_LABELS:
        return False
    alone = beside = 0
    for text in texts:
        figures = sum(map(column_likelihood.is_amount, text.split()))
        alone += figures == 1 and column_likelihood.is_amount(text)
        beside += figures > 1
    return alone >= _FEWEST_FIGURES and beside * _MOST_BESIDE <= alone


def _end_in_list(labels: list[Item]) -> bool:
    """Whether labels one below the other end in the header of a list: 序号, 绩效指标, 目标值, 实际值 …"""
    starts = [n for n, item in enumerate(labels) if n == 0 or is_running(item.text)]
    return any(tree_header.list_of(labels[n:]) and tree_header.is_header(labels[n:]) for n in starts)


def _are_whole(texts: Sequence[str]) -> bool:
    """Whether the words between two labels are labels too, and no pieces of one that a narrow cell has broken."""
    return not any(is_word(before + after) for before, after in pairwise(texts))


def labels_apart(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, a label that names two columns as two: 三级指标及目标值."""
    for number, text in lines:
        both = name_and_target(printed(text)) if len(text) <= LONGEST else None
        if both is None:
            yield number, text
        else:
            yield from ((number, label) for label in both)


def single_spaced(lines: Sequence[Line]) -> list[Line]:
    """The lines without the empty ones that a page puts between all of them."""
    gaps = [0]
    for _, text in lines:
        if text.strip():
            gaps.append(0)
        else:
            gaps[-1] += 1
    inner = gaps[1:-1]
    if not inner or sum(gap % 2 for gap in inner) < 0.95 * len(inner):
        return list(lines)
    found: list[Line] = []
    empty: list[Line] = []
    for line in lines:
        if line[1].strip():
            found += empty[: len(empty) // 2]
            empty = []
            found.append(line)
        else:
            empty.append(line)
    return found
