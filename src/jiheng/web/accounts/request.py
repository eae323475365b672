"""Who makes a request."""

from typing import cast

from django.http import HttpRequest

from jiheng.web.accounts.models import Person


def person_of(request: HttpRequest) -> Person:
    """The person signed in; the middleware lets nobody else through."""
    return cast(Person, request.user)


def verified(request: HttpRequest) -> bool:
    """Whether the second factor was passed in this session."""
    return bool(getattr(request.user, "is_verified", lambda: False)())
