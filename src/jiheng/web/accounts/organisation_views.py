"""Pages of the tree of organisations."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from jiheng.web.accounts import organisations
from jiheng.web.accounts.models import Organisation
from jiheng.web.accounts.paging import attempt, page_of
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import number, text

_PER_PAGE = 200


@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """All organisations, each below the one it belongs to."""
    require(person_of(request), "organisation.manage")
    asked = text(request.GET, "q")
    rows = Organisation.objects.annotate(people=Count("memberships__person", distinct=True)).order_by("path")
    if asked:
        rows = rows.filter(Q(name__icontains=asked) | Q(code__icontains=asked))
    return render(request, "accounts/organisations.html", {"page": page_of(request, rows, _PER_PAGE), "q": asked})


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An organisation: rename, move, take out of use, add one below."""
    person = person_of(request)
    require(person, "organisation.manage")
    row = get_object_or_404(Organisation.objects.select_related("parent"), pk=pk)
    if request.method == "POST":
        sent, do = request.POST, request.POST.get("do")
        if do == "change":
            fields = text(sent, "name"), text(sent, "code", 40), text(sent, "kind")
            attempt(request, partial(organisations.change, person, row, *fields), "已保存。")
        elif do == "move":
            parent = get_object_or_404(Organisation, pk=number(sent, "parent"))
            attempt(request, partial(organisations.move, person, row, parent), f"已移到“{parent}”下面。")
        elif do in ("activate", "deactivate"):
            said = "已启用。" if do == "activate" else "已停用。"
            attempt(request, partial(organisations.set_active, person, row, do == "activate"), said)
        return redirect("accounts:organisation", pk=row.pk)
    found = {
        "row": row,
        "children": row.children.order_by("path"),
        "kinds": Organisation.Kind.choices,
        "others": [other for other in Organisation.objects.filter(active=True) if not row.holds(other)],
        "members": row.memberships.select_related("person").order_by("role", "person__name"),
    }
    return render(request, "accounts/organisation.html", found)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new organisation below this one."""
    person = person_of(request)
    require(person, "organisation.manage")
    parent = get_object_or_404(Organisation, pk=pk)
    sent = request.POST
    if request.method == "POST":
        try:
            made = organisations.add(person, parent, text(sent, "name"), text(sent, "code", 40), text(sent, "kind"))
        except ValidationError as error:
            for why in error.messages:
                messages.error(request, why)
        else:
            messages.success(request, f"已新增“{made}”。")
            return (
                redirect("accounts:add-organisation", pk=pk) if "more" in sent else redirect("accounts:organisations")
            )
    usual = Organisation.Kind.DEPARTMENT if parent.kind == Organisation.Kind.BUREAU else Organisation.Kind.UNIT
    kinds = [(kind.value, kind.label) for kind in organisations.kinds_below(parent)]
    found = {"parent": parent, "kinds": kinds, "kind": sent.get("kind", usual), "sent": sent}
    return render(request, "accounts/organisation_add.html", found)
