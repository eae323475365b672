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

    def is_usable(self) -> bool:
        """Whether it can be used; the server is asked only where there is a doubt."""
        connection = self.connection
        if connection is not None and not connection.closed:
            told, _, _ = select.select([connection.fileno()], [], [], 0)
            if not told:
                return True
        return bool(super().is_usable())
