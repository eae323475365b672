"""Signed in by a proxy: by the header that it sends, or by the client certificate that it has asked for.

A header is believed of the listed proxies only; they must take it out of what browsers send.
"""

from collections.abc import Iterator
from typing import NamedTuple

from cryptography import x509
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jiheng.web.accounts.outside import admit


class Named(NamedTuple):
    """Whom the proxy names, and by which way."""

    username: str
    way: str
    second_factor: bool


def named(request: HttpRequest) -> Named | None:
    """Whom a listed proxy names; None where this comes from elsewhere, or nobody is named."""
    if str(request.META.get("REMOTE_ADDR", "")) not in settings.CONFIG.proxies:
        return None
    return next(_named(request), None)


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in whom the proxy names."""
    found = named(request)
    if found is None:
        messages.error(request, "代理没有说明您是谁，请用用户名和密码登录，或从单位门户再进来一次。")
        return redirect("accounts:sign-in")
    return admit(request, found.username, found.way, found.second_factor)


def _named(request: HttpRequest) -> Iterator[Named]:
    header, certificate = settings.CONFIG.options.sign_in.header, settings.CONFIG.options.sign_in.certificate
    if certificate is not None and request.headers.get(certificate.verified) == "SUCCESS":
        name = _attribute(request.headers.get(certificate.subject, ""), certificate.attribute)
        if name:
            yield Named(name, certificate.name, certificate.second_factor)
    if header is not None and (name := request.headers.get(header.header, "").strip()):
        yield Named(name, header.name, header.second_factor)


def _attribute(subject: str, attribute: str) -> str:
    """One attribute of a distinguished name as RFC 4514 writes it; "" where it has none, or several."""
    try:
        found = [name for name in x509.Name.from_rfc4514_string(subject) if name.rfc4514_attribute_name == attribute]
    except ValueError:
        return ""
    return str(found[0].value).strip() if len(found) == 1 else ""
