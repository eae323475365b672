"""Statements that PostgreSQL has planned already: for queries asked again and again, where planning takes the longest.

A statement is prepared on the connection that asks; of one connection the newest are kept, older ones given back.
"""

import itertools
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from django.db import connection

_KEPT = 150
"""Statements of one connection; a plan takes the server some tens of kilobytes."""
_TYPES = {int: "bigint", str: "text"}
_numbers = itertools.count(1)


class Prepared(NamedTuple):
    """A query whose values stand as $1, $2, …; `kinds` are their types, int or str."""

    name: str
    sql: str
    kinds: tuple[type, ...]

    def asked(self, values: Sequence[int | str]) -> tuple[str, tuple[int | str, ...]]:
        """What to execute for these values, the statement made ready on this connection."""
        connection.ensure_connection()
        known = _ready.setdefault(connection.connection, OrderedDict())
        if self.name not in known:
            self._prepare()
            if len(known) >= _KEPT:
                _run(f"DEALLOCATE {known.popitem(last=False)[0]}")
            known[self.name] = None
        known.move_to_end(self.name)
        marks = ", ".join(["%s"] * len(values))
        plain = tuple(kind(value) for kind, value in zip(self.kinds, values, strict=True))
        return f"EXECUTE {self.name}({marks})" if values else f"EXECUTE {self.name}", plain

    def _prepare(self) -> None:
        types = ", ".join(_TYPES[kind] for kind in self.kinds)
        _run(f"PREPARE {self.name}{f' ({types})' if types else ''} AS {self.sql}")


_ready: WeakKeyDictionary[Any, OrderedDict[str, None]] = WeakKeyDictionary()


def prepared(sql: str, parameters: Sequence[Any], marks: Sequence[int | str]) -> Prepared:
    """The query to be prepared: `marks` are parameters that stand for values, all other parameters are written out."""
    with connection.cursor() as cursor:
        text: str = cursor.mogrify(sql, parameters)
    for number, mark in enumerate(marks, 1):
        literal = str(mark) if isinstance(mark, int) else f"'{mark}'"
        text = text.replace(literal, f"${number}")
    return Prepared(f"ready_{next(_numbers)}", text, tuple(type(mark) for mark in marks))


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.cursor.execute(sql)
