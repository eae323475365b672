"""Evidence of a form by program: what there is, fetching it, adding to it, taking it off; as on the pages."""

import hashlib
from typing import Annotated

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Form, Router, Status, UploadedFile

from jiheng.web.api.authentication import Bearer, person_of, token_of
from jiheng.web.api.read_endpoints import ONE, seen
from jiheng.web.api.schemas import EvidenceOut, Id, Problem
from jiheng.web.auditlog import log
from jiheng.web.files.giving import give
from jiheng.web.files.uploads import refused
from jiheng.web.forms import evidence as kept
from jiheng.web.forms.models import Evidence, SelfEvaluation
from jiheng.web.sealing.seal import CannotOpen

router = Router(auth=Bearer())
_WRITES = Bearer(writes=True)
_WRITTEN = {**ONE, 400: Problem, 409: Problem}
_TEXT = r"^[^\x00]*$"
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_A_FILE = {"responses": {200: {"description": "OK", "content": {"application/octet-stream": _BYTES}}}}

Row = Annotated[str, Form(min_length=1, max_length=40, pattern=_TEXT, description="哪一行指标，如 indicators[3]")]
Note = Annotated[str, Form("", max_length=kept.LONGEST_NOTE, pattern=_TEXT, description="说明")]
Digest = Annotated[str, Form("", pattern=r"^([0-9a-f]{64})?$", description="文件的 SHA-256，写了就核对收全了没有")]
Sent = Annotated[UploadedFile | None, File(None, description="文件")]


@router.get("/forms/{form}/evidence", response={200: list[EvidenceOut], **ONE}, summary="佐证材料")
def listed(request: HttpRequest, form: Id) -> list[EvidenceOut]:
    """一张表现有的佐证材料，移除了的不在内。"""
    rows = seen(request, form, "evidence").evidence.filter(removed_at=None)
    return [_told(row) for row in rows.select_related("file", "by").order_by("id")]


@router.get("/forms/{form}/evidence/{evidence}", response=ONE, openapi_extra=_A_FILE, summary="下载一份佐证材料")
def fetched(request: HttpRequest, form: Id, evidence: Id) -> HttpResponseBase:
    """原来的文件。取用记入审计日志。"""
    row = _of(seen(request, form, "evidence"), evidence)
    try:
        return give(person_of(request), row.file)
    except CannotOpen as error:
        raise Http404(error.sentence) from error


@router.post("/forms/{form}/evidence", auth=_WRITES, response={200: EvidenceOut, **_WRITTEN}, summary="上传佐证材料")
@transaction.atomic
def added(request: HttpRequest, form: Id, place: Row, note: Note, sha256: Digest, file: Sent) -> EvidenceOut:
    """给一行指标添一份材料；种类、大小、份数的限制与网页相同。"""
    row = seen(request, form, "evidence")
    if file is None or refused(request):
        raise ValidationError([*refused(request)] or "没有文件。请把文件放在 multipart 请求的 file 一栏。")
    if sha256 and hashlib.file_digest(file, "sha256").hexdigest() != sha256:
        raise ValidationError("收到的文件与所写的 SHA-256 不同，可能没有传全，没有收下。请再传一次。")
    file.seek(0)
    found = kept.add(person_of(request), row.pk, place, file, note)
    log.write(person_of(request), "api.evidence", row, {"token": token_of(request).pk, "evidence": found.pk})
    return _told(found)


@router.delete(
    "/forms/{form}/evidence/{evidence}", auth=_WRITES, response={204: None, **_WRITTEN}, summary="移除佐证材料"
)
@transaction.atomic
def removed(request: HttpRequest, form: Id, evidence: Id) -> Status[None]:
    """从表上移除；移除记录仍可查到。"""
    row = seen(request, form, "evidence")
    found = kept.remove(person_of(request), row, _of(row, evidence).pk)
    log.write(person_of(request), "api.evidence", row, {"token": token_of(request).pk, "evidence": found.pk})
    return Status(204, None)


def _of(row: SelfEvaluation, evidence: int) -> Evidence:
    found = row.evidence.select_related("file").filter(pk=evidence, removed_at=None).first()
    if found is None:
        raise Http404("没有这份材料。")
    return found


def _told(row: Evidence) -> EvidenceOut:
    about = {name: getattr(row.file, name) for name in ("name", "size", "sha256")}
    return EvidenceOut(id=row.pk, place=row.place, note=row.note, by=str(row.by), at=row.at, **about)
