"""Which first-level block (产出, 成本, 效益, 满意度) a name on a form belongs to."""

from functools import lru_cache

from jiheng.form import Cell
from jiheng.places.book import Book


@lru_cache(maxsize=8192)
def block_of(name: Cell, book: Book) -> str | None:
    """`output`, `cost`, `benefit` or `satisfaction` for the text of a 一级指标 cell; None when it is none of them.

    Works through breaks, typos and additions (`效果指标`, `产出指标(50分)`) by the words of `blocks.words`.
    """
    if name:
        for row in book.rows("blocks.words"):
            if str(row["word"]) in name:
                return str(row["block"])
    return None
