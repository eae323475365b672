"""A person's own account: roles, password, sessions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_GET, require_POST

from jiheng.web.accounts import second_factor, sessions
from jiheng.web.accounts.models import Membership
from jiheng.web.accounts.passwords import needs_change, rules, valid_until
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import log


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
        "this": request.session.session_key,
    }
    return render(request, "accounts/me.html", found)


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    person = person_of(request)
    ended = sessions.end(person, keep=request.session.session_key)
    log.write(person, "session.end", person, {"sessions": ended, "own": True})
    messages.success(request, f"已结束其他 {ended} 个会话。" if ended else "没有其他会话。")
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

    def form_valid(self, form: Any) -> HttpResponse:
        """Change it, end the other sessions, put it on record."""
        form.user.must_change_password = False
        response = super().form_valid(form)
        person = form.user
        ended = sessions.end(person, keep=self.request.session.session_key)
        log.write(person, "password.change", person)
        more = f"其他 {ended} 个会话已退出。" if ended else ""
        messages.success(self.request, f"密码已修改。{more}")
        return response
