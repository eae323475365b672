"""Asking for a download and seeing those that were made: the last tab of an organisation's page."""

from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import may, require
from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.current import current
from jiheng.web.cycles.models import Cycle
from jiheng.web.exports.bundle import KIND, MOST_FORMS, TOO_MANY
from jiheng.web.exports.catalogue import WARES, groups
from jiheng.web.files.models import StoredFile
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import put

_SHOWN = 10
_AT_ONCE = 3
"""Downloads that a person may have under way."""
_OPEN = (Job.State.WAITING, Job.State.RUNNING)


class Made(NamedTuple):
    """A download of the person: its job, how far it is, what was asked for, and the file while it can be fetched."""

    job: Job
    percent: int
    wares: str
    file: StoredFile | None
    until: datetime | None


def context(person: Person, cycle: Cycle, unit: Organisation, forms: int) -> dict[str, object]:
    """What the tab shows."""
    ruling = may(person, "download.all", unit)
    return {
        "groups": list(groups()) if ruling else (),
        "why_not": ruling.why or (TOO_MANY if forms > MOST_FORMS else ""),
        "made": _made(person, cycle, unit),
    }


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a download into the queue."""
    person, cycle = person_of(request), current(request)
    unit = get_object_or_404(Organisation, pk=pk)
    require(person, "download.all", unit)
    wanted = [ware for ware in WARES if ware in request.POST.getlist("ware")]
    with transaction.atomic():
        if cycle is None or not wanted:
            messages.error(request, "请先勾选要下载的内容。")
        elif Job.objects.filter(kind=KIND, by=person, state__in=_OPEN).count() >= _AT_ONCE:
            messages.error(request, f"您已有 {_AT_ONCE} 个下载在准备，请等其中一个完成。")
        else:
            put(KIND, person, cycle=cycle.pk, organisation=unit.pk, wares=wanted)
            messages.success(request, "已开始准备。可以离开本页，备好后在“通知”里告诉您。")
    return redirect("dashboard:part", pk, "downloads")


def _made(person: Person, cycle: Cycle, unit: Organisation) -> list[Made]:
    """The person's latest downloads of this organisation."""
    of_unit = {"arguments__organisation": unit.pk, "arguments__cycle": cycle.pk}
    jobs = list(Job.objects.filter(kind=KIND, by=person, **of_unit).order_by("-id")[:_SHOWN])
    files = StoredFile.objects.in_bulk([job.result["file"] for job in jobs if "file" in job.result])
    found = []
    for job in jobs:
        file = files.get(job.result.get("file"))
        fresh = file is not None and file.expires is not None and file.expires > timezone.now()
        wares = "、".join(WARES[ware].name for ware in job.arguments["wares"] if ware in WARES)
        found.append(Made(job, job.percent, wares, file if fresh else None, file.expires if file and fresh else None))
    return found
