"""What this app gives to the workbench when it starts: names for the audit log, panel, papers, what waits."""

from django.http import HttpRequest

from jiheng.web.accounts import permissions
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may
from jiheng.web.adjustments import waiting  # noqa: F401
from jiheng.web.adjustments.models import Adjustment
from jiheng.web.adjustments.views import SEE
from jiheng.web.auditlog import labels
from jiheng.web.files.access import FileClaim
from jiheng.web.forms import panels
from jiheng.web.forms.goal_rows import differences
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.goals.models import ApprovedVersion
from jiheng.web.goals.versions import form_of
from jiheng.web.procedure.attachments import claimed_by
from jiheng.web.ready_query import Ready

permissions.name_states(Adjustment.WAY.labels)
labels.name_actions(
    {
        "adjust.begin": "开始目标调整申请",
        "adjust.write": "填写目标调整申请",
        "adjust.submit": "提交目标调整申请",
        "adjust.drop": "撤回目标调整申请",
        "adjust.pass": "目标调整审核通过",
        "adjust.approve": "批复目标调整",
        "adjust.return": "退回目标调整申请",
    }
)
labels.name_subjects({"adjustments.adjustment": "project__code"})


@claimed_by("adjustments.adjustment")
def claim(pk: int, person: Person) -> FileClaim | None:
    """Whoever may see a request may have its documents."""
    row = Adjustment.objects.select_related("unit", "project").filter(pk=pk).first()
    return None if row is None else FileClaim(row, may(person, SEE, row), row.project.secret)


def _panel(request: HttpRequest, form: SelfEvaluation) -> dict[str, object] | None:
    """What was approved first against what is approved now."""
    versions = _versions(form.project_id)
    changed = differences(form_of(versions[0].record), form_of(versions[-1].record)) if len(versions) > 1 else []
    return {"changed": changed, "last": versions[-1]} if changed else None


_versions = Ready(lambda project: ApprovedVersion.objects.filter(project=project).order_by("number"))
panels.add("editor", panels.Panel("adjusted", "目标调整", "adjustments/_panel.html", _panel))
panels.add("review", panels.Panel("adjusted", "调整", "adjustments/_panel.html", _panel))
