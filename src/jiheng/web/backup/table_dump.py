"""The rows of a table as lines of JSON, the same from every database, and back."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

import msgspec
from django.apps.registry import Apps
from django.db import connections, models

from jiheng.trouble import Trouble
from jiheng.web.backup.manifest import Table

_LEFT_OUT = ("accounts.opensession", "sessions.session")
"""Sessions end with a restore: everybody signs in again."""
_AT_ONCE = 2000
_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(list[Any]).decode


def tables(apps: Apps) -> dict[str, type[models.Model]]:
    """The model of every table that is kept, by its label in small letters, in a fixed order."""
    found = {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}
    return {
        label: model
        for label, model in sorted(found.items())
        if label not in _LEFT_OUT and not model._meta.proxy and model._meta.managed
    }


def lines(model: type[models.Model], using: str) -> Iterator[bytes]:
    """The rows in the order of their keys: the names of the columns first, in theirs, then one list a row."""
    names = [field.attname for field in _fields(model)]
    yield _encode(names) + b"\n"
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=_AT_ONCE):
        yield _encode(row) + b"\n"


def counted(found: Iterable[bytes], out: BinaryIO | None = None) -> Table:
    """Pass lines on to `out`, and tell their number (without the first) and digest."""
    digest, count = hashlib.sha256(), -1
    for line in found:
        digest.update(line)
        count += 1
        if out is not None:
            out.write(line)
    return Table(max(count, 0), digest.hexdigest())


def load(model: type[models.Model], found: Iterator[bytes], using: str) -> None:
    """Insert rows as `lines` wrote them, as they are, in the transaction in hand. Raises Trouble."""
    connection = connections[using]
    fields = {field.attname: field for field in _fields(model)}
    names = _decode(next(found, b"[]"))
    if names != list(fields):
        raise Trouble(f"备份里“{model._meta.label_lower}”的列与它所记的版本不符，文件可能被改动过。")
    quote = connection.ops.quote_name
    columns = ", ".join(quote(_column(fields[name])) for name in names)
    marks = ", ".join(["%s"] * len(names))
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"
    kinds = [fields[name] for name in names]

    def prepared(line: bytes) -> list[Any]:
        values = zip(kinds, _decode(line), strict=True)
        return [field.get_db_prep_save(_value(field, value), connection) for field, value in values]

    with connection.cursor() as cursor:
        batch: list[list[Any]] = []
        for line in found:
            batch.append(prepared(line))
            if len(batch) == _AT_ONCE:
                cursor.executemany(insert, batch)
                batch = []
        if batch:
            cursor.executemany(insert, batch)


def number_on(kept: Iterable[type[models.Model]], using: str) -> None:
    """Let new rows be numbered after the highest that was loaded; SQLite does so by itself."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in kept:
            key = model._meta.pk
            if not isinstance(key, models.AutoField):
                continue
            table, column = connection.ops.quote_name(model._meta.db_table), connection.ops.quote_name(_column(key))
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence(%s, %s), coalesce(max({column}), 1), max({column}) IS NOT NULL) "
                f"FROM {table}",
                [table, _column(key)],
            )


def _fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return sorted(model._meta.local_concrete_fields, key=lambda field: field.attname)


def _column(field: "models.Field[Any, Any]") -> str:
    assert field.column is not None
    return field.column


def _value(field: "models.Field[Any, Any]", value: Any) -> Any:
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    return value if value is None or isinstance(kind, models.JSONField) else kind.to_python(value)
