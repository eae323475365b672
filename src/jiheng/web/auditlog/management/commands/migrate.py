"""Django's `migrate`; an empty database gets its tables from the models at once.

Every migration since the first, one after the other, makes the same tables in ten times the processor time, which each
first start, restore and trial of a backup would pay. A test compares both ways.
"""

from typing import Any, cast

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

_PARTIAL = ("app_label", "migration_name", "fake", "fake_initial", "plan", "check_unapplied", "prune")
"""Options that ask for something else than the shape of this version."""


class Command(migrate.Command):
    """Bring the database to this version's shape."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing; on an empty database in one transaction, whole or not at all."""
        connection = connections[options["database"]]
        if not any(options.get(name) for name in _PARTIAL) and not connection.introspection.table_names():
            _make(connection)
        super().handle(*args, **options)


def _make(connection: BaseDatabaseWrapper) -> None:
    """All tables, what migrations add beside tables (triggers), and the record that every migration is applied."""
    executor = MigrationExecutor(connection)
    migrations = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    recorded = executor.recorder.Migration
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection) and router.allow_migrate_model(connection.alias, model):
                editor.create_model(model)
        for operation in (operation for migration in migrations for operation in migration.operations):
            if isinstance(operation, RunPython) and not operation.elidable:
                operation.code(cast(StateApps, apps), editor)
        editor.create_model(recorded)
        executor.recorder.migration_qs.bulk_create(recorded(app=one.app_label, name=one.name) for one in migrations)
