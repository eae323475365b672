"""One's own tokens, and everybody's for the security administrator."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiheng.web.accounts.permissions import may, require
from jiheng.web.accounts.request import person_of
from jiheng.web.api.models import Token
from jiheng.web.api.tokens import DAYS, in_force, make, revoke
from jiheng.web.auditlog import log

_ON_A_PAGE = 50


class Wanted(forms.Form):
    """What a new token is for."""

    name = forms.CharField(
        label="用途", max_length=80, help_text="哪个程序用、做什么，以后好认。例：预算系统每晚取自评得分"
    )
    scope = forms.TypedChoiceField(
        label="范围", choices=Token.Scope.choices, coerce=Token.Scope, help_text="只取数据选“只读”"
    )
    days = forms.TypedChoiceField(
        label="有效期",
        choices=[(days, f"{days} 天") for days in DAYS],
        coerce=int,
        initial=90,
        help_text="到期须重新生成",
    )
    password = forms.CharField(
        label="您的密码",
        help_text="确认是您本人",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, the form for a new one, and the new one's text this once."""
    person, text = person_of(request), ""
    form = Wanted(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            asked = dict(form.cleaned_data)
            if not person.check_password(asked.pop("password")):
                log.write(person, "password.wrong", person)
                raise ValidationError("密码不对，没有生成令牌。")
            _, text = make(person, **asked)
            form = Wanted(label_suffix="")
        except ValidationError as error:
            form.add_error(None, error)
    mine = Token.objects.filter(person=person).order_by("-id")[:_ON_A_PAGE]
    show = {"form": form, "text": text, "tokens": mine, "all": may(person, "session.end")}
    return render(request, "api/tokens.html", show | _in_force())


@require_POST
def revoke_one(request: HttpRequest, token: int) -> HttpResponse:
    """End a token, at once."""
    row = get_object_or_404(Token.objects.select_related("person"), pk=token)
    revoke(person_of(request), row)
    messages.success(request, f"已撤销“{row.name}”，用它的程序从现在起不能再访问。")
    return redirect("api:tokens" if row.person_id == person_of(request).pk else "api:everyones")


@require_GET
def everyones(request: HttpRequest) -> HttpResponse:
    """All tokens that still work."""
    require(person_of(request), "session.end")
    rows = in_force().select_related("person").order_by("-id")
    page = Paginator(rows, _ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "api/everyones.html", {"page": page} | _in_force())


def _in_force() -> dict[str, object]:
    return {"in_force": set(in_force().values_list("pk", flat=True))}
