"""The page of what was changed of a cycle, a project or an organisation."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from jiheng.web.accounts.models import Organisation
from jiheng.web.accounts.permissions import may, require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.cycles.models import Cycle
from jiheng.web.cycles.scope import project_of
from jiheng.web.planning.history import namings, steps

_PAGE = 50


def history(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """`what` is cycle, project or organisation. Whoever manages it may read what was changed."""
    subject = _subject(request, what, pk)
    asked = request.GET.get("page", "1")
    page = min(max(whole_number(asked, 1), 1), 10_000)
    count = subject.history.count()
    rows = steps(subject, slice((page - 1) * _PAGE, page * _PAGE))
    context = {
        "subject": subject,
        "kind": subject._meta.verbose_name,
        "what": what,
        "steps": rows,
        "namings": list(namings(subject)) if what == "project" else [],
        "page": page,
        "older": page + 1 if page * _PAGE < count else None,
        "newer": page - 1 if page > 1 else None,
        "count": count,
    }
    return render(request, "planning/history.html", context)


def _subject(request: HttpRequest, what: str, pk: int) -> Any:
    person = person_of(request)
    if what == "project":
        return project_of(request, pk)
    if what == "cycle":
        cycle = get_object_or_404(Cycle.objects.select_related("organisation"), pk=pk)
        require(person, "cycle.manage", cycle.organisation)
        return cycle
    if what == "organisation":
        unit = get_object_or_404(Organisation, pk=pk)
        if not may(person, "organisation.manage", unit):
            require(person, "cycle.manage", unit)
        return unit
    raise Http404("没有这一类记录。")
