"""Adding up an organisation's forms in the background."""

import msgspec
from django.utils import timezone

from jiheng.web.accounts.models import Organisation
from jiheng.web.cycles.models import Cycle
from jiheng.web.dashboard import summaries
from jiheng.web.dashboard.models import Summary
from jiheng.web.dashboard.rollup import content
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import handles


@handles(summaries.KIND, "汇总部门得分")
def add_up_again(job: Job) -> dict[str, object]:
    """Add up the organisation's forms and keep the result; once for all who asked before it began."""
    cycle = Cycle.objects.get(pk=job.arguments["cycle"])
    organisation = Organisation.objects.select_related("parent").get(pk=job.arguments["organisation"])
    made_since = Summary.objects.filter(cycle=cycle, organisation=organisation, made_at__gt=job.at).first()
    if made_since is not None and summaries.read(made_since) is not None:
        return {"forms": made_since.forms}
    begun = timezone.now()
    made, group = content(cycle, organisation)
    kept = {
        "content": msgspec.json.encode(made).decode(),
        "group": msgspec.json.encode(group).decode() if group else "",
        "forms": made.forms,
        "made_at": begun,
    }
    Summary.objects.update_or_create(cycle=cycle, organisation=organisation, defaults=kept)
    return {"forms": made.forms}
