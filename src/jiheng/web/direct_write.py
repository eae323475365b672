"""Writing one row without Django's query compiler, which takes longer over it than the database.

For models that nothing listens to: no signals are sent and no history is kept. Fields prepare their values as ever.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple

from django.db import connection, models


class Statement(NamedTuple):
    """A statement to be run, with its values."""

    sql: str
    values: list[Any]


def inserted(row: models.Model) -> Statement:
    """What writes a new row."""
    names = tuple(field.attname for field in row._meta.concrete_fields if not field.primary_key)
    return Statement(_insert(type(row), names), _values(row, names, add=True))


def updated(row: models.Model, names: Iterable[str]) -> Statement:
    """What writes these fields of a row that is there."""
    fields: list[Any] = [row._meta.get_field(name) for name in names]
    chosen = tuple(field.attname for field in fields)
    return Statement(_update(type(row), chosen), [*_values(row, chosen, add=False), row.pk])


def put_in_place(row: models.Model, by: tuple[str, ...], change: tuple[str, ...]) -> Statement:
    """What writes a new row or, where one with the same `by` is there, the fields `change` of that one."""
    plain = inserted(row)
    where, there = (_columns(type(row), names) for names in (by, change))
    instead = ", ".join(f"{column} = excluded.{column}" for column in there)
    conflict = f" ON CONFLICT ({', '.join(where)}) DO UPDATE SET {instead} RETURNING "
    return Statement(plain.sql.replace(" RETURNING ", conflict), plain.values)


def insert_row(row: models.Model) -> None:
    """Write a new row; it gets its number."""
    found = run_together(inserted(row))
    assert found is not None  # it returns the number
    (row.pk,) = found
    row._state.adding = False


def run_together(*statements: Statement) -> tuple[Any, ...] | None:
    """Run statements one after the other, where the database can in one trip; the first row of the last one."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sql = "; ".join(statement.sql for statement in statements)
            cursor.execute(sql, [value for statement in statements for value in statement.values])
            while cursor.nextset():
                continue
        else:
            for statement in statements:
                cursor.execute(*statement)
        found: tuple[Any, ...] | None = cursor.fetchone() if cursor.description else None
        return found


def _values(row: models.Model, names: tuple[str, ...], add: bool) -> list[Any]:
    fields: list[Any] = [row._meta.get_field(name) for name in names]
    return [field.get_db_prep_save(field.pre_save(row, add), connection) for field in fields]


@cache
def _insert(model: type[models.Model], names: tuple[str, ...]) -> str:
    quoted, marks = ", ".join(_columns(model, names)), ", ".join(["%s"] * len(names))
    return f"INSERT INTO {_quoted(model._meta.db_table)} ({quoted}) VALUES ({marks}) RETURNING {_key(model)}"


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> str:
    put = ", ".join(f"{column} = %s" for column in _columns(model, names))
    return f"UPDATE {_quoted(model._meta.db_table)} SET {put} WHERE {_key(model)} = %s"


def _columns(model: type[models.Model], names: tuple[str, ...]) -> list[str]:
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    return [_quoted(field.column) for field in fields]


def _key(model: type[models.Model]) -> str:
    key: Any = model._meta.pk
    return _quoted(key.column)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
