"""Backups: making one, downloading, removing."""

import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import log
from jiheng.web.backup.jobs import KIND, kept, named
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import put


class Backup(NamedTuple):
    """A line of the list."""

    name: str
    size: int
    at: datetime.datetime


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """The backups there are, and the one under way."""
    require(person_of(request), "backup.make")
    going = Job.objects.filter(kind=KIND, state__in=(Job.State.WAITING, Job.State.RUNNING)).first()
    failed = Job.objects.filter(kind=KIND).order_by("-id").first()
    if failed is not None and failed.state != Job.State.FAILED:
        failed = None
    backups = [_line(path) for path in kept()]
    late = not backups or timezone.now() - backups[0].at > datetime.timedelta(days=settings.BACKUP_DAYS)
    show = {"backups": backups, "going": going, "failed": failed, "late": late, "days": settings.BACKUP_DAYS}
    return render(request, "backup/list.html", show)


@require_POST
@transaction.atomic
def begin(request: HttpRequest) -> HttpResponse:
    """Put a backup into the queue, unless one is under way."""
    require(person_of(request), "backup.make")
    going = Job.objects.filter(kind=KIND, state__in=(Job.State.WAITING, Job.State.RUNNING)).first()
    job = going or put(KIND, person_of(request))
    if going is None:
        log.write(person_of(request), "backup.ask", job)
    return redirect("jobs:progress", job.pk)


@require_GET
def download(request: HttpRequest, name: str) -> FileResponse:
    """The file; that it was taken is on record."""
    require(person_of(request), "backup.make")
    path = _named(name)
    log.write(person_of(request), "backup.download", detail={"file": name})
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def remove(request: HttpRequest, name: str) -> HttpResponse:
    """Delete a backup from the server."""
    require(person_of(request), "backup.make")
    path = _named(name)
    with transaction.atomic():
        log.write(person_of(request), "backup.remove", detail={"file": name})
        path.unlink(missing_ok=True)
    messages.success(request, f"已删除“{name}”。")
    return redirect("backup:list")


def _named(name: str) -> Path:
    path = named(name)
    if path is None:
        raise Http404
    return path


def _line(path: Path) -> Backup:
    about = path.stat()
    return Backup(path.name, about.st_size, datetime.datetime.fromtimestamp(about.st_mtime, datetime.UTC))
