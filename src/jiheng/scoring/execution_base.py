"""Which amount of a funds row the execution rate is measured by."""

from decimal import Decimal
from functools import cache
from re import Pattern

import msgspec

from jiheng.form import TOTAL_FUND, Cell, Form, Fund, Place
from jiheng.places import Book
from jiheng.places.sources import on_change
from jiheng.places.words import either, words
from jiheng.quantity import money
from jiheng.scoring.trace_figures import usable

LABELS = {"budget": "全年预算数", "initial": "年初预算数"}
_ARRIVED = "实际到位数"


class Beside(msgspec.Struct, frozen=True, gc=False):
    """Amounts that stand beside the budget in cells of no field, as printed; "" where the row has none, or where its
    place does not reckon with them."""

    pooled: str = ""
    arrived: str = ""


NOTHING = Beside()


class Base(msgspec.Struct, frozen=True, gc=False):
    """The amount in 元 that execution is measured by (None: blank or unreadable), what it is called, how it is
    printed, and the column of the funds it stands in, "" for a cell of no field."""

    field: str
    label: str
    printed: Cell
    amount: Decimal | None
    less: Decimal = Decimal(0)
    """What was taken off it."""


def beside(form: Form, key: str, book: Book) -> Beside:
    """What the book reckons with of the cells beside the budget of a row of the funds."""
    base = book.text("execution.base")
    if base == "net_of_pooled":
        return Beside(pooled=_cell(form, key, _labels()[0]))
    if base == "arrived":
        return Beside(arrived=_cell(form, key, _labels()[1]))
    return NOTHING


def base_of(fund: Fund, unit: str, book: Book, own: Beside = NOTHING) -> Base:
    """The base of a row; amounts without a unit of their own are in `unit`.

    The column that the book measures by, the other where the form has no such column.
    """
    if own.arrived:
        return Base("", _ARRIVED, own.arrived, usable(money(own.arrived, unit)))
    wanted = "initial" if book.text("execution.base") == "initial" else "budget"
    other = "budget" if wanted == "initial" else "initial"
    field = other if getattr(fund, wanted) is None and getattr(fund, other) is not None else wanted
    printed = getattr(fund, field)
    amount = usable(money(printed, unit)) if printed else None
    less = money(own.pooled, unit) if own.pooled else None
    if amount is not None and less is not None and 0 < less <= amount:
        return Base(field, f"扣除统筹整合资金后的{LABELS[field]}", printed, amount - less, less)
    return Base(field, LABELS[field], printed, amount)


@cache
def _labels() -> tuple[Pattern[str], Pattern[str]]:
    """What finds the labels of pooled money, and of money that arrived."""
    own = words().execution
    return either(own.pooled), either(own.arrived)


on_change(_labels.cache_clear)


def _cell(form: Form, key: str, label: Pattern[str]) -> str:
    """The cell with such a label in that row, in the total row else the one of the form as a whole."""
    place = str(Place.fund(key))
    found = [other for other in form.others if label.search(other.label)]
    own = [cell for cell in found if cell.place == place]
    if not own and key == TOTAL_FUND:
        own = [cell for cell in found if not cell.place]
    return own[0].text if len(own) == 1 else ""
