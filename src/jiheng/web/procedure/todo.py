"""What waits for a person among the objects of the year: each app says it once, the first page shows it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jiheng.web.accounts.models import Person


@dataclass(frozen=True)
class Todo:
    """Something to do: `count` of what, a sentence of detail, where it is done. `urgent` is set off."""

    name: str
    detail: str
    url: str
    button: str
    count: int | None = None
    urgent: bool = False


Finder = Callable[[Person], Iterable[Todo]]
_finders: list[Finder] = []


def tells(finder: Finder) -> Finder:
    """Decorator: this function says what of its app waits for a person."""
    _finders.append(finder)
    return finder


def for_person(person: Person) -> list[Todo]:
    """Everything that waits for the person, in the order of the apps."""
    return [todo for finder in _finders for todo in finder(person)]
