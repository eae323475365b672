"""The models and their migrations agree, and every released version's data comes forward."""

import json
import shutil
import sqlite3
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.web.test_backup import python

_RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))
_SHAPE = """
def shape():
    from django.db import connection
    from jiheng.web.auditlog import triggers
    about, found = connection.introspection, []
    with connection.cursor() as cursor:
        for table in set(about.table_names(cursor)) - {"auth_group_permissions", "sqlite_sequence"}:
            found += [[table, str(column)] for column in about.get_table_description(cursor, table)]
            for name, rule in about.get_constraints(cursor, table).items():
                found.append([table, name.startswith(("fk_", "__unnamed_")) or name, str(sorted(rule.items()))])
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        found.append([triggers.guard(connection), str(cursor.fetchall())])
    return sorted(map(str, found))
"""
"""What a database has.

SQLite numbers rules that have no name; the table left out is Django's own, of groups that nobody uses: its numbers
become wider by one of Django's migrations.
"""
_FORWARD = """
import json
from jiheng.web import serving, setup
setup.prepare()
assert serving.bring_up() is None
from django.apps import apps
from django.core.management import call_command
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import assessed, save
from jiheng.web.accounts.models import Person
from jiheng.web.auditlog import log
call_command("migrate", check_unapplied=True, verbosity=0)
assert log.verify() is None
for form in SelfEvaluation.objects.select_related("cycle"):
    assert assessed(form).form is not None
form = SelfEvaluation.objects.filter(state="draft").select_related("unit").first()
person = Person.objects.filter(memberships__role="filler", memberships__organisation=form.unit).first()
saved = save(person, form.pk, form.version, [CellChange("goal_actual", "", "升级后所写")])
assert saved.evaluation.version == form.version + 1
models = apps.get_models(include_auto_created=True)
counts = {model._meta.db_table: model._base_manager.count() for model in models}
print(json.dumps({"counts": counts, "shape": shape()}))
"""
_NEW = """
import json
from jiheng.web import setup; setup.prepare()
from django.core.management import call_command
from django.core.management.commands import migrate
call_command({command}, verbosity=0)
print(json.dumps(shape()))
"""
AT_ONCE, ONE_BY_ONE = (_SHAPE + _NEW.format(command=command) for command in ("'migrate'", "migrate.Command()"))
"""Print the shape of a new database, made at once from the models or by one migration after the other."""

_GROW = {"forms_version", "auditlog_auditentry", "auth_permission", "django_content_type", "forms_findingcount"}
"""Tables that the upgrade itself or the save after it adds to."""


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    said = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


@pytest.mark.parametrize("dump", _RELEASED, ids=lambda path: path.stem)
def test_data_of_a_released_version_comes_forward(dump, tmp_path):
    with sqlite3.connect(tmp_path / "jiheng.sqlite3") as database:
        database.executescript(dump.read_text(encoding="utf-8"))
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        before = {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    database.close()
    if (keys := dump.with_suffix(".keys.json")).exists():
        shutil.copy(keys, tmp_path / "keys.json")
    found = json.loads(python(_SHAPE + _FORWARD, tmp_path))
    after = found["counts"]
    kept = {name: count for name, count in before.items() if name in after and name not in _GROW}
    assert kept == {name: after[name] for name in kept}
    assert all(after[name] >= before[name] for name in _GROW & set(before))
    assert kept["forms_selfevaluation"] > 0
    assert found["shape"] == json.loads(python(AT_ONCE, tmp_path / "new")), "a new database is made another way"


def test_there_is_data_of_a_released_version():
    assert _RELEASED
