"""What signing in and out leaves behind: the start of the session, and entries in the audit log."""

from datetime import timedelta
from typing import Any

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from jiheng.web.accounts.models import OpenSession, Person
from jiheng.web.accounts.outside import SESSION
from jiheng.web.accounts.request import VERIFIED
from jiheng.web.accounts.session_store import kept_as
from jiheng.web.accounts.sessions import SINCE
from jiheng.web.auditlog import log
from jiheng.web.auditlog.models import AuditEntry

_LOCKED = "sign-in.locked"


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: Person, **_: Any) -> None:
    """Start the clock of the session and put it on record."""
    request.session[SINCE] = int(timezone.now().timestamp())
    way = getattr(request, SESSION, "")
    request.session[SESSION], request.session[VERIFIED] = way, bool(getattr(request, VERIFIED, False))
    log.write(user, "sign-in", user, {"by": way} if way else None)


@receiver(user_logged_out)
def signed_out(request: HttpRequest, user: Person | None, **_: Any) -> None:
    """Put it on record."""
    if user is not None:
        OpenSession.objects.filter(key=kept_as(request.session.session_key)).delete()
        log.write(user, "sign-out", user)


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """Put on record who tried; a name that nobody has is not written out, for it may be a password."""
    if request is not None and not getattr(request, "axes_locked_out", False):
        name = str(credentials.get("username", ""))
        log.write(None, "sign-in.failed", _known(name), {"username": _safe(name)})


@receiver(user_locked_out)
def locked_out(request: HttpRequest, username: str, ip_address: str, **_: Any) -> None:
    """Put it on record, once a lock-out."""
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    before = AuditEntry.objects.filter(action=_LOCKED, at__gte=since, address=log.address.get())
    if not any(entry.detail.get("username") == _safe(username) for entry in before[:100]):
        log.write(None, _LOCKED, _known(username), {"username": _safe(username)})


def _known(name: str) -> Person | None:
    return Person.objects.filter(username=name).first()


def _safe(name: str) -> str:
    return name if _known(name) is not None else f"{name[:2]}…（没有这个用户名，共 {len(name)} 字）"
