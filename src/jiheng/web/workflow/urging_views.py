"""The button that reminds those who hold forms."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from jiheng.web.accounts.models import Organisation
from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.scope import in_hand
from jiheng.web.workflow.urging import urge


@require_POST
def urge_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind them; back to where the person was."""
    where = get_object_or_404(Organisation, pk=pk)
    told = urge(person_of(request), in_hand(request), where)
    if told:
        messages.success(request, f"已催办 {told} 人。同一人同一环节一天只收到一次。")
    else:
        messages.info(request, f"“{where}”没有人手上有表。")
    back = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back) if safe else redirect("home")
