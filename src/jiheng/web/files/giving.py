"""Giving a stored file to whoever may have it, on record."""

from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Denied
from jiheng.web.auditlog import log
from jiheng.web.files.access import claim_of
from jiheng.web.files.models import StoredFile
from jiheng.web.files.storage import send

_GONE = "没有这份文件，或者它已经过期。"


def give(person: Person, stored: StoredFile) -> HttpResponseBase:
    """The file as a download. Raises Http404 for an expired or damaged one and one of nothing, Denied, CannotOpen."""
    claim = claim_of(stored, person)
    if claim is None or (stored.expires is not None and stored.expires <= timezone.now()):
        raise Http404(_GONE)
    if not claim.ruling:
        raise Denied(claim.ruling.why)
    try:
        response = send(stored)
    except FileNotFoundError as error:
        raise Http404(_GONE) from error
    action = "secret.read" if claim.secret else "file.download"
    told = {"file": stored.pk, "name": "" if claim.secret else stored.name, "sha256": stored.sha256}
    log.write(person, action, claim.owner, told)
    return response
