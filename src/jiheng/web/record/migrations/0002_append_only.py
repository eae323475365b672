"""Triggers that refuse to change or remove an entry, whoever asks."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_SQLITE = """
CREATE TRIGGER record_entry_no_{event} BEFORE {event} ON record_entry
BEGIN SELECT RAISE(ABORT, 'audit log is append-only'); END
"""
_POSTGRESQL = """
CREATE FUNCTION record_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit log is append-only'; END $$;
CREATE TRIGGER record_entry_keep BEFORE UPDATE OR DELETE ON record_entry
FOR EACH ROW EXECUTE FUNCTION record_entry_refuse();
CREATE TRIGGER record_entry_keep_all BEFORE TRUNCATE ON record_entry
FOR EACH STATEMENT EXECUTE FUNCTION record_entry_refuse();
"""


def add(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Add the triggers of this database."""
    if editor.connection.vendor == "postgresql":
        editor.execute(_POSTGRESQL)
        return
    for event in ("UPDATE", "DELETE"):
        editor.execute(_SQLITE.format(event=event))


class Migration(migrations.Migration):
    """After the table."""

    dependencies = [("record", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
