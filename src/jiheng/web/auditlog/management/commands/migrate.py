"""Django's `migrate`; an empty database gets its tables at once, one that was changed is looked through."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

from jiheng.web import new_database
from jiheng.web.vacuum import vacuum_all

_PARTIAL = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")
"""Options that ask for something else than the shape of this version."""


class Command(migrate.Command):
    """Bring the database to this version's shape."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        connection = connections[options["database"]]
        whole = not any(options.get(name) for name in _PARTIAL)
        if whole and new_database.is_empty(connection):
            new_database.make(connection)
        before = _applied(connection)
        super().handle(*args, **options)
        if whole and _applied(connection) > before:
            vacuum_all()


def _applied(connection: BaseDatabaseWrapper) -> int:
    return len(MigrationRecorder(connection).applied_migrations())
