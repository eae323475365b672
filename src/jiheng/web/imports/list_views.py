"""The imports, and handing in files: with a script one by one, without it all in one request."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import Denied, require, units_within
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.cycles.current import current
from jiheng.web.cycles.models import Cycle
from jiheng.web.imports import uploads
from jiheng.web.imports.models import Import, ReadForm
from jiheng.web.imports.visibility import ACTIONS, import_of, imports_within, kinds_of
from jiheng.web.jobs.models import Job

_PAGE = 50
_EXPLAINED = {
    Import.Kind.FORMS: "往年或本年填好的自评表：Word、Excel、PDF、扫描件",
    Import.Kind.APPROVED: "预算批复时的绩效目标表、指标清单",
    Import.Kind.FIGURES: "按项目列出预算数、执行数的 Excel 或 csv",
}


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The imports of the year that the person may see, and the form for a new one."""
    person = person_of(request)
    kinds = kinds_of(person)
    if not kinds:
        require(person, "import.forms")
    cycle = current(request)
    rows = Import.objects.filter(imports_within(person), cycle=cycle).select_related("organisation", "by", "job")
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    counts = _counts([row.pk for row in page])
    shown = [(row, counts.get(row.pk, (0, 0, 0)), _state(row, counts.get(row.pk, (0, 0, 0)))) for row in page]
    return render(
        request,
        "imports/list.html",
        {
            "page": page,
            "rows": shown,
            "kinds": [(kind.value, kind.label, _EXPLAINED[kind]) for kind in kinds],
            "organisations": _organisations(person, cycle) if cycle is not None else [],
            "largest": uploads.LARGEST // 1024 // 1024,
            "most": uploads.MOST_FILES,
        },
    )


@require_POST
def start_import(request: HttpRequest) -> HttpResponse:
    """Open an import. Asked by the script it answers with the addresses for the files; else takes them with it."""
    person, cycle = person_of(request), current(request)
    scripted = request.headers.get("Accept") == "application/json"
    try:
        if cycle is None:
            raise ValidationError("您还没有参加任何年度的自评，不能导入。")
        organisation = get_object_or_404(Organisation, pk=_number(request.POST.get("organisation")), active=True)
        names = request.FILES.getlist("files") + request.FILES.getlist("folder")
        if not scripted and not names:
            raise ValidationError("还没有选择文件。请选择或拖入文件再开始。")
        batch = uploads.start(person, cycle, organisation, request.POST.get("kind", ""))
        if scripted:
            return JsonResponse(_addresses(batch))
        _take_all(request, person, batch, names)
        uploads.begin(person, batch)
    except ValidationError as error:
        return _refused(request, error, scripted)
    return redirect("imports:show", batch.pk)


@require_POST
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one file into an import that is open."""
    person = person_of(request)
    batch = import_of(person, pk)
    try:
        file = request.FILES.get("file")
        if file is None:
            raise ValidationError("没有收到文件，请再试一次。")
        uploads.add(person, batch, request.POST.get("name") or file.name or "", file.chunks())
    except ValidationError as error:
        return _refused(request, error, True)
    return JsonResponse({"taken": batch.sources.count()})


@require_POST
def begin_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """All files are there: put the reading into the queue."""
    person = person_of(request)
    batch = import_of(person, pk)
    scripted = request.headers.get("Accept") == "application/json"
    try:
        uploads.begin(person, batch)
    except ValidationError as error:
        return _refused(request, error, scripted)
    if scripted:
        return JsonResponse({"show": reverse("imports:show", args=[batch.pk])})
    return redirect("imports:show", batch.pk)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read on what an earlier job has not finished."""
    person = person_of(request)
    batch = import_of(person, pk)
    if batch.job is None:
        uploads.begin(person, batch)
    else:
        uploads.read_again(person, batch)
    return redirect("imports:show", batch.pk)


def _take_all(request: HttpRequest, person: Person, batch: Import, files: "Sequence[UploadedFile[bytes]]") -> None:
    for file in files:
        try:
            uploads.add(person, batch, file.name or "", file.chunks())
        except ValidationError as error:
            messages.error(request, "；".join(error.messages))


def _refused(request: HttpRequest, error: ValidationError, scripted: bool) -> HttpResponse:
    said = "；".join(error.messages)
    if scripted:
        return JsonResponse({"error": said}, status=400)
    messages.error(request, said)
    return redirect("imports:list")


def _addresses(batch: Import) -> dict[str, str]:
    return {name: reverse(f"imports:{name}", args=[batch.pk]) for name in ("upload", "begin", "show")}


def _organisations(person: Person, cycle: Cycle) -> list[tuple[Organisation, str]]:
    """Where the person may import, with the kinds that may be: the reach of a department includes its units."""
    found: dict[int, tuple[Organisation, list[str]]] = {}
    for kind, action in ACTIONS.items():
        rows = Organisation.objects.filter(units_within(person, action), active=True).order_by("path")
        for row in rows.filter(path__startswith=cycle.organisation.path)[:500]:
            found.setdefault(row.pk, (row, []))[1].append(kind)
    return [(row, " ".join(kinds)) for row, kinds in found.values()]


def _counts(imports: list[int]) -> dict[int, tuple[int, int, int]]:
    """Readings that wait, that were taken, all; by import."""
    decision = ReadForm.Decision
    rows = (
        ReadForm.objects.filter(source__batch__in=imports)
        .order_by()
        .values_list("source__batch")
        .annotate(
            waiting=Count("pk", filter=Q(decision=decision.OPEN)),
            taken=Count("pk", filter=Q(decision=decision.ACCEPTED)),
            every=Count("pk"),
        )
    )
    return {batch: (waiting, taken, every) for batch, waiting, taken, every in rows}


def _state(batch: Import, counts: tuple[int, int, int]) -> tuple[str, str]:
    """What there is to do next, and how it looks."""
    job = batch.job
    if job is None:
        return "上传没有完成", "warning"
    if job.state in (Job.State.WAITING, Job.State.RUNNING):
        return "正在读取", "notice"
    if job.state == Job.State.FAILED:
        return "读取中断", "error"
    if counts[0]:
        return f"{counts[0]} 份待确认", "warning"
    return ("处理完毕", "good") if counts[2] else ("没有读到内容", "error")


def _number(text: str | None) -> int:
    number = whole_number(text or "")
    if not number:
        raise Denied("请选择单位。")
    return number
