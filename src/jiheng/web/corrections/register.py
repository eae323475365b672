"""What this app gives to the workbench when it starts: menu, names for the audit log, panels, what waits."""

from django.http import HttpRequest

from jiheng.web.accounts import menu, permissions
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may
from jiheng.web.accounts.ready_for import ReadyFor
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import labels
from jiheng.web.corrections import (
    due_reminders,  # noqa: F401
    waiting,  # noqa: F401
)
from jiheng.web.corrections.ledger import SEE, visible
from jiheng.web.corrections.models import Correction
from jiheng.web.files.access import FileClaim
from jiheng.web.forms import panels
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.procedure.attachments import claimed_by

permissions.name_states(Correction.WAY.labels)
menu.add(64, "整改", "corrections:list", SEE)
labels.name_actions(
    {"correction.accept": "整改销号", "export.correction": "导出整改通知书", "export.corrections": "导出整改台账"}
)
labels.name_subjects({"corrections.correction": "number"})


@claimed_by("corrections.correction")
def claim(pk: int, person: Person) -> FileClaim | None:
    """Whoever may see a notice may have its evidence."""
    row = Correction.objects.select_related("unit", "project").filter(pk=pk).first()
    if row is None:
        return None
    return FileClaim(row, may(person, SEE, row), row.project is not None and row.project.secret)


def _panel(request: HttpRequest, form: SelfEvaluation) -> dict[str, object]:
    person = person_of(request)
    return {
        "form": form,
        "corrections": _of_form(person, form.pk),
        "drafts": bool(may(person, "correction.draft", form.unit)),
    }


_of_form = ReadyFor(lambda person, form: visible(person).filter(form=form))
panels.add("review", panels.Panel("corrections", "整改", "corrections/_panel.html", _panel))
