"""The kinds of jobs of this app: adding up, downloads."""

import msgspec
from django.urls import reverse
from django.utils import timezone

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle
from jiheng.web.dashboard import summaries
from jiheng.web.dashboard.models import Summary
from jiheng.web.dashboard.rollup import content
from jiheng.web.exports import bundle
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import Failed, handles
from jiheng.web.jobs.views import named
from jiheng.web.notices.tell import tell


@handles(summaries.KIND)
def add_up_again(job: Job) -> dict[str, object]:
    """Add up the organisation's forms and keep the result."""
    cycle = Cycle.objects.get(pk=job.arguments["cycle"])
    organisation = Organisation.objects.select_related("parent").get(pk=job.arguments["organisation"])
    begun = timezone.now()
    made = content(cycle, organisation)
    kept = {"content": msgspec.json.encode(made).decode(), "forms": made.forms, "made_at": begun}
    Summary.objects.update_or_create(cycle=cycle, organisation=organisation, defaults=kept)
    return {"forms": made.forms}


@handles(bundle.KIND)
def download(job: Job) -> dict[str, object]:
    """Make a download; the person is told also where it cannot be made."""
    try:
        return bundle.make(job)
    except Failed as error:
        if job.by is not None:
            unit = Organisation.objects.get(pk=job.arguments["organisation"])
            link = reverse("dashboard:part", args=[unit.pk, "downloads"])
            tell(job.by, "failed", f"“{unit.name}”的下载没有做成：{error}", link, f"download-{job.pk}-failed")
        raise


named(summaries.KIND, "汇总部门得分")
named(bundle.KIND, "准备下载")
