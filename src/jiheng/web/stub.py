"""A page that is not there yet."""

from django.http import HttpRequest, HttpResponse


def stub(request: HttpRequest, **_: object) -> HttpResponse:
    """Say so."""
    return HttpResponse("stub")
