"""Who makes a request."""

from typing import cast

from django.http import HttpRequest

from jiheng.web.accounts.models import Person

VERIFIED = "outside_verified"
"""In the session: that the way by which the person came in counts as the second factor too."""


def person_of(request: HttpRequest) -> Person:
    """The person signed in; the middleware lets nobody else through."""
    return cast(Person, request.user)


def verified(request: HttpRequest) -> bool:
    """Whether the second factor was passed in this session, or the way of signing in counts as one."""
    passed = bool(getattr(request.user, "is_verified", lambda: False)())
    return passed or bool(request.session.get(VERIFIED))
