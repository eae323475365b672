"""The security administrator's pages: who holds which role, locked accounts, second factors, sessions."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from jiheng.web.accounts import countersign, granting, roster_roles, second_factor, sessions
from jiheng.web.accounts.models import Countersign, Membership, Organisation, Person, Role, Roster
from jiheng.web.accounts.paging import attempt, page_of
from jiheng.web.accounts.people_views import ROLES
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import number, text

_CLEAR = Countersign.Action.SECOND_FACTOR


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """Everybody and their roles."""
    require(person_of(request), "role.grant")
    asked, role = text(request.GET, "q"), text(request.GET, "role")
    rows = Person.objects.filter(is_active=True).prefetch_related(ROLES).order_by("name", "id")
    if role == "none":
        rows = rows.filter(memberships=None)
    elif role in Role.values:
        rows = rows.filter(pk__in=Membership.objects.filter(role=role).values("person"))
    if asked:
        there = Membership.objects.filter(organisation__name__icontains=asked).values("person")
        rows = rows.filter(Q(name__icontains=asked) | Q(username__icontains=asked) | Q(pk__in=there))
    page = page_of(request, rows)
    found = {
        "page": page,
        "q": asked,
        "role": role,
        "roles": Role.choices,
        "locked": granting.locked_among([person.username for person in page]),
        "rosters": roster_roles.waiting()
        .order_by("roster")
        .values_list("roster")
        .annotate(n=Count("pk"), at=Max("roster__at")),
        "granted": Roster.objects.filter(undone_at=None, roles__granted__isnull=False)
        .distinct()
        .values_list("pk", "at"),
        "without": Person.objects.filter(is_active=True, memberships=None).count(),
    }
    return render(request, "accounts/roles.html", found)


@require_http_methods(["GET", "POST"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A person: grant and revoke roles, unlock, reset, end sessions."""
    actor = person_of(request)
    require(actor, "role.grant")
    person = get_object_or_404(Person.objects.prefetch_related(ROLES), pk=pk)
    if request.method == "POST":
        if request.POST.get("do") == "password":
            return _reset_password(request, actor, person)
        _act(request, actor, person, request.POST)
        return redirect("accounts:person-roles", pk=pk)
    found = {
        "person": person,
        "roles": Role.choices,
        "organisations": Organisation.objects.filter(active=True),
        "locked": bool(granting.locked_among([person.username])),
        "device": second_factor.device_of(person),
        "compulsory": second_factor.required_of(person),
        "both": countersign.needed_for(person),
        "asked": {action.name: countersign.standing(person, action) for action in Countersign.Action},
        "sessions": sessions.open_of(person),
    }
    return render(request, "accounts/person_roles.html", found)


def _act(request: HttpRequest, actor: Person, person: Person, sent: QueryDict) -> None:
    do = sent.get("do")
    if do == "grant":
        _grant(request, actor, person, sent)
    elif do == "revoke":
        membership = get_object_or_404(Membership, pk=number(sent, "membership"), person=person)
        attempt(request, partial(granting.revoke, actor, membership), "角色已收回。")
    elif do == "unlock":
        attempt(request, partial(granting.unlock, actor, person), "已解锁，可以马上再登录。")
    elif do == "second-factor":
        attempt(request, partial(granting.reset_second_factor, actor, person), "动态口令已清除，下次登录后可重新绑定。")
    elif do in ("require", "release"):
        required = do == "require"
        said = "下次操作起须用动态口令。" if required else "不再要求动态口令。"
        attempt(request, partial(granting.require_second_factor, actor, person, required), said)
    elif do == "ask":
        action = Countersign.Action.PASSWORD if sent.get("action") == "password.reset" else _CLEAR
        attempt(request, partial(countersign.ask, actor, person, action), "已申请，请另一位管理员在“双人确认”里确认。")
    elif do == "sessions":
        attempt(request, partial(granting.end_sessions, actor, person), "已结束全部会话。")


def _grant(request: HttpRequest, actor: Person, person: Person, sent: QueryDict) -> None:
    organisation = get_object_or_404(Organisation, pk=number(sent, "organisation"))
    wanted = text(sent, "role")
    if wanted not in Role.values:
        messages.error(request, "请选择角色。")
        return
    role = Role(wanted)
    if attempt(
        request, partial(granting.grant, actor, person, organisation, role), f"已授予“{organisation}”的{role.label}。"
    ):
        both = set(person.memberships.filter(organisation=organisation).values_list("role", flat=True))
        if {Role.FILLER, Role.UNIT_REVIEWER} <= both:
            messages.warning(request, f"{person}在“{organisation}”既填报又审核，等于自己审自己。人手够时请分给两个人。")


def _reset_password(request: HttpRequest, actor: Person, person: Person) -> HttpResponse:
    try:
        given = granting.reset_password(actor, person)
    except ValidationError as error:
        for why in error.messages:
            messages.error(request, why)
        return redirect("accounts:person-roles", pk=person.pk)
    return render(request, "accounts/given.html", {"given": [given]})
