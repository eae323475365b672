"""The list of one's notices."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from jiheng.web.accounts.request import person_of
from jiheng.web.notices.mailing import TRIES, configured
from jiheng.web.notices.models import Notice
from jiheng.web.notices.veil import veil

_PAGE = 50


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The notices, latest first; with ?unread only those not read."""
    person = person_of(request)
    rows = Notice.objects.filter(person=person)
    only = "unread" in request.GET
    page = Paginator(rows.filter(read_at=None) if only else rows, _PAGE).get_page(request.GET.get("page"))
    page.object_list = veil(person, page.object_list)
    context = {
        "page": page,
        "only": only,
        "mails": configured() and bool(person.email),
        "no_address": configured() and not person.email,
        "tries": TRIES,
    }
    return render(request, "notices/list.html", context)


@require_POST
def go(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a notice read and go where it leads; without `go` back to the list."""
    notice = get_object_or_404(Notice, pk=pk, person=person_of(request))
    if notice.read_at is None:
        notice.read_at = timezone.now()
        notice.save(update_fields=["read_at"])
    inside = notice.link.startswith("/") and not notice.link.startswith(("//", "/\\"))
    return redirect(notice.link if inside and "go" in request.POST else "notices:list")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all read."""
    Notice.objects.filter(person=person_of(request), read_at=None).update(read_at=timezone.now())
    return redirect("notices:list")
