"""When PostgreSQL writes a commit through to the disk: at once, or, where a lock would be held so long, right after.

A slow disk then keeps waiting only those whose own commit is on its way, and they wait together: one write serves all.
"""

from weakref import WeakSet

from django.db import connection, transaction

from jiheng.web.direct_write import Statement

NOT_AT_ONCE = Statement("SET LOCAL synchronous_commit TO off", [])
"""The transaction in hand is committed without waiting for the disk. What must not be lost calls `when_committed`."""
_THROUGH = "SELECT pg_logical_emit_message(true, 'jiheng', '')"
"""A commit of its own that waits for the disk; the disk then has all that was committed before it."""
_due: WeakSet[object] = WeakSet()
"""Connections that committed without waiting, and wait when their transaction's hooks are run."""


def not_at_once() -> None:
    """Let the transaction in hand not wait for the disk: for what may as well be lost when the power goes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(NOT_AT_ONCE.sql)


def when_committed() -> None:
    """Wait for the disk once the transaction in hand is committed, before later hooks and before its end is told."""
    if connection.vendor == "postgresql":
        _due.add(connection.connection)
        transaction.on_commit(_wait)


def _wait() -> None:
    if connection.connection in _due:  # several entries of one transaction wait once
        _due.discard(connection.connection)
        with connection.cursor() as cursor:
            cursor.execute(_THROUGH)
