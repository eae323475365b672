"""The system administrator's pages of people."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from jiheng.web.accounts import person_admin
from jiheng.web.accounts.models import Membership, Organisation, Person
from jiheng.web.accounts.paging import attempt, page_of
from jiheng.web.accounts.pasted_people import people_of
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import text
from jiheng.web.accounts.setup import offices_held, set_up

ROLES = Prefetch("memberships", Membership.objects.select_related("organisation").order_by("organisation__path"))


@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who has an account."""
    require(person_of(request), "person.manage")
    asked, which = text(request.GET, "q"), request.GET.get("which", "active")
    rows = Person.objects.prefetch_related(ROLES).order_by("name", "id")
    if which in ("active", "inactive"):
        rows = rows.filter(is_active=which == "active")
    elif which == "without":
        rows = rows.filter(is_active=True, memberships=None)
    if asked:
        rows = rows.filter(Q(name__icontains=asked) | Q(username__icontains=asked))
    return render(request, "accounts/people.html", {"page": page_of(request, rows), "q": asked, "which": which})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """One new account, or many from a pasted table."""
    actor, sent = person_of(request), request.POST
    require(actor, "person.manage")
    if request.method == "POST":
        try:
            given = person_admin.create_all(actor, people_of(sent["rows"]) if "rows" in sent else [_typed(sent)])
        except ValidationError as error:
            for why in error.messages:
                messages.error(request, why)
        else:
            return render(request, "accounts/given.html", {"given": given, "created": True})
    return render(request, "accounts/person_add.html", {"sent": sent})


def _typed(sent: QueryDict) -> person_admin.NewPerson:
    return person_admin.NewPerson(text(sent, "username"), text(sent, "name", 60), text(sent, "email"))


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """An account: name, mail, in use or not."""
    actor = person_of(request)
    require(actor, "person.manage")
    person = get_object_or_404(Person.objects.prefetch_related(ROLES), pk=pk)
    if request.method == "POST":
        sent, do = request.POST, request.POST.get("do")
        if do == "change":
            attempt(
                request,
                partial(person_admin.rename, actor, person, text(sent, "name", 60), text(sent, "email")),
                "已保存。",
            )
        elif do == "deactivate":
            attempt(request, partial(person_admin.deactivate, actor, person), f"{person}的账号已停用。")
        elif do == "activate":
            attempt(request, partial(person_admin.activate, actor, person), f"{person}的账号已启用。")
        return redirect("accounts:person", pk=pk)
    return render(request, "accounts/person.html", {"person": person})


@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """The first start: name the place, make the security and the audit administrator."""
    actor, sent = person_of(request), request.POST
    require(actor, "administrators.first")
    if request.method == "POST":
        security, audit = (
            person_admin.NewPerson(text(sent, f"{office}_username"), text(sent, f"{office}_name", 60))
            for office in ("security", "audit")
        )
        try:
            given = set_up(actor, text(sent, "place"), security, audit)
        except ValidationError as error:
            for why in error.messages:
                messages.error(request, why)
        else:
            return render(request, "accounts/given.html", {"given": given, "first": True})
    elif offices_held():
        return redirect("home")
    root = Organisation.objects.filter(parent=None).first()
    return render(request, "accounts/first.html", {"root": root, "sent": sent})
