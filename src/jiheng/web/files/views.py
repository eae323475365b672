"""Sending a stored file to whoever may have it."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jiheng.web.accounts.permissions import Denied
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import log
from jiheng.web.files.access import claim_of
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import send
from jiheng.web.sealing.seal import CannotOpen

_GONE = "没有这份文件，或者它已经过期。"


@require_safe
def download(request: HttpRequest, file: int) -> HttpResponseBase:
    """The file. 404 for an unknown, expired or damaged one and one of nothing; 403 with the reason for others'."""
    person = person_of(request)
    stored = get_object_or_404(StoredFile, pk=file)
    claim = claim_of(stored, person)
    if claim is None or (stored.expires is not None and stored.expires <= timezone.now()):
        raise Http404(_GONE)
    if not claim.ruling:
        raise Denied(claim.ruling.why)
    try:
        response = send(stored)
    except FileNotFoundError as error:
        raise Http404(_GONE) from error
    except CannotOpen as error:
        return render(request, "404.html", {"said": error.sentence}, status=404)
    action = "secret.read" if claim.secret else "file.download"
    owner = claim.owner
    log.write(
        person, action, owner, {"file": stored.pk, "name": "" if claim.secret else stored.name, "sha256": stored.sha256}
    )
    return response
