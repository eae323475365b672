"""A person's own account: roles, password, sessions."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET, require_POST

from jiheng.web.accounts import second_factor, sessions
from jiheng.web.accounts.access_end import end_access
from jiheng.web.accounts.models import Membership
from jiheng.web.accounts.passwords import needs_change, rules, valid_until
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.session_store import kept_as
from jiheng.web.auditlog import log

_WRONG = "wrong_passwords"
"""In the session: how often the old password was wrong in it."""


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """What the workbench knows of the person signed in."""
    person = person_of(request)
    found = {
        "roles": Membership.objects.filter(person=person).select_related("organisation").order_by("organisation__path"),
        "device": second_factor.device_of(person),
        "codes_left": second_factor.codes_left(person),
        "password_until": valid_until(person),
        "sessions": sessions.open_of(person),
        "this": kept_as(request.session.session_key),
    }
    return render(request, "accounts/me.html", found)


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    person = person_of(request)
    ended, tokens = end_access(person, keep=request.session.session_key)
    log.write(person, "session.end", person, {"sessions": ended, "tokens": tokens, "own": True})
    more = f"，撤销 {tokens} 个令牌" if tokens else ""
    messages.success(request, f"已结束其他 {ended} 个会话{more}。" if ended or tokens else "没有其他会话。")
    return redirect("accounts:me")


class Password(PasswordChangeView):
    """Choose a new password; needed at the first sign-in and when the old one is too old."""

    template_name = "accounts/password.html"
    success_url = reverse_lazy("home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the rules, and why the page was shown where it was not asked for."""
        person = person_of(self.request)
        given = needs_change(person)
        return {
            **super().get_context_data(**kwargs),
            "rules": rules(),
            "given": given,
            "aged": given and not person.must_change_password,
        }

    def form_invalid(self, form: Any) -> HttpResponse:
        """Put a wrong old password on record; after as many as at sign-in, the session ends."""
        if form.has_error("old_password"):
            person, session = person_of(self.request), self.request.session
            session[_WRONG] = session.get(_WRONG, 0) + 1
            log.write(person, "password.wrong", person)
            if session[_WRONG] >= settings.AXES_FAILURE_LIMIT:
                logout(self.request)
                messages.error(self.request, "原密码连续输错，已退出。请重新登录。")
                return redirect("accounts:sign-in")
        return super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it, end the other sessions, put it on record."""
        form.user.must_change_password = False
        response = super().form_valid(form)
        person = form.user
        keys = "keep_tokens" not in self.request.POST
        ended, tokens = end_access(person, keep=self.request.session.session_key, keys=keys)
        log.write(person, "password.change", person)
        more = (f"其他 {ended} 个会话已退出。" if ended else "") + (f"{tokens} 个令牌已撤销。" if tokens else "")
        messages.success(self.request, f"密码已修改。{more}")
        return response
