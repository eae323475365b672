"""The form that a page is about, for whoever may see it; the reading of secret matter is put on record."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.secret_reads import read_secret
from jiheng.web.ready_query import Ready

_ABOUT = SelfEvaluation.objects.select_related("project", "unit", "cycle", "changed_by")
_with_all = Ready(lambda pk: _ABOUT.filter(pk=pk))


def seen(request: HttpRequest, form: int, what: str) -> SelfEvaluation:
    """The form with its project, unit and cycle. `what` says in Chinese what of it is read.

    Raises Http404, Denied.
    """
    return seen_by(person_of(request), form, "form.see", {"what": what})


def seen_by(
    person: Person, form: int, action: str = "form.see", what: Mapping[str, object] | None = None
) -> SelfEvaluation:
    """The same for whoever may do `action`."""
    found = _with_all(form)
    if not found:
        raise Http404("没有这张表。")
    row: SelfEvaluation = found[0]
    require(person, action, row)
    read_secret(person, row, what)
    return row
