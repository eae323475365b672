"""Signing in and out."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.outside import AWAY, UNKNOWN, WAY, unknown
from jiheng.web.accounts.outside_proxy import named

Examples = Callable[[], Sequence[object]]
_examples: list[Examples] = []


def offer(examples: Examples) -> Examples:
    """Decorator: this function gives people to sign in as (`username`, `role`, `organisation`, `password`)."""
    _examples.append(examples)
    return examples


class SignInForm(AuthenticationForm):
    """Name and password; one answer for all that does not fit, so that nobody learns which names there are."""

    error_messages = {  # noqa: RUF012
        "invalid_login": f"用户名或密码不对，请重新输入。连续错 {settings.AXES_FAILURE_LIMIT} 次会暂停登录。",
        "inactive": "用户名或密码不对，请重新输入。",
    }

    def clean_username(self) -> str:
        """As the account spells it: names are unique in whichever letters they are written."""
        typed = str(self.cleaned_data["username"])
        found = Person.objects.filter(username__iexact=typed).values_list("username", flat=True).first()
        return typed if found is None else found


class SignIn(LoginView):
    """Name and password; the second factor comes after."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the people of the example, in a workbench that holds it."""
        ways = settings.CONFIG.options.sign_in
        more = {"ldap": ways.ldap, "oidc": ways.oidc, "named": named(self.request)}
        return {
            **super().get_context_data(**kwargs),
            **more,
            "examples": [example for give in _examples for example in give()],
        }

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """With what the directory said, where it was asked."""
        if username := getattr(self.request, UNKNOWN, ""):
            return unknown(self.request, username, WAY)
        if getattr(self.request, AWAY, False):
            form.add_error(None, "单位目录没有回应，只能用本系统的用户名和密码。请稍后再试。")
        return super().form_invalid(form)


class SignOut(LogoutView):
    """Out, and back to the sign-in page."""

    next_page = "accounts:sign-in"


def locked_out(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """What is shown after too many wrong passwords."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
