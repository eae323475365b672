"""Keep roll-ups as text: what was kept is dropped, the next visit has it made again."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("overview", "Summary").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("overview", "0002_initial")]
    operations = [
        migrations.RunPython(drop, migrations.RunPython.noop),
        migrations.RemoveField("summary", "content"),
        migrations.AddField("summary", "content", models.TextField(default="")),
        migrations.AddField("summary", "forms", models.PositiveIntegerField(default=0)),
    ]
