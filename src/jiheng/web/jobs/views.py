"""How far a job is, and for the system administrator the list of all."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from jiheng.web.accounts.permissions import Denied, may, require
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import log
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import name_of, retry

_PAGE = 50


def progress(request: HttpRequest, job: int) -> HttpResponse:
    """The state of one's own job; asked again by the page itself while the job is under way."""
    person = person_of(request)
    row = get_object_or_404(Job, pk=job)
    if row.by_id != person.pk and not may(person, "job.see"):
        raise Denied("这是别人的任务，只有交办的人和系统管理员可以查看。")
    partial = bool(getattr(request, "htmx", False))
    template = "jobs/progress.html" if partial else "jobs/job.html"
    context = {"job": row, "percent": row.percent, "name": name_of(row.kind), "others": row.by_id != person.pk}
    response = render(request, template, context)
    if partial and row.ended_at is not None:
        # The page around it may show what the job has made: let it be fetched anew.
        response.headers["HX-Trigger-After-Settle"] = "job-ended"
    return response


def listing(request: HttpRequest) -> HttpResponse:
    """All jobs, latest first; failed ones can be put into the queue again."""
    person = person_of(request)
    require(person, "job.see")
    state = request.GET.get("state", "")
    rows = Job.objects.select_related("by").defer("arguments", "result").order_by("-id")
    if state in Job.State.values:
        rows = rows.filter(state=state)
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    shown = [(row, name_of(row.kind), row.percent) for row in page]
    states = [(value, label, counts.get(value, 0)) for value, label in Job.State.choices]
    return render(request, "jobs/list.html", {"page": page, "rows": shown, "states": states, "state": state})


@require_POST
def again(request: HttpRequest, job: int) -> HttpResponse:
    """Put a job that failed into the queue again."""
    person = person_of(request)
    require(person, "job.see")
    row = get_object_or_404(Job, pk=job)
    with transaction.atomic():
        done = retry(row)
        if done:
            log.write(person, "job.retry", row)
    if done:
        messages.success(request, f"任务 {row.pk} 已重新排队。")
    else:
        messages.info(request, f"任务 {row.pk} 没有失败，不用重试。")
    return redirect("jobs:list")
