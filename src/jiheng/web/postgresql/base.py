"""The wrapper that Django looks for in a backend's package."""

import json
import select
from typing import Any

import msgspec
from django.db.backends.postgresql import base, operations
from psycopg.types.json import Jsonb


class DatabaseOperations(operations.DatabaseOperations):
    """Records of forms are written as they are, not with six letters for every Chinese character."""

    def adapt_json_value(self, value: Any, encoder: type[json.JSONEncoder] | None) -> Any:
        """The value as the driver takes it."""
        return Jsonb(value, dumps=msgspec.json.encode) if encoder is None else super().adapt_json_value(value, encoder)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that the server has closed has something to be read though nothing was asked."""

    ops_class = DatabaseOperations

    def init_connection_state(self) -> None:
        """A query keeps to one processor: helpers are started for more than they save, and take it from other pages."""
        super().init_connection_state()
        with self.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather TO 0")

    def is_usable(self) -> bool:
        """Whether it can be used; the server is asked only where there is a doubt."""
        connection = self.connection
        if connection is not None and not connection.closed:
            told, _, _ = select.select([connection.fileno()], [], [], 0)
            if not told:
                return True
        return bool(super().is_usable())
