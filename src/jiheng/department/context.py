"""What the checks D01–D19 look at: a department and year added up, with its rulebook and its forms."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from jiheng.checks.case import Case
from jiheng.department.rollup.result import Group, Rates
from jiheng.places import Book
from jiheng.quantity.words import short

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Level:
    """The whole (部门) or a unit: what to call it, its rates, its forms (indexes)."""

    name: str
    rates: Rates
    forms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A group before its own findings; `cases` are its forms in the order of `group.projects`."""

    group: Group
    book: Book
    cases: tuple[Case, ...]

    def levels(self) -> Iterator[Level]:
        """The whole, then each unit where there are several."""
        yield Level("部门", self.group.rates, tuple(project.index for project in self.group.projects))
        if len(self.group.units) > 1:
            for unit in self.group.units:
                yield Level(f"“{unit.name}”", unit.rates, unit.projects)

    def named(self, indexes: Collection[int]) -> str:
        """Projects for a message: three names at most, then how many there are."""
        names = [f"“{short(project.name)}”" for project in self.group.projects if project.index in indexes]
        return "、".join(names[:_NAMED]) + (f"等 {len(names)} 个项目" if len(names) > _NAMED else "")
