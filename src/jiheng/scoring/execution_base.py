"""Which amount of a funds row the execution rate is measured by."""

from decimal import Decimal

from jiheng.form import Form, Fund, Place
from jiheng.places import Book
from jiheng.quantity import money

LABELS = {"budget": "全年预算数", "initial": "年初预算数"}


def base_field(fund: Fund, book: Book) -> str:
    """The column `budget` or `initial` that the book measures by; the other where the form has no such column."""
    wanted = "initial" if book.text("execution.base") == "initial" else "budget"
    other = "budget" if wanted == "initial" else "initial"
    return other if getattr(fund, wanted) is None and getattr(fund, other) is not None else wanted


POOLED = "统筹整合"
"""What a label says of money that was pooled with other funds."""


def takes_off_pooled(book: Book) -> bool:
    """Whether the place takes pooled money off the budget before it measures execution."""
    return book.text("execution.base") == "net_of_pooled"


def pooled(form: Form, key: str, unit: str, book: Book) -> Decimal:
    """The pooled money of a row of the funds in 元, which the place takes off the budget; 0 where it does not."""
    if not takes_off_pooled(book):
        return Decimal(0)
    place = str(Place.fund(key))
    found = [one for one in form.others if POOLED in one.label and "扣除" not in one.label]
    own = [one for one in found if one.place == place] or [one for one in found if not one.place]
    return sum((money(one.text, unit) or Decimal(0) for one in own), Decimal(0))
