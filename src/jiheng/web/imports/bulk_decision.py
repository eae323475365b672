"""The same decision for many readings: each by itself, so that one that cannot be taken does not hold up the others."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Denied
from jiheng.web.forms.models import State
from jiheng.web.imports.apply import accept, leave_out, undo
from jiheng.web.imports.models import Import, ReadForm
from jiheng.web.imports.new_project import certain_unit, make_project, suggested_code
from jiheng.web.imports.visibility import shown
from jiheng.web.jobs import queue
from jiheng.web.jobs.models import Job

JOB = "imports.accept"
AT_ONCE = 20
"""More than this are decided in the background."""
_SHOWN = 5


class Decided(NamedTuple):
    """How many were decided, and of the others why not (Chinese)."""

    done: int
    why: list[str]

    @property
    def said(self) -> str:
        """The reasons in short."""
        more = f"；另有 {len(self.why) - _SHOWN} 份没有处理" if len(self.why) > _SHOWN else ""
        return "；".join(reason.rstrip("。") for reason in self.why[:_SHOWN]) + more + "。" if self.why else ""


def visible(person: Person, batch: Import) -> QuerySet[ReadForm]:
    """What was read in an import, as far as the person may see it."""
    return ReadForm.objects.filter(shown(person), source__batch=batch)


def certain(person: Person, batch: Import) -> QuerySet[ReadForm]:
    """The open readings that can be taken as they are: no doubtful cell, project sure, no twin."""
    sure = Q(likeness=100) | Q(likeness=0)
    takes = Q(project__form=None) | Q(project__form__state=State.DRAFT)
    return visible(person, batch).filter(
        sure, takes, decision=ReadForm.Decision.OPEN, doubts=0, project__isnull=False, twin=None
    )


def decide(person: Person, ids: Sequence[int], action: str) -> Decided:
    """Take an action on each of the readings. Raises KeyError for no such action."""
    does = ACTIONS[action]
    done = 0
    why: list[str] = []
    for pk in ids:
        try:
            does(person, pk)
            done += 1
        except ReadForm.DoesNotExist:
            continue
        except Denied as error:
            why.append(str(error))
        except ValidationError as error:
            why.append("；".join(error.messages))
    return Decided(done, why)


def later(person: Person, batch: Import, ids: Sequence[int], action: str) -> Job:
    """The same in the background."""
    return queue.put(JOB, person, batch=batch.pk, ids=list(ids), action=action)


@queue.handles(JOB, "采用导入的内容")
def _decide_all(job: Job) -> dict[str, Any]:
    """What is decided already is passed over, so that a job that is taken again does nothing twice."""
    batch = Import.objects.get(pk=job.arguments["batch"])
    person, ids, action = job.by, job.arguments["ids"], job.arguments["action"]
    if person is None:
        raise PermissionDenied("没有交办人。")
    wanted = ReadForm.Decision.ACCEPTED if action in ("accept", "new") else ReadForm.Decision.LEFT_OUT
    done = 0
    why: list[str] = []
    for number, pk in enumerate(ids):
        queue.advance(job, number, len(ids), "正在处理……")
        if ReadForm.objects.filter(pk=pk, decision=wanted).exists():
            done += 1
            continue
        decided = decide(person, [pk], action)
        done, why = done + decided.done, why + decided.why
    said = Decided(done, why)
    text = f"处理了 {done} 份" + (f"，{len(why)} 份没有处理：{said.said}" if why else "。")
    return {"text": text, "link": reverse("imports:show", args=[batch.pk]), "link_text": "回到这次导入"}


def _sure(read: ReadForm) -> None:
    """Raises ValidationError where a person has to look at the reading by itself."""
    if read.doubts:
        raise ValidationError(f"“{read.title}”还有 {read.doubts} 处存疑，请打开逐处看过再采用。")
    if read.twin is not None and read.twin.decision != ReadForm.Decision.LEFT_OUT:
        raise ValidationError(
            f"“{read.title}”与“{read.twin.source.name}”里的是同一个项目，那一份更新；要用这一份请打开它。"
        )


def _accept_plain(person: Person, pk: int) -> None:
    _sure(ReadForm.objects.select_related("twin__source").get(pk=pk))
    accept(person, pk)


@transaction.atomic
def _accept_new(person: Person, pk: int) -> None:
    """Accept as a new project where there is none."""
    rows = ReadForm.objects.select_related(
        "source__batch__cycle", "source__batch__organisation", "source__batch__by", "twin__source"
    )
    read = rows.filter(shown(person)).get(pk=pk)
    _sure(read)
    if read.project_id is None:
        make_project(person, read, certain_unit(person, read), suggested_code(read), read.title)
    accept(person, pk)


ACTIONS: dict[str, Callable[[Person, int], object]] = {
    "accept": _accept_plain,
    "new": _accept_new,
    "leave_out": leave_out,
    "undo": undo,
}
