"""The pages of batches: the list with its clocks, one batch, the masked preview of a form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiheng.web.accounts.models import Organisation
from jiheng.web.accounts.paging import attempt, page_of
from jiheng.web.accounts.permissions import may, require, units_within, within
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import ticked, whole_number
from jiheng.web.cycles.current import current
from jiheng.web.cycles.scope import in_hand
from jiheng.web.forms.sheet import sheet
from jiheng.web.jobs.queue import put
from jiheng.web.procedure.step_views import stepped
from jiheng.web.procedure.steps import history, open_to
from jiheng.web.publishing import handling, site_job
from jiheng.web.publishing.models import Batch

SEE = "publish.see"


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The batches of the cycle in hand; POST begins one."""
    person, cycle = person_of(request), current(request)
    require(person, SEE)
    if cycle is None:
        return render(request, "workflow/desk_empty.html")
    there = Organisation.objects.filter(units_within(person, handling.CHOOSE), kind=Organisation.Kind.DEPARTMENT)
    if request.method == "POST":
        return _begun(request)
    rows = page_of(request, Batch.objects.filter(within(person, SEE), cycle=cycle).select_related("unit", "by"))
    context = {
        "page": rows,
        "rows": rows,
        "units": there if may(person, handling.CHOOSE) and not cycle.closed else (),
        "year": cycle.year,
    }
    return render(request, "publishing/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """A batch; POST keeps which forms it holds."""
    row, person = seen(request, pk), person_of(request)
    chosen = set(row.forms)
    if request.method == "POST":
        wanted = ticked(request.POST, "form")
        wish = handling.Wish(request.POST.get("name", ""), request.POST.get("approved_on", ""), wanted)
        if attempt(request, lambda: handling.choose(person, pk, wish), "已保存。"):
            return redirect("publishing:show", pk)
        chosen = wanted
    chooses = bool(may(person, handling.CHOOSE, row))
    forms = list(handling.open_forms(row).defer("record")) if chooses else list(handling.forms_of(row))
    context: dict[str, Any] = {
        "row": row,
        "chooses": chooses,
        "forms": [(form, form.pk in chosen) for form in forms],
        "lost": handling.refused(row, row.forms) if row.forms and not row.stage.closed else (),
        "steps": open_to(person, row),
        "history": history(row),
    }
    return render(request, "publishing/show.html", context)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a step."""
    seen(request, pk)
    person, address = person_of(request), request.POST.get("address", "")
    stepped(request, Batch.WAY, lambda action, reason: handling.step(person, pk, action, reason, address))
    return redirect("publishing:show", pk)


@require_safe
def preview(request: HttpRequest, pk: int, form: int) -> HttpResponse:
    """A form of the batch as the public will see it."""
    row = seen(request, pk)
    there = handling.open_forms(row) | handling.open_forms(row).filter(pk__in=row.forms)
    evaluated = get_object_or_404(there.select_related("cycle"), pk=form)
    publication = site_job.publication_of(row, [evaluated])
    page = next(iter(publication.pages))
    context = {
        "row": row,
        "form": evaluated,
        "sheet": sheet(page.form, row.cycle.layout),
        "kinds": sorted({masking.kind for masking in publication.maskings}),
        "masked": page.masked,
        "errors": publication.errors,
    }
    return render(request, "publishing/preview.html", context)


@require_POST
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the making of the site into the queue."""
    row = seen(request, pk)
    put(site_job.KIND, person_of(request), batch=row.pk)
    messages.success(request, "已开始生成网站。可以离开本页，备好后在“通知”里告诉您。")
    return redirect("publishing:show", pk)


def seen(request: HttpRequest, pk: int) -> Batch:
    """A batch that the person may see. Raises Http404, Denied."""
    row = get_object_or_404(Batch.objects.select_related("unit", "cycle", "by"), pk=pk)
    require(person_of(request), SEE, row)
    return row


def _begun(request: HttpRequest) -> HttpResponse:
    unit = get_object_or_404(Organisation, pk=whole_number(request.POST.get("unit", "")))
    try:
        row = handling.begin(person_of(request), in_hand(request), unit, request.POST.get("name", ""))
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
        return redirect("publishing:list")
    return redirect("publishing:show", row.pk)
