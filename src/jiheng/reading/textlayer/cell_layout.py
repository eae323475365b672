"""Whether a text holds one cell a line: labels of columns below each other, figures that stand alone; and its lines."""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby, pairwise, takewhile

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
_PAIR = 2
_MOST_LOOSE = 2
"""Values on a line of their own that are rather what a row has lost."""
_MOST_TIERS = 3
_MOST_ODD = 0.1
"""The part of the lines below a header that may be no rows of it, where blanks part the cells of a row."""
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


def are_rows(lines: Sequence[Line]) -> bool:
    """Whether each line is a row of which blanks part the cells: the header is whole, few rows are parts of one.

    A text layer with broken labels and cells is none, where values stand on lines of their own.
    """
    rows = [[printed(cell) for cell in text.split()] for _, text in lines if text.strip()]
    labels = [_labels_in(row) for row in rows]
    top = labels.index(max(labels, default=0)) if rows else 0
    if not rows or labels[top] < _FEWEST_LABELS or not is_laid_out_so([(0, cell) for row in rows for cell in row]):
        return False
    named = next(at for at, row in enumerate(rows) if is_word(row[0]))  # below the title and the year
    if any(len(row) <= _MOST_LOOSE and all(map(_is_value, row)) for row in rows[named:]):
        return False
    tiers = list(takewhile(lambda row: not _opens_row(row), rows[top : top + _MOST_TIERS]))
    wide, below = sum(map(len, [*rows[top - 1 : top], *tiers])), rows[top + len(tiers) :]
    end = next((at for at, row in enumerate(below) if _ends_rows(row[0])), len(below))
    odd = sum(not 1 < len(row) <= wide + 1 for row in below[:end])
    return odd <= _MOST_ODD * end


def cells_of_rows(lines: Sequence[Line]) -> Iterator[Line]:
    """The cells of such rows, each as a line; two words behind a label of the head are one value: 219 | 某市文物局.

    Three are a value, and another label with its own.
    """
    for number, text in lines:
        cells = text.split()
        first = meaning(printed(cells[0])) if cells and is_word(printed(cells[0])) else None
        if first is not None and (first.head or first.weak) and not first.column:
            runs = [(is_label, list(run)) for is_label, run in groupby(cells, _is_label)]
            values = [[" ".join(run)] if len(run) == _PAIR and not is_label else run for is_label, run in runs]
            cells = list(chain.from_iterable(values))
        yield from ((number, cell) for cell in cells)


def _labels_in(row: Sequence[str]) -> int:
    """How many columns of an indicator tree the cells of a line name; 0 where one is no label."""
    if len(row) < _LEAST_LABELS or any(len(text) > LONGEST for text in row):
        return 0
    return len({value_word(text) or (meaning(text).column if is_word(text) else None) for text in row} - {None})


def _is_label(cell: str) -> bool:
    text = printed(cell)
    return is_word(text) and meaning(text).is_label


def _opens_row(row: Sequence[str]) -> bool:
    """Whether a line is no tier of a header: a value or the word of a level stands in it."""
    levels = (meaning(text) for text in row if is_word(text))
    return any(map(_is_value, row)) or any((m.level1 or m.level2) and not m.column for m in levels)


def _is_value(text: str) -> bool:
    """Whether a text is a figure, with or without its comparator and unit, or the end of one."""
    is_figure = column_likelihood.is_amount(text) or column_likelihood.is_measure(text)
    return is_figure or column_likelihood.is_led(text) or not any(map(str.isalnum, text))


def _ends_rows(text: str) -> bool:
    means = meaning(text)
    return is_word(text) and bool(means.total or means.tail or means.note)


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
