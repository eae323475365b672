"""The original file of a form beside it: which it is, and whether who may see the form may see the whole file."""

from typing import NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import AccessRuling, Denied, within
from jiheng.web.accounts.request import person_of
from jiheng.web.files.access import FileClaim, claim_of, claims
from jiheng.web.files.models import StoredFile
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.sheet import FormSheet, sheet
from jiheng.web.forms.visible_form import seen
from jiheng.web.imports import preview_store
from jiheng.web.imports.models import Import, ReadForm, Source
from jiheng.web.imports.preview import Tables
from jiheng.web.imports.records import record_of
from jiheng.web.ready_query import Ready

_OTHERS = "原件里还有不在您范围内的表，所以只显示从中读出的这一张。"


class Original(NamedTuple):
    """What a form was read from. Where the file holds others' forms too, only the reading is shown, and `why`."""

    read: ReadForm
    open: bool
    why: str
    pages: list[preview_store.Page]
    tables: Tables | None
    reading: FormSheet


def original_of(form: SelfEvaluation, person: Person) -> Original | None:
    """The file whose reading was last taken into the form; None where the form was filled in here."""
    found = _taken(form.project_id)
    if not found:
        return None
    read: ReadForm = found[0]
    ruling = _ruling(read.source, person)
    drawn = preview_store.pages(read.source_id) if ruling else []
    tables = preview_store.tables(read.source_id) if ruling else None
    return Original(read, bool(ruling), ruling.why, drawn, tables, sheet(record_of(read), form.cycle.layout))


def _accepted(project: int) -> QuerySet[ReadForm]:
    """What was read into the form, the last one only."""
    forms = Import.Kind.FORMS
    reads = ReadForm.objects.filter(project=project, decision=ReadForm.Decision.ACCEPTED, source__batch__kind=forms)
    return reads.select_related("source__file").order_by("-decided_at", "-id")[:1]


_taken = Ready(_accepted)


@require_safe
def picture(request: HttpRequest, form: int, number: int) -> HttpResponse:
    """A page of the original as a picture that the workbench drew. Raises Http404, Denied."""
    row, person = seen(request, form, f"原件第 {number} 页"), person_of(request)
    original = original_of(row, person)
    if original is None:
        raise Http404("这张表没有原件。")
    if not original.open:
        raise Denied(original.why)
    data = preview_store.picture(original.read.source_id, number)
    if data is None:
        raise Http404("这一页没有画出来。")
    response = HttpResponse(data, content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=600"
    return response


@claims
def seen_with_its_forms(file: StoredFile, person: Person) -> FileClaim | None:
    """A file handed in may be had by whoever may see every form that was read from it."""
    sources = Source.objects.filter(file=file)
    if not sources.exists() or not ReadForm.objects.filter(source__in=sources).exists():
        return None
    if sources.filter(read_at=None).exists():
        return None
    reads = ReadForm.objects.filter(source__in=sources)
    theirs = SelfEvaluation.objects.filter(within(person, "form.see"))
    forms = list(theirs.filter(project__in=reads.values("project")).select_related("project"))
    if not forms:
        return None
    secret = any(form.project.secret for form in forms)
    # A reading that belongs to no project is of nobody knows whose form.
    if reads.filter(project=None).exists() or reads.exclude(project__in=theirs.values("project")).exists():
        return FileClaim(forms[0], AccessRuling(False, _OTHERS), secret)
    return FileClaim(forms[0], AccessRuling(True), secret)


def _ruling(source: Source, person: Person) -> AccessRuling:
    claim = claim_of(source.file, person)
    return claim.ruling if claim is not None and claim.ruling else AccessRuling(False, _OTHERS)
