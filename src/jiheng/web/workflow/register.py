"""What this app gives to the workbench when it starts: menu, names for the audit log, kinds of jobs."""

from django.http import HttpRequest

from jiheng.web.accounts import menu
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import labels
from jiheng.web.forms import panels
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.ready_query import Ready
from jiheng.web.workflow import (
    bulk,  # noqa: F401
    reminders,  # noqa: F401
)
from jiheng.web.workflow.models import Remark, Transition
from jiheng.web.workflow.remark_views import panel
from jiheng.web.workflow.workflow import can_take_back

menu.add(20, "自评表", "workflow:desk", "form.see")
menu.add(60, "抽查", "workflow:spot-checks", "spotcheck.see")
labels.name_actions(
    {
        "form.submit": "提交",
        "form.take-back": "收回第三方评价",
        "form.withdraw": "撤回提交或通过",
        "remark.close": "了结审核意见",
        "remark.withdraw": "撤回审核意见",
        "opinion.clear": "清除评审值、评审分",
    }
)


def _remarks(request: HttpRequest, form: SelfEvaluation) -> dict[str, object]:
    return panel(form, person_of(request))


def _returned(request: HttpRequest, form: SelfEvaluation) -> dict[str, object]:
    """Why a draft is back, or that what was handed in can still be taken back."""
    if form.state != State.DRAFT:
        return {"form": form, "back": can_take_back(person_of(request), form)}
    step = next(iter(_last_step(form.pk)), None)
    remarks = _open_remarks(form.pk)
    return {
        "form": form,
        "step": None if step is None or step.taken_back else step,
        "open": len(remarks),
        "unanswered": sum(not answer for _, answer in remarks),
        "first": next((place for place, _ in remarks if place), ""),
    }


_last_step = Ready(lambda form: Transition.objects.filter(form=form).select_related("person").order_by("-id")[:1])
_OPEN = Remark.objects.filter(closed_at=None).order_by("id").values_list("place", "answer")
_open_remarks = Ready(lambda form: _OPEN.filter(form=form))

panels.add("banner", panels.Panel("returned", "退回", "workflow/_returned.html", _returned))
panels.add("editor", panels.Panel("remarks", "审核意见", "workflow/_remarks.html", _remarks))
