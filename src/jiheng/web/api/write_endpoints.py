"""What programs may write: the same saves and steps as on the pages, on record with their token."""

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Status

from jiheng.web.api import serialize
from jiheng.web.api.authentication import Bearer, person_of, token_of
from jiheng.web.api.read_endpoints import ONE, router
from jiheng.web.api.schemas import ChangesIn, ConflictOut, FormItem, Id, Problem, SavedOut, StepIn
from jiheng.web.auditlog import log
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.places import CellChange
from jiheng.web.forms.saving import Saved, save
from jiheng.web.workflow.workflow import Seen, pass_on

_WRITES = Bearer(writes=True)
_WRITTEN = {**ONE, 400: Problem}
_CHANGED = {200: SavedOut, 409: ConflictOut | Problem, **_WRITTEN}
_STEPPED = {200: FormItem, 409: Problem, **_WRITTEN}


@router.patch(
    "/forms/{form}",
    auth=_WRITES,
    response=_CHANGED,
    summary="填写自评表",
)
@transaction.atomic
def change(request: HttpRequest, form: Id, body: ChangesIn) -> Status[SavedOut | ConflictOut]:
    """写若干格。得分、总分、等级随之重算。

    别人在 base 以后改了别的格，两边都留下；改了同一格，回 409，什么也没有写，等填报人在网页上选择。
    """
    _found(form)
    wanted = [CellChange(cell.place, "", cell.after) for cell in body.changes]
    saved = save(person_of(request), form, body.base, wanted, {own.place: own.reason for own in body.own})
    if saved.conflict is None and not saved.changes:
        return Status(200, _saved(saved))
    log.write(person_of(request), "api.change", saved.evaluation, {"token": token_of(request).pk})
    return Status(200, _saved(saved)) if saved.conflict is None else Status(409, _conflict(saved))


@router.post("/forms/{form}/steps", auth=_WRITES, response=_STEPPED, summary="提交、通过或退回")
@transaction.atomic
def take_step(request: HttpRequest, form: Id, body: StepIn) -> FormItem:
    """把表送往下一步，或退回给填报人。"""
    _found(form)
    row = pass_on(
        person_of(request), form, f"form.{body.action}", body.reason, to=body.to, seen=Seen(body.state, body.version)
    )
    log.write(person_of(request), "api.step", row, {"token": token_of(request).pk, "action": f"form.{body.action}"})
    return serialize.item(row)


def _found(form: int) -> None:
    get_object_or_404(SelfEvaluation.objects.only("pk"), pk=form)


def _saved(saved: Saved) -> SavedOut:
    return SavedOut(
        form=serialize.item(saved.evaluation),
        changes=serialize.changes(saved.changes),
        others=serialize.changes(saved.others),
    )


def _conflict(saved: Saved) -> ConflictOut:
    assert saved.conflict is not None
    return ConflictOut(
        message="有的格别人在您读取以后也改了，这次没有保存。",
        advice="您的改动已留下。请在网页上打开这张表，逐格选择；或重新读取后再改。",
        conflict=saved.conflict.pk,
        version=saved.evaluation.version,
        mine=serialize.changes(saved.conflict.changes),
        theirs=serialize.changes(saved.others),
    )
