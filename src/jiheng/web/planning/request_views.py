"""Asking the department to mend an approved cell, and the department's list of what was asked."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from jiheng.form import cell, describe
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import number, text
from jiheng.web.forms.models import State
from jiheng.web.forms.saving import record_of
from jiheng.web.forms.visible_form import seen
from jiheng.web.planning.models import MendRequest
from jiheng.web.planning.requests import ASK, LONGEST, answer, ask, has_cell, named, waiting

_MEANWHILE = "别的格子可以照常填，也可以先提交。"


@require_http_methods(["GET", "POST"])
def new_request(request: HttpRequest, form: int) -> HttpResponse:
    """The cell, and what the unit wants changed."""
    row, person = seen(request, form, "批复的内容"), person_of(request)
    require(person, ASK, row)
    place = text(request.POST or request.GET, "place")
    record = record_of(row)
    if not has_cell(record, place):
        raise Http404("表上没有这个格子。")
    if request.method == "POST":
        try:
            ask(person, row, place, request.POST.get("text", "")[: LONGEST + 1])
        except ValidationError as error:
            messages.error(request, "；".join(error.messages))
        else:
            meanwhile = _MEANWHILE if row.state == State.DRAFT else ""
            messages.success(request, f"已请主管部门修改，答复后会通知您。{meanwhile}")
            return redirect("forms:edit", form)
    context = {"form": row, "place": place, "name": describe(record, place), "now": cell(record, place) or ""}
    return render(request, "planning/ask.html", context)


@require_http_methods(["GET", "POST"])
def requests_page(request: HttpRequest) -> HttpResponse:
    """What waits for the department's answer."""
    person = person_of(request)
    require(person, "project.manage")
    if request.method == "POST":
        row = get_object_or_404(MendRequest, pk=number(request.POST, "request"))
        try:
            answer(person, row.pk, request.POST.get("text", ""))
        except ValidationError as error:
            messages.error(request, "；".join(error.messages))
        else:
            messages.success(request, "已答复，单位会收到通知。")
        return redirect("planning:requests")
    return render(request, "planning/requests.html", {"rows": [(asked, named(asked)) for asked in waiting(person)]})
