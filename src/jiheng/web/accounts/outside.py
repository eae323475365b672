"""Signed in by somebody else's word: a directory, a provider, a proxy. Who it is comes from there, rights do not."""

from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.own_backend import OwnBackend
from jiheng.web.accounts.request import VERIFIED
from jiheng.web.auditlog import log

SESSION = "outside"
"""In the session: which way the person came in, "" by the password kept here."""
WAY, UNKNOWN, AWAY = "LDAP", "outside_unknown", "outside_away"
"""Of the directory: its name; and set on a request, the name that only the directory knows, that it did not answer."""
_BACKEND = "jiheng.web.accounts.outside.Outside"


class Outside(OwnBackend):
    """Keeps signed in whom `admit` has let in; it takes no passwords."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Person | None:
        """Nobody."""
        return None


def person_called(username: str) -> Person | None:
    """The active account of that name, in whichever letters the directory writes it."""
    return Person.objects.filter(username__iexact=username.strip(), is_active=True).first() if username else None


def admit(request: HttpRequest, username: str, way: str, second_factor: bool = False) -> HttpResponse:
    """Sign in the account of that name, or tell somebody who has none."""
    person = person_called(username)
    if person is None:
        return unknown(request, username, way)
    setattr(request, SESSION, way)
    setattr(request, VERIFIED, second_factor)
    login(request, person, backend=_BACKEND)
    return redirect(following(request))


def unknown(request: HttpRequest, username: str, way: str) -> HttpResponse:
    """The page for a person whom the outside knows and the workbench does not: no account, no rights."""
    log.write(None, "sign-in.unknown", None, {"by": way, "username": username[:60]})
    return render(request, "accounts/unknown.html", {"username": username, "way": way}, status=403)


def following(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a page of this workbench."""
    url = request.session.pop("next", "") or request.GET.get("next", "") or "/"
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()) else "/"


def came_from_outside(request: HttpRequest) -> bool:
    """Whether the password kept here has no part in this session."""
    return bool(request.session.get(SESSION))
