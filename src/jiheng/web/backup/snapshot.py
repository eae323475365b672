"""One unchanging view of the whole database, beside everything that goes on in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

from django.db import connections, transaction

ALIAS = "snapshot"
"""Under this name the view is open within the block of `snapshot`."""


@contextmanager
def snapshot() -> Iterator[str]:
    """A connection of its own that sees the database as it is now until the block ends; writers are not held up."""
    settings = deepcopy(connections["default"].settings_dict)
    if connections["default"].vendor == "sqlite":
        settings["OPTIONS"] = {**settings["OPTIONS"], "transaction_mode": "DEFERRED"}
    connections.settings[ALIAS] = settings
    try:
        with transaction.atomic(using=ALIAS):
            if connections[ALIAS].vendor == "postgresql":
                with connections[ALIAS].cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]
