"""Triggers of the database that refuse to change or remove an entry of the audit log, whoever asks."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SQLITE = """
CREATE TRIGGER auditentry_no_{event} BEFORE {event} ON auditlog_auditentry
BEGIN SELECT RAISE(ABORT, 'audit log is append-only'); END
"""
_POSTGRESQL = """
CREATE FUNCTION auditentry_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit log is append-only'; END $$;
CREATE TRIGGER auditentry_keep BEFORE UPDATE OR DELETE ON auditlog_auditentry
FOR EACH ROW EXECUTE FUNCTION auditentry_refuse();
CREATE TRIGGER auditentry_keep_all BEFORE TRUNCATE ON auditlog_auditentry
FOR EACH STATEMENT EXECUTE FUNCTION auditentry_refuse();
"""


_COUNT = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'auditlog_auditentry'",
    "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgrelid = 'auditlog_auditentry'::regclass"
    " AND NOT tgisinternal AND tgenabled <> 'D'",
}
_ADDED = 2


def guard(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database still refuses changes."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT[connection.vendor])
        return bool(cursor.fetchone()[0] >= _ADDED)


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers of this database; the migration that makes the table calls it."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRESQL)
        return
    for event in ("UPDATE", "DELETE"):
        editor.execute(_SQLITE.format(event=event))
