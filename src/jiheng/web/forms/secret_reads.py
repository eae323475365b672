"""Reading a form of a secret project is put on record."""

from collections.abc import Mapping

from django.db.models import Model
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.auditlog import log
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.cycles.models import Project
from jiheng.web.forms.models import SelfEvaluation

SECRET_READ = "secret.read"


def read_secret(person: Person, form: SelfEvaluation, detail: Mapping[str, object] | None = None) -> None:
    """Put on record that the person saw a form of a secret project: once a person, form and day.

    Nothing where the project is not secret.
    """
    if form.project.secret:
        _read(person, form, form.project, detail)


def read_secret_project(person: Person, project: Project, detail: Mapping[str, object] | None = None) -> None:
    """The same of what else there is of a project."""
    if project.secret:
        _read(person, project, project, detail)


def _read(person: Person, row: Model, project: Project, detail: Mapping[str, object] | None) -> None:
    subject = f"{row._meta.label_lower}:{row.pk}"
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    seen = AuditEntry.objects.filter(subject=subject, action=SECRET_READ, person_id=person.pk, at__gte=today)
    if not seen.exists():
        log.write(person, SECRET_READ, row, {"project": project.code, **(detail or {})})
