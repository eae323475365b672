"""Writing one row without Django's query compiler, which takes longer over it than the database.

For models that nothing listens to: no signals are sent and no history is kept. Fields prepare their values as ever.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection, models


def insert_row(row: models.Model) -> None:
    """Write a new row; it gets its number."""
    names = tuple(field.attname for field in row._meta.concrete_fields if not field.primary_key)
    with connection.cursor() as cursor:
        cursor.execute(_insert(type(row), names), _values(row, names, add=True))
        (row.pk,) = cursor.fetchone()
    row._state.adding = False


def update_row(row: models.Model, names: Iterable[str]) -> None:
    """Write these fields of a row that is there."""
    fields: list[Any] = [row._meta.get_field(name) for name in names]
    chosen = tuple(field.attname for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(_update(type(row), chosen), [*_values(row, chosen, add=False), row.pk])


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
