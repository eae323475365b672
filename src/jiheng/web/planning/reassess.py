"""Scoring and checking a cycle's forms anew after its rulebook was changed; only while all of them are drafts."""

from django.core.exceptions import ValidationError
from django.db import transaction

from jiheng.places import load
from jiheng.web.accounts.models import Person
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms import more_findings
from jiheng.web.forms.assess import assess
from jiheng.web.forms.models import SelfEvaluation, State, Version
from jiheng.web.forms.places import differences
from jiheng.web.forms.saving import record_of, write
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import Lost, extend, handles, put

KIND = "cycles.reassess"
_SAY_EVERY = 20


def refuse_once_handed_in(cycle: Cycle) -> None:
    """Raises ValidationError where a form is no draft any more: its score was given under the old rulebook."""
    if cycle.forms.exclude(state=State.DRAFT).exists():
        raise ValidationError("已有自评表提交，办法不能再换。确实要换的，请先把提交的表都退回到草稿。")


def reassess_later(cycle: Cycle, person: Person) -> Job | None:
    """Put the work into the queue; None where there is no form."""
    return put(KIND, person, cycle=cycle.pk) if cycle.forms.exists() else None


@handles(KIND, "按新办法重新计分")
def reassess_all(job: Job) -> dict[str, object]:
    """Every draft by the cycle's present rulebook. Safe to be begun again."""
    forms = SelfEvaluation.objects.filter(cycle=job.arguments["cycle"], state=State.DRAFT)
    wanted = list(forms.order_by("id").values_list("id", flat=True))
    changed = 0
    for at, form in enumerate(wanted):
        if at % _SAY_EVERY == 0 and not extend(job, at, len(wanted)):
            raise Lost
        changed += _reassess(form, job.by)
    return {"text": f"{len(wanted)} 张自评表已按新办法重新计分，其中 {changed} 张的得分有变化。", "link": "/cycles/"}


@transaction.atomic
def _reassess(form: int, person: Person | None) -> bool:
    rows = SelfEvaluation.objects.select_related("project", "unit", "cycle").select_for_update(of=("self",))
    row = rows.filter(pk=form, state=State.DRAFT).first()
    if row is None:
        return False
    before = record_of(row)
    result = assess(before, row.own, load(row.cycle.rulebook))
    changes = list(differences(before, result.form))
    own = {finding["code"] for finding in row.findings} - set(more_findings.checks())
    fresh = {finding.code for finding in result.audit.findings} != own
    if changes or fresh:
        write(row, result, row.own, changes, person, Version.Kind.MEND)
    return bool(changes)
