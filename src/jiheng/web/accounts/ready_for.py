"""Ready queries whose shape follows from a person's roles: what they may see or do, in how many forms."""

from collections.abc import Callable, Hashable
from typing import Any

from django.db.models import QuerySet

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Held, held, hold
from jiheng.web.ready_query import Ready, Value, counted


class ReadyFor:
    """A query built by `build(person, *values, **shape)`; people with the same roles share its words.

    The person that `build` is given has only a number and roles.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        def built(pk: int, *values: Value, roles: tuple[Held, ...], **shape: Hashable) -> QuerySet[Any, Any]:
            person = Person(pk=pk)
            hold(person, roles)
            return build(person, *values, **shape)

        self._ready = Ready(built)

    def __call__(self, person: Person, *values: Value, **shape: Hashable) -> list[Any]:
        """The rows, read now."""
        return self._ready(person.pk, *values, roles=held(person), **shape)


class ReadyCount:
    """The number of the rows of such a query."""

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._rows = ReadyFor(lambda *values, **shape: counted(build(*values, **shape)))

    def __call__(self, person: Person, *values: Value, **shape: Hashable) -> int:
        """Counted now."""
        rows = self._rows(person, *values, **shape)
        return int(rows[0][0]) if rows else 0
