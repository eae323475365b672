"""The pages of tasks: the list, a new one, one task with its forms and papers, its results as a workbook."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiheng.web.accounts.paging import attempt, page_of
from jiheng.web.accounts.permissions import may, require, within
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import ticked
from jiheng.web.auditlog import log
from jiheng.web.commissions import handling, progress
from jiheng.web.commissions.handling import SEE
from jiheng.web.commissions.models import Commission
from jiheng.web.cycles.scope import SECRET_NAME, in_hand, listed_name
from jiheng.web.files.storage import send_bytes
from jiheng.web.procedure import attachment_views, attachments
from jiheng.web.procedure.step_views import stepped
from jiheng.web.procedure.steps import history, open_to
from jiheng.web.procedure.workbook import Row, SheetOut, workbook
from jiheng.web.workflow.worklist_views import evaluators

_HEADS = {
    "项目代码": 16, "项目": 36, "单位": 30, "自评得分": 10, "评价得分": 10, "核减": 8, "评价等级": 10, "评了几行": 10,
}  # fmt: skip


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The tasks that the person entrusted or was entrusted with, of all years."""
    person = person_of(request)
    require(person, SEE)
    state = request.GET.get("state", "")
    found = Commission.objects.filter(within(person, SEE)).select_related("cycle", "unit", "given_to")
    found = found.annotate(n=Count("forms")).order_by("-id")
    rows = page_of(request, found.filter(state=state) if state in Commission.WAY.labels else found)
    context = {
        "page": rows,
        "state": state,
        "states": Commission.WAY.labels.items(),
        "begins": bool(may(person, handling.BEGIN)),
    }
    return render(request, "commissions/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A task: the evaluator first, then which of the forms given to them."""
    person, cycle = person_of(request), in_hand(request)
    require(person, handling.BEGIN)
    there = evaluators(person)
    asked = request.POST if request.method == "POST" else request.GET
    evaluator = next((candidate for candidate in there if str(candidate.pk) == asked.get("evaluator")), None)
    problem = ""
    if request.method == "POST":
        evaluator_pk, name, due, demand = (request.POST.get(key, "") for key in ("evaluator", "name", "due", "demand"))
        wish = handling.Wish(evaluator_pk, name, due, demand, ticked(request.POST, "form"))
        try:
            row = handling.begin(person, cycle, wish)
        except ValidationError as error:
            problem = "；".join(error.messages)
        else:
            return redirect("commissions:show", row.pk)
    context = {
        "evaluators": there,
        "evaluator": evaluator,
        "forms": [] if evaluator is None else progress.offered(person, evaluator, cycle.pk),
        "secret_name": SECRET_NAME,
        "problem": problem,
        "asked": {
            "name": asked.get("name", f"{cycle.year}年度项目支出绩效自评复核"),
            "due": asked.get("due", f"{handling.proposed_due():%Y-%m-%d}"),
            "demand": asked.get("demand", ""),
        },
    }
    return render(request, "commissions/new.html", context, status=422 if problem else 200)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One task."""
    row, person = seen(request, pk), person_of(request)
    there = attachments.of([row])
    writes = bool(may(person, handling.WRITE, row))
    context: dict[str, Any] = {
        "row": row,
        "lines": [(line, listed_name(line.form.project)) for line in progress.lines(person, row)],
        "parts": [(part, name, there.get((row.key, part), []), part in row.NEEDED) for part, name in row.PARTS.items()],
        "writes": writes,
        "hindrances": handling.hindrances(row) if writes else (),
        "steps": open_to(person, row),
        "history": history(row),
    }
    return render(request, "commissions/show.html", context)


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the conclusion."""
    seen(request, pk)
    attempt(request, lambda: handling.write(person_of(request), pk, request.POST.get("conclusion", "")), "已保存。")
    return redirect("commissions:show", pk)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step."""
    seen(request, pk)
    stepped(request, Commission.WAY, lambda action, reason: handling.step(person_of(request), pk, action, reason))
    return redirect("commissions:show", pk)


@require_POST
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Take papers in, or off the list."""
    row, person = seen(request, pk), person_of(request)
    require(person, handling.WRITE, row)
    if request.POST.get("part") not in row.PARTS and "remove" not in request.POST:
        raise Http404
    attachment_views.taken(request, person, row)
    return redirect("commissions:show", pk)


@require_safe
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """The results as a workbook."""
    row, person = seen(request, pk), person_of(request)
    found: list[Row] = [
        (
            line.form.project.code, listed_name(line.form.project), line.form.unit.name, line.form.total, line.mine,
            line.taken_off, line.grade, f"{line.given}/{line.rows}",
        )
        for line in progress.lines(person, row)
    ]  # fmt: skip
    log.write(person, "export.commission", row, {"entries": len(found)})
    data = workbook(SheetOut("评价结果", _HEADS, found))
    return send_bytes(data, f"{row.name}评价结果.xlsx")


def seen(request: HttpRequest, pk: int) -> Commission:
    """A task that the person may see. Raises Http404, Denied."""
    row = get_object_or_404(Commission.objects.select_related("cycle", "unit", "given_to", "by"), pk=pk)
    require(person_of(request), SEE, row)
    return row
