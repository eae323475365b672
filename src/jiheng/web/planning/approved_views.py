"""The page on which approved goals and indicators are entered."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jiheng.places import load
from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.models import Project
from jiheng.web.cycles.scope import project_of
from jiheng.web.forms.goal_rows import COLUMNS
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.planning.approved_form import Entered, judged, moved, of, posted, record, standing
from jiheng.web.planning.approved_goals import approve

_SAVE = "save"


def approved(request: HttpRequest, pk: int) -> HttpResponse:
    """The table; every button but that which saves only changes rows and shows what the checks say."""
    project = project_of(request, pk)
    book = load(project.cycle.rulebook)
    if request.method != "POST":
        return _page(request, project, of(project, book))
    entered, do = posted(request.POST), request.POST.get("do", _SAVE)
    if do != _SAVE:
        return _page(request, project, moved(entered, do))
    form = record(entered, project, book)
    if not form.indicators:
        messages.error(request, "没有保存：一行指标也没有填。")
        return _page(request, project, entered)
    if request.POST.get("base", "") != standing(project):
        messages.error(request, "没有保存：在您编辑的时候，别人改了批复内容。请另开一页看现在的内容，再决定怎样改。")
        return _page(request, project, entered)
    try:
        merged = approve(person_of(request), project, form)
    except ValidationError as error:
        messages.error(request, f"没有保存：{error.messages[0]}")
        return _page(request, project, entered)
    messages.success(request, f"已保存：{len(form.indicators)} 项指标。")
    if merged is not None and not merged.waits:
        messages.success(request, f"已填的自评表跟着改为新的一版，{merged.kept} 项指标连同所填内容保留。")
        for warning in merged.left:
            messages.warning(request, warning)
    return redirect("planning:approved", pk)


def _page(request: HttpRequest, project: Project, entered: Entered) -> HttpResponse:
    book = load(project.cycle.rulebook)
    form = SelfEvaluation.objects.filter(project=project).first()
    context = {
        "project": project,
        "table_url": reverse("planning:approved", args=[project.pk]),
        "entered": entered,
        "columns": COLUMNS,
        "judged": judged(record(entered, project, book), book)
        if any(map(any, map(dict.values, entered.rows)))
        else None,
        "book": book,
        "base": request.POST.get("base") or standing(project),
        "form": form,
        "writable": not project.cycle.closed,
    }
    partial = getattr(request, "htmx", False) and request.method == "POST" and request.POST.get("do", _SAVE) != _SAVE
    return render(request, "planning/approved_table.html" if partial else "planning/approved.html", context)
