"""Text of which each line is a row of the form, one blank between its cells, none for empty ones → its cells."""

from collections.abc import Iterator, Sequence
from itertools import chain, groupby, takewhile

from jiheng.expression import expression
from jiheng.reading.form import column_likelihood
from jiheng.reading.labels.labels import LONGEST, is_word, meaning, value_word
from jiheng.reading.tables.clean import printed
from jiheng.reading.textlayer.cell_layout import is_laid_out_so
from jiheng.reading.textlayer.drawn_lines import Line

_FEWEST_LABELS = 3
"""Labels of columns that the header of a tree has at the least."""
_FEWEST_CELLS = 4
_MOST_TIERS = 3
_MOST_LOOSE = 2
"""Values on a line of their own that are rather what a row has lost."""
_MOST_ODD = 0.1
"""The part of the lines below a header that may be no rows of it."""
_LONGEST_LABEL = 12
"""Letters of a label that blanks keep apart."""
_PAIR = 2
_ASIDE = expression(r"[:：]|[（(][^（）()]{1,8}[)）]")
"""What belongs to the label before it."""


def are_rows(lines: Sequence[Line]) -> bool:
    """Whether each line is a row of which blanks part the cells: the header is whole, few rows are parts of one.

    A text layer with broken labels and cells is none, where values stand on lines of their own.
    """
    rows = [[printed(cell) for cell in words_of(text)] for _, text in lines if text.strip()]
    labels = [_labels_in(row) for row in rows]
    most = max(labels, default=0)
    if most < _FEWEST_LABELS or not is_laid_out_so([(0, cell) for row in rows for cell in row]):
        return False
    top = labels.index(most)
    named = next((at for at, row in enumerate(rows) if is_word(row[0])), top)  # below the title and the year
    if any(len(row) <= _MOST_LOOSE and all(map(_is_value, row)) for row in rows[named:]):
        return False
    tiers = list(takewhile(lambda row: not _opens_row(row), rows[top : top + _MOST_TIERS]))
    wide, below = sum(map(len, [*rows[top - 1 : top], *tiers])), rows[top + len(tiers) :]
    end = next((at for at, row in enumerate(below) if _ends_rows(row[0])), len(below))
    odd = sum(not 1 < len(row) <= wide + 1 for row in below[:end])
    return odd <= _MOST_ODD * end


def cells_of(lines: Sequence[Line]) -> Iterator[Line]:
    """The cells of such rows, each as a line; two words behind a label of the head are one value: 219 | 某市文物局.

    Three are a value, and another label with its own. Lines above the first label are no rows.
    """
    is_above = True
    for number, text in lines:
        cells = words_of(text)
        is_above = is_above and not any(map(_is_label, cells))
        if is_above:
            yield number, text
            continue
        first = meaning(printed(cells[0])) if cells and is_word(printed(cells[0])) else None
        if first is not None and (first.head or first.weak) and not first.column:
            runs = [(is_label, list(run)) for is_label, run in groupby(cells, _is_label)]
            values = [[" ".join(run)] if len(run) == _PAIR and not is_label else run for is_label, run in runs]
            cells = list(chain.from_iterable(values))
        yield from ((number, cell) for cell in cells)


def words_of(text: str) -> list[str]:
    """The words of a line; a label that blanks part (项 目 名 称, 分值 （10分）, 项目名称 ：) is one."""
    words = text.split()
    found: list[str] = []
    at = 0
    while at < len(words):
        end = _end_of_label(words, at)
        word = "".join(words[at:end])
        if found and _ASIDE.fullmatch(word) and _is_label(found[-1]):
            found[-1] += word
        else:
            found.append(word)
        at = end
    return found


def _end_of_label(words: Sequence[str], at: int) -> int:
    """Where the letters end that make a label from one on; right behind it where they make none."""
    letters = len(list(takewhile(lambda word: len(word) == 1, words[at : at + _LONGEST_LABEL])))
    return next((end for end in range(at + letters, at + 1, -1) if is_word("".join(words[at:end]))), at + 1)


def _labels_in(row: Sequence[str]) -> int:
    """How many columns of an indicator tree the cells of a line name; 0 where one is no label."""
    if len(row) < _FEWEST_CELLS or any(len(text) > LONGEST for text in row):
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
    if is_word(text):  # 2.其他资金
        return False
    is_figure = column_likelihood.is_amount(text) or column_likelihood.is_measure(text)
    return is_figure or column_likelihood.is_led(text) or not any(map(str.isalnum, text))


def _ends_rows(text: str) -> bool:
    means = meaning(text)
    return is_word(text) and bool(means.total or means.tail or means.note)
