"""The page of a draw's results, and the results as a workbook."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from jiheng.web.accounts.permissions import may
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import log
from jiheng.web.files.storage import send_bytes
from jiheng.web.procedure.workbook import Row, SheetOut, workbook
from jiheng.web.verdicts import handling
from jiheng.web.verdicts.models import Verdict
from jiheng.web.workflow import spot_check
from jiheng.web.workflow.models import SpotCheck

_HEADS = {
    "项目代码": 16, "项目": 36, "单位": 30, "自评得分": 10, "核定分": 10, "核减": 8, "佐证": 12, "有问题": 8,
    "抽查结论": 60, "抽查人": 12,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The results; POST keeps those of all forms on the page, each by itself."""
    person = person_of(request)
    check = spot_check.check_of(person, pk)
    found = handling.lines(person, check)
    typed: dict[int, handling.Wish] = {}
    if request.method == "POST":
        typed = _kept(request, found, check)
        if not typed:
            messages.success(request, "已保存。")
            return redirect("verdicts:show", pk)
        found = handling.lines(person, check)
    context = {
        "check": check,
        "lines": [(line, typed.get(line.form.pk)) for line in found],
        "summary": handling.summary(check, found),
        "judges": bool(may(person, handling.JUDGE, check.organisation)),
        "evidence": Verdict.Evidence.choices,
    }
    return render(request, "verdicts/show.html", context, status=422 if typed else 200)


@require_safe
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """The results as a workbook."""
    person = person_of(request)
    check = spot_check.check_of(person, pk)
    found = handling.lines(person, check)
    rows: list[Row] = [
        (
            form.project.code, form.project.name, form.unit.name, line.filled, line.score, line.taken_off,
            line.get_evidence_display(), "是" if line.wrong else "", line.conclusion, str(line.by),
        )
        for form, line in found
        if line is not None
    ]  # fmt: skip
    log.write(person, "export.verdicts", check, {"entries": len(rows)})
    about = SheetOut("汇总", {"抽查结果": 110}, [(handling.summary(check, found),)])
    data = workbook(SheetOut("抽查结果", _HEADS, rows), about)
    return send_bytes(data, f"{check.cycle.year}年抽查结果（种子{check.seed}）.xlsx")


def _kept(request: HttpRequest, found: list[handling.DrawnForm], check: SpotCheck) -> dict[int, handling.Wish]:
    """Keep what can be kept; what was typed of forms that were refused."""
    refused = {}
    for form, _ in found:
        data = {name: request.POST.get(f"{name}-{form.pk}", "") for name in ("score", "evidence", "conclusion")}
        wish = handling.Wish(data["score"], data["evidence"], f"wrong-{form.pk}" in request.POST, data["conclusion"])
        try:
            handling.judge(person_of(request), check, form.pk, wish)
        except ValidationError as error:
            refused[form.pk] = wish
            for why in error.messages:
                messages.error(request, f"没有保存：{why}")
    return refused
