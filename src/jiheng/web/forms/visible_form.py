"""The form that a page is about, for whoever may see it; the reading of secret matter is put on record."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.secret_reads import read_secret


def seen(request: HttpRequest, form: int, what: str) -> SelfEvaluation:
    """The form with its project, unit and cycle. `what` says in Chinese what of it is read.

    Raises Http404, Denied.
    """
    row = get_object_or_404(SelfEvaluation.objects.select_related("project", "unit", "cycle"), pk=form)
    require(person_of(request), "form.see", row)
    read_secret(person_of(request), row, {"what": what})
    return row
