"""Numbers that only count: the label of a column of running numbers, and a row of the numbers of the columns."""

from functools import lru_cache
from itertools import pairwise

from jiheng.expression import expression
from jiheng.places.sources import on_change
from jiheng.places.words import words
from jiheng.reading.form.rows import Item, TableRow, table_row
from jiheng.reading.labels.labels import is_word, key

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


def without_edge(rows: list[TableRow]) -> list[TableRow]:
    """The rows without a column at the left edge that only numbers the parts of a form: 1 | 项目名称, 2 | 项目资金.

    A column that numbers the indicators alone has labels of the tree beside its own, and stays.
    """
    numbered = [row for row in rows if len(row.items) > 1 and row.items[0].column == 0 and _counts(row.items[0])]
    numbers = [int(row.items[0].text) for row in numbered if row.items[0].text.isdecimal()]
    parts = [row for row in numbered if names_part(row.items[1])]
    if len(parts) < _LEAST_NUMBERS or numbers != list(range(1, len(numbers) + 1)):
        return rows
    edge = {id(row.items[0].cell) for row in numbered}
    return [
        table_row([cell for cell in row.cells if id(cell) not in edge], row.aligned) if row in numbered else row
        for row in rows
    ]


def _counts(item: Item) -> bool:
    return item.text.isdecimal() or is_running(item.text)


def names_part(item: Item) -> bool:
    """Whether a cell is a label of the head, the goals or the money, or of the header of the tree."""
    means = item.means
    names = means.head or means.weak or means.goal or means.block or means.fund_column or means.column or means.other
    return bool(names) and is_word(item.text)


def _counts_up(values: list[Item]) -> bool:
    texts = [item.text for item in values]
    if all(map(str.isdecimal, texts)):
        return all(int(b) - int(a) == 1 for a, b in pairwise(texts))
    firsts = [text[0] for text in texts]
    return all(ord(b) - ord(a) == 1 for a, b in pairwise(firsts))
