"""Which amount of a funds row the execution rate is measured by."""

from jiheng.form import Fund
from jiheng.places import Book

LABELS = {"budget": "全年预算数", "initial": "年初预算数"}


def base_field(fund: Fund, book: Book) -> str:
    """The column `budget` or `initial` that the book measures by; the other where the form has no such column."""
    wanted = "initial" if book.text("execution.base") == "initial" else "budget"
    other = "budget" if wanted == "initial" else "initial"
    return other if getattr(fund, wanted) is None and getattr(fund, other) is not None else wanted
