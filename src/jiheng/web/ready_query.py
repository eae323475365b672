"""Queries that are asked all the time, put into SQL once a thread.

Django's compiler takes longer over a query of a page than the database over its answer. A ready query is compiled with
marks in place of the values; after that only the values are put in. What decides the query's shape (roles, a filter)
is part of its key. One that is asked again and again PostgreSQL has planned already.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import QuerySet

from jiheng.web.prepared import Prepared, prepared

Value = int | str
_FIRST_MARK = 9_100_000_000_000_000_000
"""Numbers from here on stand for values; no row of any table is numbered so."""
_KEPT = 128
"""Shapes of one query that a thread remembers."""
_OFTEN = 3
"""From so many times on it is worth to have the database plan it for good."""


@dataclass
class _Compiled:
    """A query in SQL: what reads its rows, its parameters, which of them are values or have one inside, times asked."""

    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    slots: tuple[tuple[int, int], ...]
    patterns: tuple[tuple[int, int], ...]
    marks: tuple[Value, ...]
    times: int = 0
    prepared: Prepared | None = None

    def asked(self, values: tuple[Value, ...]) -> tuple[str, tuple[Any, ...]]:
        """What to execute for these values."""
        self.times += 1
        if self.times >= _OFTEN and not self.patterns and self.compiler.connection.vendor == "postgresql":
            self.prepared = self.prepared or prepared(self.sql, self.parameters, self.marks)
            return self.prepared.asked(values)
        parameters = list(self.parameters)
        for at, which in self.slots:
            parameters[at] = type(parameters[at])(values[which])
        for at, which in self.patterns:
            words = self.compiler.connection.ops.prep_for_like_query(values[which])
            parameters[at] = parameters[at].replace(self.marks[which], words)
        return self.sql, tuple(parameters)


class Ready:
    """A query built by `build(*values, **shape)`; called with the same it gives the rows as a list.

    Each value is a number or a text that is compared as it is, or a text looked for in another: no list, no date. All
    else is shape. With words to look for the database plans each time anew: how many rows have them decides how.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._here = threading.local()

    def __call__(self, *values: Value, **shape: Hashable) -> list[Any]:
        """The rows, read now."""
        compiled = self._compiled(tuple(type(value) for value in values), shape)
        if compiled is None:
            return []
        compiled.compiler.as_sql = lambda *_, **__: compiled.asked(values)
        rows: Any = compiled.queryset._iterable_class
        return list(rows(compiled.queryset))

    def _compiled(self, kinds: tuple[type, ...], shape: dict[str, Hashable]) -> _Compiled | None:
        """The query of this shape, from what this thread remembers or new; None where it can have no rows."""
        known: OrderedDict[Hashable, _Compiled | None] = self._here.__dict__.setdefault("known", OrderedDict())
        key = (kinds, tuple(shape.items()))
        found = known.get(key)
        if key in known and (found is None or found.compiler.connection is connections[DEFAULT_DB_ALIAS]):
            known.move_to_end(key)
            return found
        found = known[key] = _compile(self._build, kinds, shape)
        if len(known) > _KEPT:
            known.popitem(last=False)
        return found


def whole(rows: QuerySet[Any, Any], **figures: models.Aggregate) -> QuerySet[Any, Any]:
    """A query for figures over all rows, in the order given: one row with them, none where there are no rows."""
    together: QuerySet[Any, Any] = rows.order_by().annotate(whole=models.Value(1)).values("whole").annotate(**figures)
    return together.values_list(*figures)


def counted(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """A query for the number of rows: one row with it, none where there are none."""
    return whole(rows, n=models.Count("pk"))


def _once(converters: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The converters of a query's columns, which are always the same, looked for once."""
    known: list[Any] = []

    def remembered(expressions: Any) -> Any:
        if not known:
            known.append(converters(expressions))
        return known[0]

    return remembered


def _compile(
    build: Callable[..., QuerySet[Any, Any]], kinds: tuple[type, ...], shape: dict[str, Hashable]
) -> _Compiled | None:
    marks = [_FIRST_MARK + at if kind is int else f"\ue000{at}\ue000" for at, kind in enumerate(kinds)]
    queryset = build(*marks, **shape)
    query: Any = queryset.query
    compiler = query.get_compiler(using=DEFAULT_DB_ALIAS)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return None
    slots = tuple((at, marks.index(parameter)) for at, parameter in enumerate(parameters) if parameter in marks)
    patterns = tuple(_inside(parameters, marks))
    taken = {at for at, _ in (*slots, *patterns)}
    rest = [str(parameter) for at, parameter in enumerate(parameters) if at not in taken]
    assert not any(str(mark) in parameter for mark in marks for parameter in rest), "a value is not compared as it is"
    query.get_compiler = lambda *_, **__: compiler
    compiler.get_converters = _once(compiler.get_converters)
    return _Compiled(queryset, compiler, sql, tuple(parameters), slots, patterns, tuple(marks))


def _inside(parameters: Sequence[Any], marks: Sequence[Value]) -> Iterator[tuple[int, int]]:
    """Which parameters are patterns with a text's mark in it, and which mark."""
    for at, parameter in enumerate(parameters):
        for which, mark in enumerate(marks):
            if (
                isinstance(parameter, str)
                and isinstance(mark, str)
                and parameter != mark
                and parameter.strip("%") == mark
            ):
                yield at, which
