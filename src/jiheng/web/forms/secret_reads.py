"""Reading a form of a secret project is put on record."""

from collections.abc import Mapping

from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.auditlog import log
from jiheng.web.auditlog.models import AuditEntry
from jiheng.web.forms.models import SelfEvaluation

SECRET_READ = "secret.read"


def read_secret(person: Person, form: SelfEvaluation, detail: Mapping[str, object] | None = None) -> None:
    """Put on record that the person saw a form of a secret project: once a person, form and day.

    Nothing where the project is not secret.
    """
    if not form.project.secret:
        return
    subject = f"{form._meta.label_lower}:{form.pk}"
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    seen = AuditEntry.objects.filter(subject=subject, action=SECRET_READ, person_id=person.pk, at__gte=today)
    if not seen.exists():
        log.write(person, SECRET_READ, form, {"project": form.project.code, **(detail or {})})
