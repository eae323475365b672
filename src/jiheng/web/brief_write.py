"""Writing what may as well be left out: reading never waits for the database's one writer."""

import logging
from collections.abc import Callable
from functools import partial

from django.db import OperationalError, connection, models, transaction

from jiheng.web import flush
from jiheng.web.direct_write import put_in_place, run_together

_PATIENCE = 300
"""Milliseconds to wait for the writer of SQLite; PostgreSQL has many."""
_log = logging.getLogger("jiheng.database")


def brief_write(write: Callable[[], object]) -> None:
    """Do a write, or give it up where the database is busy or full; it is done whole or not at all.

    Nor is the disk waited for, unless the write is part of a greater one.
    """
    patience = connection.settings_dict.get("OPTIONS", {}).get("timeout") if connection.vendor == "sqlite" else None
    if patience is not None:
        _wait(_PATIENCE)
    alone = not connection.in_atomic_block
    try:
        with transaction.atomic():
            if alone:
                flush.not_at_once()
            write()
    except OperationalError as error:
        _log.warning("left out: %s", error)
    finally:
        if patience is not None:
            _wait(int(float(patience) * 1000))


def brief_row(row: models.Model, by: tuple[str, ...], change: tuple[str, ...]) -> None:
    """The same for one row, written new or over the one that has the same `by`: one trip to PostgreSQL."""
    statement = put_in_place(row, by, change)
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        brief_write(partial(run_together, statement))
        return
    try:
        run_together(flush.NOT_AT_ONCE, statement)  # statements sent together are one transaction
    except OperationalError as error:
        _log.warning("left out: %s", error)


def _wait(milliseconds: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
