"""Signing in at an OpenID Connect provider: to it with a state, a nonce and a PKCE challenge, and back with a code."""

from functools import lru_cache
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET
from joserfc.errors import JoseError
from requests import RequestException

from jiheng.web.accounts.outside import admit, following
from jiheng.web.options import Oidc


@require_GET
def away(request: HttpRequest) -> HttpResponse:
    """To the provider."""
    options = _options()
    request.session["next"] = following(request)
    try:
        back: HttpResponse = _client(options).authorize_redirect(
            request, request.build_absolute_uri(reverse("accounts:oidc-back"))
        )
    except (AuthlibBaseError, RequestException, ValueError):
        return _not_done(request, f"连不上{options.name}，请稍后再试，或用本系统的用户名和密码登录。")
    return back


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Back from the provider: who it is, as its signed token says."""
    options = _options()
    try:
        claims = _client(options).authorize_access_token(request).get("userinfo") or {}
    except (AuthlibBaseError, JoseError, RequestException, ValueError):
        return _not_done(request, f"{options.name}没有确认您的身份，请再登录一次。")
    return admit(request, str(claims.get(options.claim, "")), options.name, options.second_factor)


def _options() -> Oidc:
    options: Oidc | None = settings.CONFIG.options.sign_in.oidc
    if options is None:
        raise Http404
    return options


def _not_done(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("accounts:sign-in")


@lru_cache(maxsize=2)
def _client(options: Oidc) -> Any:
    """Authlib's client for this provider; it keeps what the provider says of itself."""
    oauth = OAuth()
    return oauth.register(
        "outside",
        server_metadata_url=options.discovery,
        client_id=options.client_id,
        client_secret=options.client_secret,
        client_kwargs={"scope": options.scope, "code_challenge_method": "S256"},
    )
