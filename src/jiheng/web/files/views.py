"""Sending a stored file to whoever may have it."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from jiheng.web.accounts.request import person_of
from jiheng.web.files.giving import give
from jiheng.web.files.models import StoredFile
from jiheng.web.sealing.seal import CannotOpen


@require_safe
def download(request: HttpRequest, file: int) -> HttpResponseBase:
    """The file. 404 for an unknown, expired or damaged one and one of nothing; 403 with the reason for others'."""
    try:
        return give(person_of(request), get_object_or_404(StoredFile, pk=file))
    except CannotOpen as error:
        return render(request, "404.html", {"said": error.sentence}, status=404)
