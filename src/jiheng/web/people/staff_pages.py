"""The system administrator's pages of people."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from jiheng.web.people import staff
from jiheng.web.people.first import offices_held, set_up
from jiheng.web.people.models import Membership, Organisation, Person
from jiheng.web.people.paging import attempt, page_of
from jiheng.web.people.pasted import people_of
from jiheng.web.people.request import person_of
from jiheng.web.people.rights import require
from jiheng.web.people.sent import text

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
    return render(request, "people/people.html", {"page": page_of(request, rows), "q": asked, "which": which})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """One new account, or many from a pasted table."""
    actor, sent = person_of(request), request.POST
    require(actor, "person.manage")
    if request.method == "POST":
        try:
            given = staff.create_all(actor, people_of(sent["rows"]) if "rows" in sent else [_typed(sent)])
        except ValidationError as error:
            for why in error.messages:
                messages.error(request, why)
        else:
            return render(request, "people/given.html", {"given": given, "created": True})
    return render(request, "people/person_add.html", {"sent": sent})


def _typed(sent: QueryDict) -> staff.NewPerson:
    return staff.NewPerson(text(sent, "username"), text(sent, "name", 60), text(sent, "email"))


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
                request, partial(staff.rename, actor, person, text(sent, "name", 60), text(sent, "email")), "已保存。"
            )
        elif do == "deactivate":
            attempt(request, partial(staff.deactivate, actor, person), f"{person}的账号已停用。")
        elif do == "activate":
            attempt(request, partial(staff.activate, actor, person), f"{person}的账号已启用。")
        return redirect("people:person", pk=pk)
    return render(request, "people/person.html", {"person": person})


@require_http_methods(["GET", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """The first start: name the place, make the security and the audit administrator."""
    actor, sent = person_of(request), request.POST
    require(actor, "administrators.first")
    if request.method == "POST":
        security, audit = (
            staff.NewPerson(text(sent, f"{office}_username"), text(sent, f"{office}_name", 60))
            for office in ("security", "audit")
        )
        try:
            given = set_up(actor, text(sent, "place"), security, audit)
        except ValidationError as error:
            for why in error.messages:
                messages.error(request, why)
        else:
            return render(request, "people/given.html", {"given": given, "first": True})
    elif offices_held():
        return redirect("home")
    root = Organisation.objects.filter(parent=None).first()
    return render(request, "people/first.html", {"root": root, "sent": sent})
