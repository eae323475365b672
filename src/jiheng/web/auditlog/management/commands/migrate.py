"""Django's `migrate`; an empty database gets its tables at once."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from jiheng.web import new_database

_PARTIAL = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")
"""Options that ask for something else than the shape of this version."""


class Command(migrate.Command):
    """Bring the database to this version's shape."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing."""
        connection = connections[options["database"]]
        if not any(options.get(name) for name in _PARTIAL) and new_database.is_empty(connection):
            new_database.make(connection)
        super().handle(*args, **options)
