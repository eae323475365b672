"""The pages of evaluations: the list, one evaluation, an expert's working paper, the report."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiheng.form import LEVEL_LABELS, LEVELS
from jiheng.quantity import number
from jiheng.quantity.words import plain
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.paging import attempt, page_of
from jiheng.web.accounts.permissions import may, require, units_within, within
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import looked_for, ticked
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Project
from jiheng.web.cycles.scope import known, listed_name
from jiheng.web.evaluations import handling, rating
from jiheng.web.evaluations.handling import SEE
from jiheng.web.evaluations.models import Evaluation, Paper
from jiheng.web.evaluations.report import paper_of
from jiheng.web.files.storage import send_bytes
from jiheng.web.forms.secret_reads import read_secret_project
from jiheng.web.procedure import attachment_views, attachments
from jiheng.web.procedure.step_views import stepped
from jiheng.web.procedure.steps import history, open_to, text_of
from jiheng.writing.report.framework import FrameworkItem

_COLUMNS = (*LEVELS, "weight", "way", "criteria")
_EMPTY_ROWS = 3
_CLOSED = tuple(state.value for state in Evaluation.WAY.state if state.closed)
_FOUND_MOST = 20


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The evaluations that the person may see, of all years, and the papers that wait for them."""
    person = person_of(request)
    papers = Paper.objects.filter(given_to=person).exclude(evaluation__state__in=("evaluation_plan", *_CLOSED))
    if not may(person, handling.PAPER):
        require(person, SEE)
    rows: Any = Evaluation.objects.none()
    if may(person, SEE):
        rows = Evaluation.objects.filter(within(person, SEE)).select_related("project__cycle", "unit", "issuer")
    q = looked_for(request.GET, "q")
    begins, found = bool(may(person, handling.PLAN)), []
    if begins and q:
        there = Project.objects.filter(known(person), cycle__closed=False, name__contains=q).select_related("unit")
        wanted = there.filter(unit__in=Organisation.objects.filter(units_within(person, handling.PLAN)))
        found = list(wanted.defer("approved").order_by("code")[:_FOUND_MOST])
    page = page_of(request, rows)
    context = {
        "page": page,
        "rows": [(row, listed_name(row.project)) for row in page],
        "papers": papers.select_related("evaluation__project", "evaluation__unit"),
        "begins": begins,
        "q": q,
        "found": found,
    }
    return render(request, "evaluations/list.html", context)


@require_POST
def begin(request: HttpRequest, project: int) -> HttpResponse:
    """A new evaluation of a project."""
    there = get_object_or_404(Project.objects.select_related("unit", "cycle"), pk=project)
    made: list[Evaluation] = []
    if attempt(request, lambda: made.append(handling.begin(person_of(request), there)), "请核对指标框架，选专家。"):
        return redirect("evaluations:show", made[0].pk)
    return redirect("evaluations:list")


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One evaluation."""
    return _page(request, seen(request, pk))


@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep framework and experts."""
    row, person = seen(request, pk), person_of(request)
    chosen = ticked(request.POST, "expert")
    try:
        handling.plan(person, pk, _items(request), chosen)
    except ValidationError as error:
        return _page(request, row, "；".join(error.messages))
    attempt(request, lambda: None, "已保存。")
    return redirect("evaluations:show", pk)


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the words of the report."""
    seen(request, pk)
    words = {name: request.POST.get(name, "") for name in handling.WORDS}
    attempt(request, lambda: handling.write(person_of(request), pk, words), "已保存。")
    return redirect("evaluations:show", pk)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step."""
    seen(request, pk)
    person, comment = person_of(request), request.POST.get("comment", "")
    stepped(request, Evaluation.WAY, lambda action, reason: handling.step(person, pk, action, reason, comment))
    still = may(person, SEE, _row(pk))  # a unit sees it while it is asked, and at the end
    return redirect("evaluations:show", pk) if still else redirect("home")


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a Word document."""
    row = seen(request, pk)
    result = handling.result(row)
    if isinstance(result, str):
        raise Http404(result)
    log.write(person_of(request), "export.evaluation", row, {"what": row.stage.label})
    name = row.project.code if row.project.secret else row.project.name
    return send_bytes(paper_of(row, result, row.papers.count()), f"{name}{row.get_kind_display()}报告.docx")


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """An expert's working paper; POST keeps it, or hands it in."""
    there, person = _paper(request, pk), person_of(request)
    items = rating.items_of(there.evaluation)
    entries, problem = rating.entries_of(there, items), ""
    if request.method == "POST":
        entries = [_entry(request, at) for at in range(len(items))]
        done = "hand_in" in request.POST
        try:
            handling.rate(person, pk, entries, done)
        except ValidationError as error:
            problem = "；".join(error.messages)
        else:
            attempt(request, lambda: None, "底稿已交。" if done else "已保存。")
            return redirect("evaluations:paper", pk)
    papers = attachments.of([there.evaluation])
    rows = [
        (at, item, entry, papers.get((there.evaluation.key, there.part(at)), []), there.part(at))
        for at, (item, entry) in enumerate(zip(items, entries, strict=True))
    ]
    context = {
        "paper": there,
        "row": there.evaluation,
        "rows": rows,
        "writes": bool(may(person, handling.RATE, there)),
        "problem": problem,
        "sees": bool(may(person, SEE, there.evaluation)),
    }
    return render(request, "evaluations/paper.html", context, status=422 if problem else 200)


@require_POST
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Take evidence in for an item, or off the list."""
    there, person = _paper(request, pk), person_of(request)
    require(person, handling.RATE, there)
    parts = {there.part(at) for at in range(len(there.evaluation.items))}
    gone = request.POST.get("remove", "")
    part = request.POST.get("part") if not gone else attachments.part_of(there.evaluation, gone)
    if part not in parts:
        raise Http404
    attachment_views.taken(request, person, there.evaluation)
    return redirect("evaluations:paper", pk)


def seen(request: HttpRequest, pk: int) -> Evaluation:
    """An evaluation that the person may see. Raises Http404, Denied."""
    row = _row(pk)
    require(person_of(request), SEE, row)
    read_secret_project(person_of(request), row.project, {"what": "绩效评价"})
    return row


def _row(pk: int) -> Evaluation:
    return get_object_or_404(Evaluation.objects.select_related("project__cycle", "unit", "issuer", "by"), pk=pk)


def _paper(request: HttpRequest, pk: int) -> Paper:
    rows = Paper.objects.select_related("evaluation__project__cycle", "evaluation__unit", "project", "given_to")
    there = get_object_or_404(rows, pk=pk)
    require(person_of(request), handling.PAPER, there)
    read_secret_project(person_of(request), there.project, {"what": "评价底稿"})
    return there


def _entry(request: HttpRequest, at: int) -> rating.RatingEntry:
    return rating.RatingEntry(
        **{name: request.POST.get(f"{name}-{at}", "") for name in rating.RatingEntry.__struct_fields__}
    )


def _items(request: HttpRequest) -> list[FrameworkItem]:
    """The framework as the page sends it; rows without a name are left out. Raises ValidationError (Chinese)."""
    found = []
    for l1, l2, l3, weight, way, criteria in zip(*(request.POST.getlist(name) for name in _COLUMNS), strict=False):
        if not l3.strip():
            continue
        figure = number(weight.strip())
        if figure is None or not Decimal(0) < figure <= rating.WHOLE:
            raise ValidationError(f"“{l3[:40]}”的分值应是 0 到 100 之间的数，现在是“{weight[:20]}”。")
        if not l1.strip():
            raise ValidationError(f"“{l3[:40]}”没有写一级指标。")
        said = dict(zip((*LEVEL_LABELS, "评价标准"), (l1, l2, l3, criteria), strict=True))
        first, second, third, asked = (text_of(text, name, needed=False) for name, text in said.items())
        found.append(FrameworkItem(first, second, third, figure, asked, "ratio" if way == "ratio" else "direct"))
    return found


def _page(request: HttpRequest, row: Evaluation, problem: str = "") -> HttpResponse:
    person = person_of(request)
    result = handling.result(row)
    papers = list(row.papers.select_related("given_to"))
    ours = bool(may(person, handling.PLAN, row.issuer))
    plans = ours and bool(may(person, handling.PLAN, row))
    items = rating.items_of(row)
    blank = [FrameworkItem("", "", "", Decimal(0))] * (_EMPTY_ROWS if plans else 0)
    of_unit = not may(person, SEE, row.issuer)
    context: dict[str, Any] = {
        "row": row,
        "project": row.project,
        "papers": [] if of_unit else papers,
        "result": None if isinstance(result, str) or not papers else result,
        "anonymous": of_unit,
        "wrong": result if isinstance(result, str) else "",
        "plans": plans,
        "apart": rating.apart_from(row),
        "items": [(item, plain(item.weight) if item.weight else "") for item in (*items, *blank)],
        "experts": [
            (expert, any(each.given_to_id == expert.pk for each in papers)) for expert in _experts(person, row, plans)
        ],
        "writes": ours and bool(may(person, handling.WRITE, row)),
        "words": [(name, label, getattr(row, name)) for name, label in handling.WORDS.items()],
        "comments": bool(may(person, handling.COMMENT, row)),
        "steps": [move for move in open_to(person, row) if ours or move.action == handling.COMMENT],
        "notices": row.state == "evaluation_final" and bool(may(person, "correction.draft", row.unit)),
        "history": history(row),
        "problem": problem,
    }
    return render(request, "evaluations/show.html", context, status=422 if problem else 200)


def _experts(person: Person, row: Evaluation, plans: bool) -> list[Person]:
    return handling.experts(person, row) if plans else []
