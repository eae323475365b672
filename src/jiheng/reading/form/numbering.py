"""Numbers that only count: the label of a column of running numbers, and a row of the numbers of the columns."""

from functools import lru_cache
from itertools import pairwise

from jiheng.expression import expression
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.reading.form.rows import Item
from jiheng.reading.labels.labels import key

_NUMBER_OF_COLUMN = expression(r"[A-Za-z\d]{1,2}(?:[=＝/÷×*+\-][A-Za-z\d+\-*/÷×%（）()＝=]+)?$")
"""What stands in a row 列次: 1, A, C=A-B."""
_LEAST_NUMBERS = 3


@lru_cache(maxsize=4096)
def is_running(text: str) -> bool:
    """Whether a text is the label of running numbers, which say nothing."""
    return key(text) in words().form.running


on_change(is_running.cache_clear)


def is_numbering(row: list[Item]) -> bool:
    """A row of nothing but the numbers of the columns."""
    first, last = row[0], row[-1]
    if not (_NUMBER_OF_COLUMN.match(last.text) and (first.means.other or _NUMBER_OF_COLUMN.match(first.text))):
        return False
    values = [item for item in row if not item.means.other]
    if len(values) < _LEAST_NUMBERS or not all(_NUMBER_OF_COLUMN.match(item.text) for item in values):
        return False
    return any(item.means.other and is_running(item.text) for item in row) or _counts_up(values)


def _counts_up(values: list[Item]) -> bool:
    firsts = [item.text[0] for item in values]
    return all(ord(b) - ord(a) == 1 for a, b in pairwise(firsts))
