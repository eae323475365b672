"""What the text of one cell means: the types that `parse` returns."""

from decimal import Decimal
from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What a quantity is a quantity of; only quantities of one kind are compared."""

    COUNT = "count"
    SHARE = "share"
    MONEY = "money"
    DURATION = "duration"
    DATE = "date"
    LEVEL = "level"
    YESNO = "yes_no"
    TEXT = "text"


class Comparator(StrEnum):
    """The sign before a figure, however it was written (不少于, ≧, $\\geq$, 以内, 前 …)."""

    GE = "≥"
    LE = "≤"
    GT = ">"
    LT = "<"
    EQ = "="


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """One quantity found in a text.

    `figure` is as printed, in `unit` (2.5 万元 → 2.5); `base` is the same in the kind's base unit
    (25000 元); `upper` and `upper_base` are the second bound of a range (3—5天), None otherwise.
    A date is its ordinal day range: `base` first day, `upper_base` last day. `approximate` marks
    约, 余, 左右. `start` and `end` delimit the piece of the text that was understood.
    """

    kind: Kind
    comparator: Comparator | None
    figure: Decimal | None
    unit: str
    base: Decimal | None
    start: int
    end: int
    upper: Decimal | None = None
    upper_base: Decimal | None = None
    approximate: bool = False


class Value(msgspec.Struct, frozen=True, gc=False):
    """The whole of a cell: its text, every quantity in it in order, and the level or scale it names.

    `scale` is the list of levels a target offers, best first (优良中低差 → 优, 良, 中, 低, 差);
    `level` is the level an actual value begins with. `kind` is TEXT when nothing was understood.
    """

    text: str
    quantities: tuple[Quantity, ...] = ()
    scale: tuple[str, ...] = ()
    level: str | None = None

    @property
    def kind(self) -> Kind:
        """The kind of the leading quantity, LEVEL for a level or scale, TEXT otherwise."""
        if self.quantities:
            return self.quantities[0].kind
        return Kind.LEVEL if self.scale or self.level else Kind.TEXT
