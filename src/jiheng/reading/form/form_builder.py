"""A form while it is being read: where each cell goes, from where it came, what is doubtful in it."""

import msgspec

from jiheng.form import Cell as Text
from jiheng.form import Doubt, Form, Labelled, Origin, Place
from jiheng.reading.form.rows import Item, TableRow
from jiheng.reading.tables.table import Cell


class Kept(msgspec.Struct, frozen=True, gc=False):
    """What is known of a cell that no field takes: its label, and the place in the record that it belongs to."""

    label: str
    place: str = ""
    text: str | None = None
    """The text to keep where it is not the cell's: the choice that was ticked."""


MAX_ROWS = 3000
MAX_CHARACTERS = 1_000_000
"""What a form may hold; what goes on after that is no form."""
_TOO_LONG = "表太长，只读到这里为止，后面的行没有读入"


class Draft:
    """Collects one form."""

    def __init__(self, record: type[Form] = Form) -> None:
        self._rows = self._characters = 0
        self.form = record(
            project=None,
            department=None,
            unit=None,
            goal_expected=None,
            goal_actual=None,
            total_weight=None,
            total_score=None,
        )
        self.weak: dict[str, tuple[Item, Item]] = {}
        """Fields that a weaker label names (部门), with label and value, until a better one is found."""
        self.rows: list[list[Item]] = []
        """Every row of the form, so that at the end nothing of it is missing in the record."""
        self.loose: set[int] = set()
        """The rows whose cells stand in no sure columns, by identity."""
        self.taken: set[int] = set()
        """Cells that a field, a list of the record or the form's frame has taken, by identity."""
        self.kept: dict[int, list[Kept]] = {}
        """What is known of cells that no field takes, by identity."""
        self.unread: list[str] = []
        """What the reader says of cells that come without any text: struck out as a whole, a picture."""

    def has_room(self, row: TableRow) -> bool:
        """Count a row; False, and a doubt, once the form is longer than any form can be."""
        was_full = self._rows > MAX_ROWS or self._characters > MAX_CHARACTERS
        self._rows += 1
        self._characters += row.characters
        is_full = self._rows > MAX_ROWS or self._characters > MAX_CHARACTERS
        if is_full and not was_full:
            self.doubt(str(Place.indicator(max(len(self.form.indicators) - 1, 0))), _TOO_LONG)
        return not is_full

    def take(self, *items: Item) -> None:
        """Mark cells as read: as a field's text, or as a label."""
        taken = self.taken
        for item in items:
            taken.add(id(item.cell))

    def keep(self, item: Item, label: str, place: str = "", text: str | None = None) -> None:
        """Say what a cell is that no field takes; it goes into `others` when the form is complete."""
        self.kept.setdefault(id(item.cell), []).append(Kept(label, place, text))

    def name(self, field: str, item: Item) -> None:
        """Keep how the form calls a field, with the label over it in a header of two tiers."""
        labels = [item.above, item.text] if item.above else [item.text]
        self.form.labels.setdefault(field, labels)

    def put(self, field: str, item: Item) -> None:
        """Set a cell of the head."""
        setattr(self.form, field, item.text)
        self.note(field, item)

    def add(self, field: str, item: Item) -> None:
        """Append to a cell of the head that spreads over several rows."""
        before: Text = getattr(self.form, field)
        setattr(self.form, field, (before or "") + item.text)
        self.note(field, item)

    def set_aside(self, field: str) -> None:
        """Move what a field of the head holds into `others`, under its label, as its own is to follow."""
        text, label = getattr(self.form, field), self.form.labels.pop(field, [""])
        if text:
            self.form.others.append(Labelled(label[-1], text, self.form.origins.pop(field, Origin())))
        setattr(self.form, field, None)

    def note(self, place: str, item: Item) -> None:
        """Keep the origin of a cell, and the doubt of the reader that delivered it."""
        cell = item.cell
        self.taken.add(id(cell))
        if (origin := cell.origin) is not None:
            self.form.origins.setdefault(place, origin)
        if cell.doubt is not None:
            self.doubt(place, cell.doubt)

    def vacant(self, place: str, cell: Cell) -> None:
        """Keep the origin of an empty cell, and what its reader says of it: struck out, a picture."""
        if cell.origin is not None:
            self.form.origins.setdefault(place, cell.origin)
        if cell.doubt is not None:
            self.doubt(place, cell.doubt)

    def doubt(self, place: str, why: str, text: str = "") -> None:
        """Keep what is not certain at a place; `text` is what could be put nowhere."""
        self.form.uncertain.append(Doubt(place, why, text))
