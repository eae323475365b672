"""The kinds of jobs of this app: adding up, downloads."""

import msgspec
from django.utils import timezone

from jiheng.web.cycles.models import Cycle
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import handles
from jiheng.web.jobs.views import named
from jiheng.web.overview import parcel, summaries
from jiheng.web.overview.adding import content
from jiheng.web.overview.models import Summary
from jiheng.web.people.models import Organisation


@handles(summaries.KIND)
def add_up_again(job: Job) -> dict[str, object]:
    """Add up the organisation's forms and keep the result."""
    cycle = Cycle.objects.get(pk=job.arguments["cycle"])
    organisation = Organisation.objects.select_related("parent").get(pk=job.arguments["organisation"])
    begun = timezone.now()
    made = content(cycle, organisation)
    Summary.objects.update_or_create(
        cycle=cycle, organisation=organisation, defaults={"content": msgspec.to_builtins(made), "made_at": begun}
    )
    return {"forms": made.forms}


@handles(parcel.KIND)
def download(job: Job) -> dict[str, object]:
    """Make a download."""
    return parcel.make(job)


named(summaries.KIND, "汇总部门得分")
named(parcel.KIND, "准备下载")
