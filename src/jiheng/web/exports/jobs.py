"""Making a download in the background."""

from django.urls import reverse

from jiheng.trouble import Trouble
from jiheng.web.accounts.models import Organisation
from jiheng.web.exports import bundle
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import handles
from jiheng.web.notices.tell import tell


@handles(bundle.KIND, "准备下载")
def download(job: Job) -> dict[str, object]:
    """Make a download; the person is told also where it cannot be made."""
    try:
        return bundle.make(job)
    except Trouble as error:
        if job.by is not None:
            unit = Organisation.objects.get(pk=job.arguments["organisation"])
            link = reverse("dashboard:part", args=[unit.pk, "downloads"])
            tell(job.by, "failed", f"“{unit.name}”的下载没有做成：{error}", link, f"download-{job.pk}-failed")
        raise
