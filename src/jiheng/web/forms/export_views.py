"""Downloads of a single form. Each is put on record as an export."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiheng.trouble import Trouble
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import log
from jiheng.web.files.storage import send_bytes
from jiheng.web.forms.export import BESIDE, ENDINGS, findings_of, name_of, paper_of
from jiheng.web.forms.visible_form import seen


def paper(request: HttpRequest, form: int, ending: str) -> HttpResponse:
    """The paper form as docx, xlsx or pdf; with ?beside also what stands beside its rows on the screen."""
    if ending not in ENDINGS:
        raise Http404(f"不能下载为“{ending}”。")
    row = seen(request, form, f"下载自评表（{ENDINGS[ending]}）")
    beside = "beside" in request.GET
    try:
        data = paper_of(row, ending, beside)
    except Trouble as error:
        messages.error(request, f"没有做成 {ENDINGS[ending]} 文件：{error.message}。{error.advice}")
        return redirect("forms:edit", row.pk)
    log.write(person_of(request), "export.form", row, {"ending": ending, "version": row.version})
    return send_bytes(data, name_of(row, BESIDE if beside else "自评表", ending))


def findings(request: HttpRequest, form: int) -> HttpResponse:
    """The findings as a workbook."""
    row = seen(request, form, "下载问题清单")
    data = findings_of(row)
    log.write(person_of(request), "export.findings", row, {"version": row.version})
    return send_bytes(data, name_of(row, "问题清单", "xlsx"))
