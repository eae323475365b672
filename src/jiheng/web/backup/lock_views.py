"""The security administrator's page: the token without which no backup is restored."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.backup import lock


@require_http_methods(["GET", "POST"])
def token(request: HttpRequest) -> HttpResponse:
    """Whether there is a lock; make a new one, take it off."""
    person = person_of(request)
    require(person, lock.RIGHT)
    shown = ""
    if request.POST.get("do") == "renew":
        shown = lock.renew(person)
    elif request.POST.get("do") == "off":
        lock.take_off(person)
        messages.warning(request, "已取消。以后做的备份，有密钥文件的人一个人就能恢复。")
        return redirect("backup:token")
    return render(request, "backup/token.html", {"lock": lock.latest(), "shown": shown})
