"""An import: how far it is read, what came of it, what is to be decided."""

from collections import Counter

from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jiheng.form import AMOUNTS
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may
from jiheng.web.accounts.request import person_of
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.imports.apply import LATE
from jiheng.web.imports.bulk_decision import certain, visible
from jiheng.web.imports.figures import Figures
from jiheng.web.imports.figures import shown as amount_shown
from jiheng.web.imports.models import Import, ReadForm, Source
from jiheng.web.imports.records import figures_of
from jiheng.web.imports.unit_names import units_of_import, unknown
from jiheng.web.imports.visibility import import_of

_PAGE = 50
_ORDER = (Coalesce("twin__source__rank", "source__rank"), Coalesce("twin", "pk"), F("twin").asc(nulls_first=True), "pk")
"""By the files; a twin below the reading that is proposed."""
_PROBLEMS = 200


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of an import."""
    person = person_of(request)
    batch = import_of(person, pk)
    decision = request.GET.get("decision", ReadForm.Decision.OPEN)
    seen = visible(person, batch)
    counts = dict(seen.order_by().values_list("decision").annotate(Count("pk")))
    rows = seen.select_related("source", "project__unit", "decided_by", "twin__source")
    if batch.kind != Import.Kind.FIGURES:
        rows = rows.defer("record", "mended", "outcome")
    if decision in ReadForm.Decision.values:
        rows = rows.filter(decision=decision)
    page = Paginator(rows.order_by(*_ORDER), _PAGE).get_page(request.GET.get("page"))
    may_make = bool(may(person, "project.manage")) and batch.kind != Import.Kind.FIGURES
    waiting = seen.filter(decision=ReadForm.Decision.OPEN)
    lines = [_Line(read) for read in page]
    _told(batch, lines, seen)
    return render(
        request,
        "imports/show.html",
        {
            "batch": batch,
            "job": batch.job,
            "percent": batch.job.percent if batch.job is not None else 0,
            "name": "读取导入的文件",
            "page": page,
            "lines": lines,
            "decision": decision,
            "tabs": [(value, label, counts.get(value, 0)) for value, label in ReadForm.Decision.choices],
            "all": sum(counts.values()),
            "certain": certain(person, batch).count(),
            "mine": batch.by_id == person.pk,
            "may_make": may_make,
            "twins": waiting.exclude(twin=None).count(),
            "waiting": waiting.filter(twin=None).count(),
            "unknown": unknown(person, batch) if may_make else [],
            "units": units_of_import(person, batch) if may_make else [],
            **_sources(person, batch),
        },
    )


class _Line:
    """A reading in the list, with what is to be said of it."""

    def __init__(self, read: ReadForm) -> None:
        self.read = read
        self.figures: Figures | None = None
        self.amounts: list[tuple[str, str, bool]] = []
        self.notes: list[str] = []
        if "record" not in read.get_deferred_fields():
            self.figures = figures_of(read)
        if self.figures is not None:
            for field in AMOUNTS:
                new = getattr(self.figures, field)
                old = getattr(read.project, field) if read.project is not None else None
                self.amounts.append((amount_shown(new), amount_shown(old), new is not None and new != old))

    @property
    def differs(self) -> bool:
        """Whether accepting would change an amount of the project."""
        return any(changed for _, _, changed in self.amounts)


def _told(batch: Import, lines: list[_Line], seen: QuerySet[ReadForm]) -> None:
    """Say of each what a person should know: content that was handed in before, a project that is there twice."""
    projects = [line.read.project_id for line in lines if line.read.project_id is not None]
    twice = Counter(
        seen.filter(project__in=projects).exclude(decision=ReadForm.Decision.LEFT_OUT).values_list("project", flat=True)
    )
    forms = dict(SelfEvaluation.objects.filter(project__in=projects).values_list("project", "state"))
    digests = {line.read.source.sha256 for line in lines} - {""}
    same: dict[str, list[Source]] = {}
    others = Source.objects.filter(
        sha256__in=digests, batch__cycle=batch.cycle, batch__organisation__path__startswith=batch.organisation.path
    )
    for source in others.select_related("batch").order_by("id"):
        same.setdefault(source.sha256, []).append(source)
    for line in lines:
        read = line.read
        if read.twin is not None:
            line.notes.append(f"重复：与“{read.twin.source.name.rsplit('/', 1)[-1]}”里的是同一个项目，那一份更新")
        elif read.project_id is not None and twice[read.project_id] > 1:
            line.notes.append(f"同一项目在这次导入里有 {twice[read.project_id]} 份，只应采用一份")
        if read.project_id in forms and read.decision == ReadForm.Decision.OPEN:
            if forms[read.project_id] != State.DRAFT and batch.kind in LATE:
                line.notes.append(f"自评表已提交：{LATE[batch.kind]}记在项目上，审核时对照；表退回时再写进表里")
            elif forms[read.project_id] != State.DRAFT:
                line.notes.append("自评表已提交，退回到草稿后才能导入")
            elif batch.kind == Import.Kind.FORMS:
                line.notes.append("已有草稿，采用即作为新版本")
        earlier = next((twin for twin in same.get(read.source.sha256, []) if twin.pk < read.source_id), None)
        if earlier is not None:
            when = f"{earlier.batch.at:%m-%d}" if earlier.batch_id != batch.pk else "这次"
            line.notes.append(f"内容与{when}导入的“{earlier.name.rsplit('/', 1)[-1]}”完全相同")
        if line.figures is not None and line.figures.note:
            line.notes.append(line.figures.note)


def _sources(person: Person, batch: Import) -> dict[str, object]:
    """The files: how many, and which could not be read. What nobody but the uploader may know stays out."""
    rows = batch.sources.order_by("rank", "pk")
    bad = rows.exclude(problem="")
    found: dict[str, object] = {
        # A file's name and problem may tell of a secret project: others are told only how many there are.
        "problems": list(bad[:_PROBLEMS]) if batch.by_id == person.pk else [],
        "bad": bad.count(),
        "files": rows.filter(unpacked=False).count(),
        "unread": rows.filter(read_at=None).count(),
    }
    if batch.kind == Import.Kind.FIGURES:
        found["tables"] = list(rows.filter(unpacked=False, read_at__isnull=False)[:_PROBLEMS])
    return found
