"""An empty database → all tables of this version, at once from the models.

Every migration since the first, one after the other, makes the same tables in ten times the processor time, which each
first start, restore and trial of a backup would pay. A test compares both ways.
"""

from typing import cast

from django.apps import apps
from django.db import router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps


def is_empty(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database has no table at all."""
    return not connection.introspection.table_names()


def make(connection: BaseDatabaseWrapper) -> None:
    """All tables, what migrations add beside tables (triggers), and the record that every migration is applied.

    In one transaction, whole or not at all.
    """
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
        executor.recorder.migration_qs.bulk_create(
            recorded(app=migration.app_label, name=migration.name) for migration in migrations
        )
