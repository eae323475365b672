"""The pages of notices: the ledger, one notice with what can be done to it, its paper and its evidence."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.paging import attempt, page_of
from jiheng.web.accounts.permissions import may, require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import ticked, whole_number
from jiheng.web.auditlog import log
from jiheng.web.corrections import handling, ledger, notice
from jiheng.web.corrections.models import Correction
from jiheng.web.files.storage import send_bytes
from jiheng.web.forms.secret_reads import read_secret_project
from jiheng.web.procedure import attachment_views, attachments
from jiheng.web.procedure.step_views import stepped
from jiheng.web.procedure.steps import history, open_to


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The ledger."""
    person, asked = person_of(request), ledger.asked_of(request.GET)
    require(person, ledger.SEE)
    all_ = ledger.visible(person)
    there = ledger.narrowed(all_, asked._replace(show=""))
    numbers = ledger.counts(there)
    page = page_of(request, ledger.narrowed(all_, asked))
    context = {
        "page": page,
        "rows": [(row, ledger.project_name(row)) for row in page],
        "asked": asked,
        "show": [(key, name, numbers[key]) for key, name in ledger.SHOW.items()],
        "years": ledger.years(all_),
        "drafts": bool(may(person, "correction.draft")),
    }
    return render(request, "corrections/list.html", context)


@require_safe
def workbook(request: HttpRequest) -> HttpResponse:
    """The ledger as a workbook, narrowed as the page is."""
    person = person_of(request)
    require(person, ledger.SEE)
    rows = list(ledger.narrowed(ledger.visible(person), ledger.asked_of(request.GET)).prefetch_related("items"))
    log.write(person, "export.corrections", None, {"entries": len(rows)})
    return send_bytes(ledger.book_of(rows), "整改台账.xlsx")


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice."""
    return _page(request, seen(request, pk))


def seen(request: HttpRequest, pk: int) -> Correction:
    """A notice that the person may see; of a secret project the reading goes on record. Raises Http404, Denied."""
    row = get_object_or_404(
        Correction.objects.select_related("unit", "project", "cycle", "issuer", "by", "form__project"), pk=pk
    )
    require(person_of(request), ledger.SEE, row)
    if row.project is not None:
        read_secret_project(person_of(request), row.project, {"what": "整改通知"})
    return row


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what the unit wrote."""
    seen(request, pk)
    answers = {item: request.POST[name] for name, item in _numbered(request, "answer")}
    attempt(request, lambda: handling.write(person_of(request), pk, answers), "已保存。全部写好后由单位审核人提交。")
    return redirect("corrections:show", pk)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step; what stands in the boxes of the page is kept with it."""
    row, person = seen(request, pk), person_of(request)
    answers = {item: request.POST[name] for name, item in _numbered(request, "answer")}
    remarks = {item: request.POST[name] for name, item in _numbered(request, "remark")}
    back = sorted(ticked(request.POST, "back"))

    def act(action: str, reason: str) -> None:
        if answers and may(person, handling.WRITE, row):
            handling.write(person, pk, answers)
        handling.step(person, pk, action, reason, back=back, remarks=remarks)

    stepped(request, row.WAY, act)
    return redirect("corrections:show", pk)


@require_POST
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Take evidence in for a point, or off the list."""
    row, person = seen(request, pk), person_of(request)
    require(person, handling.WRITE, row)
    if not row.items.filter(pk__in=_part(request)).exists() and "remove" not in request.POST:
        raise Http404
    attachment_views.taken(request, person, row)
    return redirect("corrections:show", pk)


@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice as a Word document."""
    row = seen(request, pk)
    log.write(person_of(request), "export.correction", row, {"number": row.number})
    return send_bytes(notice.paper_of(row), notice.name_of(row))


def _page(request: HttpRequest, row: Correction) -> HttpResponse:
    person = person_of(request)
    there = attachments.of([row])
    writes = bool(may(person, handling.WRITE, row))
    judges = bool(may(person, handling.ACCEPT, row)) and bool(may(person, "correction.draft", row.issuer))
    context = {
        "row": row,
        "project": ledger.project_name(row),
        "items": [(item, there.get((row.key, item.part), [])) for item in row.items.select_related("answered_by")],
        "writes": writes,
        "judges": judges,
        "drafts": bool(may(person, "correction.draft", row)) and bool(may(person, "correction.draft", row.issuer)),
        "steps": _steps(person, row),
        "history": history(row),
    }
    return render(request, "corrections/show.html", context)


def _steps(person: Person, row: Correction) -> list[Any]:
    ours = bool(may(person, "correction.draft", row.issuer))
    return [move for move in open_to(person, row) if move.action == handling.ANSWER or ours]


def _numbered(request: HttpRequest, name: str) -> list[tuple[str, int]]:
    """The boxes `name-3` of the page, with their numbers."""
    found = [(key, whole_number(key.removeprefix(f"{name}-"))) for key in request.POST if key.startswith(f"{name}-")]
    return [(key, number) for key, number in found if number]


def _part(request: HttpRequest) -> list[int]:
    number = whole_number(request.POST.get("part", "").removeprefix("item-"))
    return [number] if number else []
