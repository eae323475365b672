"""The same step for many forms: a job that takes them one by one, so that one failure does not stop the others."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from jiheng.web.accounts.models import Person
from jiheng.web.auditlog import log
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.jobs.models import Job
from jiheng.web.jobs.queue import advance, handles, put
from jiheng.web.workflow.models import Transition
from jiheng.web.workflow.transitions import PASS, RETURN, SUBMIT
from jiheng.web.workflow.workflow import Seen, pass_on

KIND = "workflow.bulk"
MOST = 5000
"""Forms in one go."""
NAMES = {SUBMIT: "提交", PASS: "通过", RETURN: "退回"}


class One(NamedTuple):
    """A form as the person saw it in the list."""

    form: int
    state: str
    version: int


def put_bulk(person: Person, action: str, forms: list[One], reason: str) -> Job:
    """Have the step taken for the forms. Raises ValidationError where nothing can come of it."""
    if not forms:
        raise ValidationError("还没有选中任何表。请在列表里勾选。")
    if len(forms) > MOST:
        raise ValidationError(f"一次最多办理 {MOST} 张，现在选了 {len(forms)} 张。请用筛选缩小范围。")
    if action == RETURN and not reason.strip():
        raise ValidationError("退回要写明原因，填报人才知道改什么。")
    rows = [list(form) for form in forms]
    return put(KIND, person, action=action, forms=rows, reason=reason, address=log.address.get())


@handles(KIND, "成批办理")
def bulk(job: Job) -> dict[str, object]:
    """Take them one by one; what was done before an interruption counts as done."""
    told: list[list[object]] = []
    person = job.by
    assert person is not None
    log.address.set(job.arguments["address"])
    forms = [One(*form) for form in job.arguments["forms"]]
    action, reason = job.arguments["action"], job.arguments["reason"]
    for number, form in enumerate(forms):
        problem = _take(job, person, action, reason, form)
        told.append([form.form, problem])
        advance(job, number + 1, len(forms), f"正在{NAMES[action]}")
    failed = sum(bool(problem) for _, problem in told)
    text = f"{NAMES[action]}了 {len(told) - failed} 张" + (f"，{failed} 张没有办成。" if failed else "。")
    return {"told": told, "text": text, "failed": failed}


def _take(job: Job, person: Person, action: str, reason: str, form: One) -> str:
    """Take one step; why it was not taken, "" where it was."""
    mine = Transition.objects.filter(
        form=form.form, person=person, before=form.state, version=form.version, at__gte=job.at
    )
    if mine.exists():
        return ""
    try:
        with transaction.atomic():
            pass_on(person, form.form, action, reason, seen=Seen(form.state, form.version))
    except SelfEvaluation.DoesNotExist:
        return "这张表已经不在了。"
    except PermissionDenied as error:
        return str(error)
    except ValidationError as error:
        return "；".join(error.messages)
    return ""
