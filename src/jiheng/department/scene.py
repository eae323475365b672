"""What the checks D01–D19 look at: a department and year added up, with its rulebook and its forms."""

from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.checks.case import Case
from jiheng.department.result import Group, Project, Rates, Unit
from jiheng.rulebook import Book


@dataclass(frozen=True, slots=True)
class Scene:
    """A group before its own findings; `cases` are its forms in the order of `group.projects`."""

    group: Group
    book: Book
    cases: tuple[Case, ...]

    def levels(self) -> Iterator[tuple[str, Rates, tuple[int, ...]]]:
        """(name, rates, forms) of the whole, then of each unit where there are several."""
        yield "部门", self.group.rates, tuple(project.index for project in self.group.projects)
        if len(self.group.units) > 1:
            for unit in self.group.units:
                yield f"“{unit.name}”", unit.rates, unit.projects

    def members(self, unit: Unit) -> tuple[Project, ...]:
        """The projects of a unit."""
        return tuple(project for project in self.group.projects if project.index in unit.projects)
