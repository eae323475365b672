"""The first page, and the answer to whether the server is well."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    """What the person has to do."""
    return render(request, "overview/start.html")


def healthy(request: HttpRequest) -> HttpResponse:
    """200 while the server answers."""
    return HttpResponse("ok", content_type="text/plain")
