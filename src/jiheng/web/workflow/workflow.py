"""Passing a form on and back: rights, what stands against it, the step, notices, audit log; all or nothing."""

from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import AccessRuling, may, require
from jiheng.web.auditlog import log
from jiheng.web.forms.approved import take_over
from jiheng.web.forms.blanks import blanks, of_others, standing
from jiheng.web.forms.models import Conflict, SelfEvaluation, State
from jiheng.web.forms.places import tidy
from jiheng.web.forms.project_head import bring_in
from jiheng.web.forms.saving import count_findings, record_of
from jiheng.web.ready_query import Ready
from jiheng.web.workflow.deadlines import OPEN, deadline
from jiheng.web.workflow.models import Remark, Transition
from jiheng.web.workflow.notify import tell_step
from jiheng.web.workflow.transitions import PASS, RETURN, SUBMIT, TAKE_BACK, move, rank

LONGEST = 2000
"""Characters of a reason."""
CLOSED = "这一年度的自评已经结束，不能再提交、审核或退回。需要的话，请组织自评的单位在“年度”页重新开放。"


class Seen(NamedTuple):
    """What the person had before them: a form that has moved or changed since is not passed on unseen."""

    state: str
    version: int


@transaction.atomic
def pass_on(
    person: Person, form_id: int, action: str, reason: str = "", *, to: str = "", seen: Seen | None = None
) -> SelfEvaluation:
    """Take the step that `action` (form.submit, form.pass, form.return) is for the form as it stands.

    `to` chooses where a return goes, "" the usual way (back to the unit). With `seen` the form must still be what
    the person saw. Two people at once are taken one after the other; the second is told what the first has done.
    Raises Denied, ValidationError (Chinese), SelfEvaluation.DoesNotExist.
    """
    row = SelfEvaluation.objects.select_related("project", "unit", "cycle").select_for_update(of=("self",))
    form = row.get(pk=form_id)
    if seen is not None:
        _as_seen(form, seen)
    require(person, action, form)
    before, reason = State(form.state), tidy(reason)
    after = _after(action, before, to)
    if problem := hindrance(person, form, action, reason):
        raise ValidationError(problem)
    form.state = after
    form.save(update_fields=["state"])
    if State.DRAFT in (before, after):
        count_findings(form)
    if after == State.DRAFT:
        _catch_up(form, person)
    late = action != RETURN and before in OPEN and deadline(form.cycle, before).over
    step = Transition.objects.create(
        form=form, before=before, after=after, version=form.version, person=person, reason=reason, late=late
    )
    tell_step(person, form, step)
    log.write(person, action, form, {"before": before, "after": after, "version": form.version})
    return form


def can_take_back(person: Person, form: SelfEvaluation) -> AccessRuling:
    """Whether the person may take back their own last step: nobody else has opened or changed the form since."""
    ruling = may(person, TAKE_BACK, form)
    if not ruling:
        return ruling
    last = next(iter(_last(form.pk)), None)
    if last is None or last.person_id != person.pk or last.taken_back or rank(last.after) <= rank(last.before):
        return AccessRuling(False, "这张表不是您刚才转出的，不能撤回。")
    if form.version != last.version or form.cycle.closed:
        return AccessRuling(False, "转出以后这张表又有改动，不能撤回。请下一环节退回。")
    if form.views.exclude(person=person).filter(at__gte=last.at).exists():
        return AccessRuling(False, "下一环节已经打开这张表，不能撤回。请下一环节退回。")
    return AccessRuling(True)


_last = Ready(lambda form: Transition.objects.filter(form=form).order_by("-id")[:1])


@transaction.atomic
def take_back(person: Person, form_id: int) -> SelfEvaluation:
    """Undo the person's last step. Raises Denied, ValidationError (Chinese), SelfEvaluation.DoesNotExist."""
    row = SelfEvaluation.objects.select_related("project", "unit", "cycle").select_for_update(of=("self",))
    form = row.get(pk=form_id)
    require(person, TAKE_BACK, form)
    ruling = can_take_back(person, form)
    if not ruling:
        raise ValidationError(ruling.why)
    last = form.steps.order_by("-id")[0]
    before, form.state = form.state, last.before
    form.save(update_fields=["state"])
    if form.state == State.DRAFT:
        count_findings(form)
        _catch_up(form, person)
    Transition.objects.create(
        form=form, before=before, after=form.state, version=form.version, person=person, taken_back=True
    )
    log.write(person, TAKE_BACK, form, {"before": before, "after": form.state, "version": form.version})
    return form


def _catch_up(form: SelfEvaluation, person: Person) -> None:
    """Take over what came for the form while it was under way: goals approved anew, amounts of the accounts."""
    if form.approved_waits:
        take_over(form, person)
    bring_in(form, person)


def hindrance(person: Person, form: SelfEvaluation, action: str, reason: str) -> str:
    """What stands against the step, and what to do about it (Chinese); "" where nothing does."""
    if form.cycle.closed:
        return CLOSED
    if len(reason) > LONGEST:
        return f"说明超过 {LONGEST} 字，请写短一些。"
    if action == RETURN:
        return "" if reason else "退回要写明原因，填报人才知道改什么。"
    if action == SUBMIT:
        return _against_submitting(person, form, reason)
    return _against_passing(form, reason)


def unanswered(form: SelfEvaluation) -> int:
    """How many open remarks the unit has not answered."""
    return Remark.objects.filter(form=form, closed_at=None, answer="").count()


def _against_submitting(person: Person, form: SelfEvaluation, reason: str) -> str:
    if Conflict.objects.filter(form=form, person=person, settled_at=None).exists():
        return "您有一次保存和别人的改动冲突，还没有选定用哪一个。请在填报页选好再提交。"
    if count := unanswered(form):
        return f"还有 {count} 条审核意见没有答复。请在填报页逐条答复后再提交。"
    if empty := len(blanks(record_of(form))):
        if form.cycle.forbids_errors:
            return f"表上还空 {empty} 格，本年度规定填完才能提交。请填好再提交。"
        if not reason:
            return f"表上还空 {empty} 格。请填好；确实没有的，写明原因后可以提交。"
    errors = form.errors - theirs(form)
    if errors and form.cycle.forbids_errors:
        return f"表上还有 {errors} 处错误，本年度规定有错误不得提交。请改正后再提交。"
    if errors and not reason:
        return f"表上还有 {errors} 处错误。请改正；确实无误的，写明原因后可以提交。"
    return ""


def theirs(form: SelfEvaluation) -> int:
    """Errors of a draft that only the department can mend."""
    found = standing(form, record_of(form)) if form.errors else ()
    return sum(finding["severity"] == "error" and of_others(finding, form) for finding in found)


def _against_passing(form: SelfEvaluation, reason: str) -> str:
    """Remarks of this stage and the ones before must be answered or closed; later stages' be spoken to."""
    stages = list(Remark.objects.filter(form=form, closed_at=None, answer="").values_list("stage", flat=True))
    later = sum(rank(stage) > rank(form.state) for stage in stages)
    if own := len(stages) - later:
        return f"还有 {own} 条审核意见没有答复。请退回单位答复，或者把已解决的意见关闭后再通过。"
    if later and not reason:
        return f"下一环节退回时留下 {later} 条意见没有答复。请在说明里回应，或者退回单位。"
    return ""


def _as_seen(form: SelfEvaluation, seen: Seen) -> None:
    if form.state != seen.state:
        last = form.steps.select_related("person").order_by("-id").first()
        who = f"{last.person} {timezone.localtime(last.at):%m-%d %H:%M} " if last is not None else "别人"
        raise ValidationError(f"{who}已把这张表转为“{form.get_state_display()}”，您的操作没有执行。")
    if form.version != seen.version:
        raise ValidationError(
            f"您打开之后这张表又改过（第 {seen.version} 版 → 第 {form.version} 版），您的操作没有执行。请看过再办。"
        )


def _after(action: str, before: State, to: str) -> State:
    found = move(action, before)
    if found is None:
        raise ValidationError(f"“{before.label}”的表不能这样办理。")
    if to and to not in found.to:
        raise ValidationError(f"“{before.label}”的表只能退回到“{'”“'.join(state.label for state in found.to)}”。")
    return State(to) if to else found.to[0]


__all__ = [
    "PASS",
    "RETURN",
    "SUBMIT",
    "Seen",
    "can_take_back",
    "hindrance",
    "pass_on",
    "take_back",
    "theirs",
    "unanswered",
]
