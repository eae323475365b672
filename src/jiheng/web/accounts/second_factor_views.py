"""Pages of the second factor: set up, pass, manage."""

import django_otp
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods

from jiheng.web.accounts import second_factor
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.request import person_of, verified
from jiheng.web.accounts.request_data import text
from jiheng.web.auditlog import log


@require_http_methods(["GET", "POST"])
def second(request: HttpRequest) -> HttpResponse:
    """Set up the second factor, pass it, or manage it."""
    person = person_of(request)
    if second_factor.device_of(person) is None:
        return _set_up(request, person)
    if not verified(request):
        return _pass(request, person)
    return _manage(request, person)


@require_GET
def qr(request: HttpRequest) -> HttpResponse:
    """The picture for an authenticator that is being set up."""
    return HttpResponse(second_factor.qr(second_factor.coming(person_of(request))), content_type="image/svg+xml")


def _set_up(request: HttpRequest, person: Person) -> HttpResponse:
    wrong = ""
    if request.method == "POST":
        codes = second_factor.confirm(
            person, text(request.POST, "token").replace(" ", ""), str(request.session.session_key)
        )
        if codes is not None:
            device = second_factor.device_of(person)
            django_otp.login(request, device)
            return render(request, "accounts/codes.html", {"codes": codes, "fresh": True, "next": _next(request)})
        wrong = _wrong(person)
    secret = second_factor.secret(second_factor.coming(person))
    compulsory = second_factor.required_of(person)
    return render(
        request,
        "accounts/second_set_up.html",
        {"secret": secret, "wrong": wrong, "next": _next(request), "compulsory": compulsory},
    )


def _pass(request: HttpRequest, person: Person) -> HttpResponse:
    wrong = ""
    if request.method == "POST":
        device = second_factor.verify(person, text(request.POST, "token"))
        if device is not None:
            django_otp.login(request, device)
            return redirect(_next(request))
        wrong = _wrong(person)
    return render(request, "accounts/second_pass.html", {"wrong": wrong, "next": _next(request)})


def _manage(request: HttpRequest, person: Person) -> HttpResponse:
    do = request.POST.get("do")
    if do == "codes":
        return render(request, "accounts/codes.html", {"codes": second_factor.new_codes(person), "next": ""})
    if do == "remove":
        if second_factor.required_of(person):
            messages.error(request, "您的账号须使用动态口令，不能停用。")
        elif second_factor.verify(person, text(request.POST, "token")) is None:
            messages.error(request, f"没有停用：{_wrong(person)}")
        else:
            second_factor.forget(person)
            log.write(person, "second-factor.off", person)
            messages.success(request, "动态口令已停用。")
        return redirect("accounts:me")
    found = {"codes_left": second_factor.codes_left(person), "device": second_factor.device_of(person)}
    found["compulsory"] = second_factor.required_of(person)
    return render(request, "accounts/second_manage.html", found)


def _wrong(person: Person) -> str:
    if second_factor.wait(person):
        return "口令不对。请等几秒，再输入动态口令应用上显示的新数字。"
    return "口令不对。请输入动态口令应用上现在显示的 6 位数字。"


def _next(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is a page of this workbench."""
    url = request.POST.get("next") or request.GET.get("next") or "/"
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}, request.is_secure()) else "/"
