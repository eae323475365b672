"""Papers as a page sends them: taking several in, each with its own answer, or taking one off the list."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.files.uploads import refused
from jiheng.web.procedure import attachments
from jiheng.web.procedure.models import Attachment, Underway

_CUT_OFF = "上传中断了，文件没有收全，所以没有收下。请检查网络后再传一次。"
_NONE = "还没有选文件。请先点“选择文件”。"


def taken(request: HttpRequest, person: Person, row: Underway) -> None:
    """Do what the form of `_papers.html` asks for, and say what came of it. Whether the person may is ruled before."""
    gone = request.POST.get("remove", "")
    if gone:
        _remove(request, person, row, gone)
        return
    uploads = request.FILES.getlist("files")
    faults = list(refused(request)) or ([] if "whole" in request.POST else [_CUT_OFF])
    for why in faults or ([] if uploads else [_NONE]):
        messages.error(request, why)
    for upload in () if faults else uploads:
        try:
            found = attachments.add(person, row, upload, request.POST.get("part", "")[:40])
        except ValidationError as error:
            for why in error.messages:
                messages.error(request, why)
        else:
            messages.success(request, f"已收下“{found.file.name}”。")


def _remove(request: HttpRequest, person: Person, row: Underway, number: str) -> None:
    try:
        found = attachments.remove(person, row, whole_number(number))
    except Attachment.DoesNotExist as error:
        raise Http404("没有这份材料。") from error
    messages.success(request, f"已移除“{found.file.name}”，移除记录仍可查到。")
