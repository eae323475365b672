"""The audit administrator's page."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from jiheng.web.accounts.paging import page_of
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.audit_admin import log_export
from jiheng.web.audit_admin.jobs import KIND
from jiheng.web.audit_admin.search import asked
from jiheng.web.audit_admin.sittings import sittings
from jiheng.web.auditlog import log
from jiheng.web.auditlog.labels import action_names
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import put


@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """The entries looked for, latest first."""
    require(person_of(request), "auditlog.see")
    wanted = asked(request.GET)
    page = page_of(request, wanted.rows())
    found = {
        "page": page,
        "sittings": sittings(list(page)),
        "asked": wanted._asdict(),
        "actions": action_names(),
    }
    return render(request, "audit_admin/list.html", found)


@require_POST
@transaction.atomic
def verify(request: HttpRequest) -> HttpResponse:
    """Have the whole log checked in the background, unless that is under way."""
    person = person_of(request)
    require(person, "auditlog.export")
    going = Job.objects.filter(kind=KIND, by=person, state__in=(Job.State.WAITING, Job.State.RUNNING)).first()
    return redirect("jobs:progress", (going or put(KIND, person)).pk)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The entries looked for, as a file."""
    person = person_of(request)
    require(person, "auditlog.export")
    wanted = asked(request.POST)
    rows = wanted.rows().order_by("id")
    ending = "xlsx" if request.POST.get("ending") == "xlsx" else "csv"
    count = rows.count()
    if ending == "xlsx" and count > log_export.MOST_IN_WORKBOOK:
        messages.error(request, f"有 {count} 条，工作簿装不下。请缩小时间范围，或导出 CSV。")
        return redirect("audit_admin:list")
    filters = {name: value for name, value in wanted._asdict().items() if value}
    log.write(person, "auditlog.export", None, {"entries": count, "ending": ending, "filters": filters})
    name = f"审计日志-{timezone.localtime():%Y%m%d-%H%M}.{ending}"
    found = rows.iterator(chunk_size=2000)
    if ending == "csv":
        response: HttpResponseBase = StreamingHttpResponse(log_export.csv_lines(found), content_type="text/csv")
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "log.xlsx"
            log_export.write_workbook(found, path)
            response = FileResponse(path.open("rb"), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = str(content_disposition_header(True, name))
    return response
