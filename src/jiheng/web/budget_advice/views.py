"""The pages of advices: the list with what can be done to many, one advice with its reasons and the answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jiheng.opinion.budget_advice import advices
from jiheng.places import load
from jiheng.web.accounts.paging import attempt, page_of
from jiheng.web.accounts.permissions import may, require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import ticked
from jiheng.web.auditlog import log
from jiheng.web.budget_advice import handling, ledger
from jiheng.web.budget_advice.handling import SEE
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.cycles.current import current
from jiheng.web.cycles.scope import in_hand, listed_name
from jiheng.web.files.storage import send_bytes
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.secret_reads import read_secret_project
from jiheng.web.procedure.step_views import stepped
from jiheng.web.procedure.steps import history, open_to


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The advices of the cycle in hand."""
    person, cycle = person_of(request), current(request)
    require(person, SEE)
    if cycle is None:
        return render(request, "workflow/desk_empty.html")
    asked, all_ = ledger.asked_of(request.GET), ledger.visible(person, cycle)
    page = page_of(request, ledger.narrowed(all_, asked))
    by_advice, by_state = ledger.counts(all_, "advice"), ledger.counts(all_, "state")
    names = dict.fromkeys([*advices(load(cycle.rulebook)), *by_advice])
    context = {
        "page": page,
        "rows": [(row, listed_name(row.project)) for row in page],
        "asked": asked,
        "total": sum(by_state.values()),
        "advices": [(name, by_advice.get(name, 0)) for name in names],
        "states": [(value, name, by_state.get(value, 0)) for value, name in BudgetAdvice.WAY.labels.items()],
        "drafts": bool(may(person, handling.DRAFT)) and not cycle.closed,
        "tickable": any(row.state == BudgetAdvice.WAY.first for row in page),
        "year": cycle.year,
    }
    return render(request, "budget_advice/list.html", context)


@require_POST
def propose(request: HttpRequest) -> HttpResponse:
    """Propose for every project of the cycle in hand whose form is final."""
    found = handling.propose(person_of(request), in_hand(request))
    said = f"按规则新提 {found.fresh} 条，更新 {found.renewed} 条。已改过、已送出的没有动。"
    said += f"{found.silent} 个项目没有等级，没有提。" if found.silent else ""
    said += f"{found.waiting} 个项目的自评表还没有定稿，定稿后再提。" if found.waiting else ""
    messages.success(request, said)
    return redirect("budget_advice:list")


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send the ticked drafts to the budget office."""
    numbers = ticked(request.POST, "row")
    if not numbers:
        messages.error(request, "还没有勾选。请先勾选要送预算处室的建议。")
    else:
        attempt(request, lambda: handling.send(person_of(request), numbers), f"已送预算处室 {len(numbers)} 条。")
    return redirect("budget_advice:list")


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The list as a workbook, narrowed as the page is."""
    person, cycle = person_of(request), in_hand(request)
    require(person, SEE)
    rows = list(ledger.narrowed(ledger.visible(person, cycle), ledger.asked_of(request.GET)))
    log.write(person, "export.advices", cycle, {"entries": len(rows)})
    return send_bytes(ledger.book_of(rows), f"{cycle.year}年自评结果应用建议.xlsx")


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One advice."""
    return _page(request, seen(request, pk))


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose another advice."""
    seen(request, pk)
    advice, why = request.POST.get("advice", ""), request.POST.get("why", "")
    attempt(request, lambda: handling.change(person_of(request), pk, advice, why), "已保存。")
    return redirect("budget_advice:show", pk)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step; with an answer the boxes of the page are kept."""
    row, person = seen(request, pk), person_of(request)
    reply = handling.Reply(*(request.POST.get(name, "") for name in handling.Reply._fields))
    if stepped(request, row.WAY, lambda action, reason: handling.step(person, pk, action, reason, reply)):
        return redirect("budget_advice:show", pk)
    return _page(request, row, reply)


def seen(request: HttpRequest, pk: int) -> BudgetAdvice:
    """An advice that the person may see. Raises Http404, Denied."""
    rows = BudgetAdvice.objects.select_related("project__cycle", "unit", "by")
    row = get_object_or_404(rows, pk=pk)
    require(person_of(request), SEE, row)
    read_secret_project(person_of(request), row.project, {"what": "结果应用建议"})
    return row


def _page(request: HttpRequest, row: BudgetAdvice, typed: handling.Reply | None = None) -> HttpResponse:
    person = person_of(request)
    steps = open_to(person, row)
    form = SelfEvaluation.objects.select_related("project", "unit").filter(project=row.project).first()
    context: dict[str, Any] = {
        "row": row,
        "project": row.project,
        "form": form if form is not None and may(person, "form.see", form) else None,
        "advices": advices(load(row.project.cycle.rulebook)),
        "drafts": bool(may(person, handling.DRAFT, row)),
        "answers": any(taken.action == handling.ANSWER for taken in steps),
        "choices": BudgetAdvice.Answer.choices,
        "typed": typed or handling.Reply(row.answer, row.planned, row.reply),
        "steps": steps,
        "history": history(row),
    }
    return render(request, "budget_advice/show.html", context, status=422 if typed else 200)
