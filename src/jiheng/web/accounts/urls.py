"""Pages of `accounts`."""

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from jiheng.web.accounts import (
    countersign_views,
    organisation_views,
    outside_proxy,
    people_views,
    profile_views,
    role_views,
    roster_views,
    second_factor_views,
)
from jiheng.web.accounts.sign_in_views import SignIn, SignOut


def _oidc(view: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view of outside_oidc, whose libraries are there only where they are used."""

    def shown(request: HttpRequest) -> HttpResponse:
        if settings.CONFIG.options.sign_in.oidc is None:
            raise Http404
        module = import_module("jiheng.web.accounts.outside_oidc")
        answer: HttpResponse = getattr(module, view)(request)
        return answer

    return shown


app_name = "accounts"
urlpatterns = [
    path("sign-in", SignIn.as_view(), name="sign-in"),
    path("sign-in/proxy", outside_proxy.enter, name="proxy"),
    path("sign-in/oidc", _oidc("away"), name="oidc"),
    path("sign-in/oidc/back", _oidc("back"), name="oidc-back"),
    path("sign-out", SignOut.as_view(), name="sign-out"),
    path("first", people_views.first, name="first"),
    path("me", profile_views.account, name="me"),
    path("me/password", profile_views.Password.as_view(), name="password"),
    path("me/second-factor", second_factor_views.second, name="second-factor"),
    path("me/second-factor/qr.svg", second_factor_views.qr, name="second-factor-qr"),
    path("me/sessions/end", profile_views.end_others, name="end-sessions"),
    path("people", people_views.people, name="people"),
    path("people/add", people_views.add, name="add-person"),
    path("people/<int:pk>", people_views.one, name="person"),
    path("organisations", organisation_views.tree, name="organisations"),
    path("organisations/<int:pk>", organisation_views.one, name="organisation"),
    path("organisations/<int:pk>/add", organisation_views.add, name="add-organisation"),
    path("roster", roster_views.roster, name="roster"),
    path("roster/<int:pk>/undo", roster_views.undo_one, name="roster-undo"),
    path("roles/roster/<int:pk>", roster_views.roles, name="roster-roles"),
    path("countersign", countersign_views.waiting, name="countersign"),
    path("roles", role_views.roles, name="roles"),
    path("roles/<int:pk>", role_views.one, name="person-roles"),
]
