"""Where a request comes from, for the audit log and for the lock-out."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jiheng.web.auditlog.log import address


def remember_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware: entries written while a request is answered carry its address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        token = address.set(address_of(request))
        try:
            return get_response(request)
        finally:
            address.reset(token)

    return middleware


def address_of(request: HttpRequest) -> str:
    """The address of the caller.

    X-Forwarded-For is believed of the configured HTTPS proxies only, and there only its last part, which the proxy
    itself has added; what stands before it may be the caller's invention.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.CONFIG.https or direct not in settings.CONFIG.proxies:
        return direct
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", 1)[-1].strip()
    try:
        return str(ipaddress.ip_address(forwarded))
    except ValueError:
        return direct
