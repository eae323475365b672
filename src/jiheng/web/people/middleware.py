"""Every page needs a person: signed in, not idle too long, with a password in force and the second factor passed."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiheng.web.people.passwords import needs_change
from jiheng.web.people.request import person_of, verified

_OPEN = ("/sign-in", "/static/", "/api/", "/healthz")
_ALWAYS = ("/sign-out", "/me/password", "/me/second-factor")
_SEEN = "seen"


def signed_in_only(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware. Programs under /api/ sign in by token, in jiheng.web.api."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_OPEN):
            return get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), "people:sign-in")
        if _idle(request):
            logout(request)
            messages.info(request, "太久没有操作，已退出。请重新登录。")
            return redirect_to_login(request.get_full_path(), "people:sign-in")
        if not request.path.startswith(_ALWAYS):
            if needs_change(person_of(request)):
                return redirect("people:password")
            if person_of(request).second_factor_required and not verified(request):
                return redirect("people:second-factor")
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def _idle(request: HttpRequest) -> bool:
    """Whether the last request is too long ago; remembers this one at most once a minute."""
    now, seen = int(time.time()), request.session.get(_SEEN)
    if seen is not None and now - seen > settings.SESSION_IDLE_SECONDS:
        return True
    if seen is None or now - seen > 60:
        request.session[_SEEN] = now
    return False
