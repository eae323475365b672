"""The page on which an administrator confirms what another has asked."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from jiheng.web.accounts import countersign
from jiheng.web.accounts.models import Countersign
from jiheng.web.accounts.paging import attempt
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import number

_SHOWN = 20


@require_http_methods(["GET", "POST"])
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was confirmed lately."""
    person = person_of(request)
    require(person, countersign.RIGHT)
    if request.method == "POST":
        row = get_object_or_404(Countersign, pk=number(request.POST, "row"))
        said = f"已确认。{row.asked_by}现在可以{countersign.row_name(row.action)}（{row.person}）。"
        attempt(request, partial(countersign.confirm, person, row), said)
        return redirect("accounts:countersign")
    rows = Countersign.objects.select_related("person", "asked_by", "confirmed_by").order_by("-id")
    found = {"mine": set(countersign.open_to(person).values_list("pk", flat=True)), "rows": rows[:_SHOWN]}
    return render(request, "accounts/countersign.html", found)
