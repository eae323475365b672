"""Who may see what of an import. What is secret is seen by those whom it concerns, whatever the import's reach."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import Denied, may, require, units_within
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.files.access import FileClaim, claims
from jiheng.web.files.models import StoredFile
from jiheng.web.imports.models import Import, ReadForm, Source

ACTIONS = {
    Import.Kind.FORMS.value: "import.forms",
    Import.Kind.APPROVED.value: "import.approved",
    Import.Kind.FIGURES.value: "import.figures",
}
"""The right that a kind of import asks for."""

_SECRET = "这是涉密内容，只有上传的人和单位指定的知悉人员可以查看。"


def kinds_of(person: Person) -> list[Import.Kind]:
    """What the person may import anywhere."""
    return [kind for kind in Import.Kind if may(person, ACTIONS[kind.value])]


def imports_within(person: Person) -> Q:
    """A filter over Import: those that the person may see."""
    found = Q(pk__in=[])
    for kind, action in ACTIONS.items():
        if may(person, action):
            found |= Q(kind=kind, organisation__in=Organisation.objects.filter(units_within(person, action)))
    return found


def import_of(person: Person, pk: int) -> Import:
    """The import. Raises Http404, Denied."""
    batch = get_object_or_404(Import.objects.select_related("cycle", "organisation", "by", "job"), pk=pk)
    require(person, ACTIONS[batch.kind], batch.organisation)
    return batch


def shown(person: Person) -> Q:
    """A filter over ReadForm: what of the imports that a person may see is no secret to them."""
    named = Project.named.through.objects.filter(person=person).values("project")
    plain = Q(secret=False) & (Q(project=None) | Q(project__secret=False))
    mine = Q(source__batch__by=person) & (Q(project=None) | Q(project__secret=False))
    return plain | mine | Q(project__in=named, project__secret=True)


def form_of(person: Person, pk: int) -> ReadForm:
    """What was read. Raises Http404, Denied."""
    rows = ReadForm.objects.select_related(
        "source__batch__cycle", "source__batch__organisation", "source__batch__by", "source__file", "project__unit"
    )
    read = get_object_or_404(rows, pk=pk)
    batch = read.source.batch
    require(person, ACTIONS[batch.kind], batch.organisation)
    if not ReadForm.objects.filter(shown(person), pk=pk).exists():
        raise Denied(_SECRET)
    return read


def source_of(person: Person, pk: int) -> Source:
    """A source whose original the person may see. Raises Http404, Denied."""
    source = get_object_or_404(Source.objects.select_related("batch__organisation", "batch__by", "file"), pk=pk)
    require(person, ACTIONS[source.batch.kind], source.batch.organisation)
    if not _open(source, person):
        raise Denied(_SECRET)
    return source


def secret_source(source: Source) -> bool:
    """Whether something secret was read from it."""
    return source.forms.filter(Q(secret=True) | Q(project__secret=True)).exists()


def projects_for(person: Person, cycle: Cycle, organisation: Organisation) -> Q:
    """A filter over Project: those to which the person may bring something of an import."""
    named = Project.named.through.objects.filter(person=person).values("project")
    there = Q(cycle=cycle, unit__path__startswith=organisation.path)
    return there & (Q(secret=False) | Q(pk__in=named))


def _open(source: Source, person: Person) -> bool:
    """Nothing in it is hidden from the person; what has not been read yet is its uploader's alone."""
    if source.read_at is None or source.unpacked:
        return source.batch.by_id == person.pk
    return not source.forms.exclude(pk__in=source.forms.filter(shown(person)).values("pk")).exists()


@claims
def handed_in(file: StoredFile, person: Person) -> FileClaim | None:
    """A file that was handed in for an import."""
    source = Source.objects.filter(file=file, number=0).select_related("batch__organisation").first()
    if source is None:
        return None
    batch = source.batch
    ruling = may(person, ACTIONS[batch.kind], batch.organisation)
    if ruling and not _open(source, person):
        return FileClaim(batch, ruling._replace(allowed=False, why=_SECRET))
    return FileClaim(batch, ruling, secret_source(source))
