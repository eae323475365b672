"""Every page needs a person: signed in, not idle too long, the second factor passed, with a password in force."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRedirect

from jiheng.web.accounts import second_factor, sessions
from jiheng.web.accounts.outside import came_from_outside
from jiheng.web.accounts.passwords import needs_change
from jiheng.web.accounts.request import person_of, verified
from jiheng.web.accounts.setup import to_be_set_up

_API = "/api/"
_OPEN = ("/sign-in", "/static/", _API, "/healthz")
_SIGN_OUT, _SECOND_FACTOR, _PASSWORD = "/sign-out", "/me/second-factor", "/me/password"


def signed_in_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware. Programs under /api/ sign in by token, in jiheng.web.api."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_OPEN):
            response = get_response(request)
            if request.path.startswith(_API):
                response.headers.setdefault("Cache-Control", "no-store")
            return response
        first = _to_do_first(request)
        response = get_response(request) if first is None else first
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def _to_do_first(request: HttpRequest) -> HttpResponse | None:
    """Where the person has to go before the page asked for; None where there is nothing in its way."""
    _unwrap(request)
    if not request.user.is_authenticated:
        return _go(request, "accounts:sign-in", "请先登录。")
    why = sessions.over(request)
    if why:
        logout(request)
        messages.info(request, why)
        return _go(request, "accounts:sign-in", why)
    person = person_of(request)
    sessions.track(request, person)
    if request.path.startswith(_SIGN_OUT):
        return None
    if (sessions.has_device(request) or second_factor.required_of(person)) and not verified(request):
        return (
            None
            if request.path.startswith(_SECOND_FACTOR)
            else _go(request, "accounts:second-factor", "请先验证动态口令。")
        )
    if needs_change(person) and not came_from_outside(request):
        return (
            None
            if request.path.startswith((_PASSWORD, _SECOND_FACTOR))
            else _go(request, "accounts:password", "请先修改密码。")
        )
    if request.path == "/" and to_be_set_up(person):
        return _go(request, "accounts:first", "请先设立三位管理员。")
    return None


def _unwrap(request: HttpRequest) -> None:
    """Take the person out of what reads them when they are first asked for: a page asks two thousand times."""
    while isinstance(request.user, SimpleLazyObject):
        bool(request.user.is_authenticated)
        request.user = request.user._wrapped


def _go(request: HttpRequest, view: str, why: str) -> HttpResponse:
    """To another page first, then back: as the caller can follow it, be it a browser, htmx or a script."""
    htmx = request.headers.get("HX-Request") == "true"
    here = request.htmx.current_url_abs_path if htmx else request.get_full_path()  # type: ignore[attr-defined]
    url = reverse(view)
    if here and here != "/" and request.method == "GET":
        url = f"{url}?{urlencode({'next': here})}"
    if htmx:
        return HttpResponseClientRedirect(url)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"message": why, "sign_in": url}, status=401)
    return HttpResponseRedirect(url)
