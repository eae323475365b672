"""Entering many projects: paste or hand in, look at what will happen, confirm."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiheng.form import AMOUNTS
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.models import Cycle, Participant, Project
from jiheng.web.cycles.scope import in_hand, known, units_of
from jiheng.web.files.uploads import refused
from jiheng.web.planning.bulk import Judged, judge, take
from jiheng.web.planning.bulk_table import PASTED, Listed, read, text_of
from jiheng.web.planning.project_form import in_wan

_SHOWN = 100
_ASKED = 500
_LABELS = {"name": "名称", "unit": "单位", **AMOUNTS}
_STATES = {"new": "新增", "changed": "修改", "same": "没有变化", "wrong": "有问题"}
_ORDER = list(_STATES)[::-1]


class Handed(forms.Form):
    """A table as text or as a file, and the unit of money where it states none."""

    text = forms.CharField(required=False, widget=forms.Textarea, label="粘贴表格", strip=False)
    file = forms.FileField(required=False, label="或者选择文件")
    money_unit = forms.ChoiceField(choices=[("万元", "万元"), ("元", "元")], label="表里没写金额单位时，按")


def bulk(request: HttpRequest) -> HttpResponse:
    """Without `confirm` a preview; with it the rows that are right are taken."""
    require(person_of(request), "project.manage")
    cycle = in_hand(request)
    if cycle.closed:
        messages.error(request, f"“{cycle}”已经结束，不能录入项目。")
        return redirect("planning:projects")
    form = Handed(request.POST or None, request.FILES or None, label_suffix="")
    context: dict[str, Any] = {"cycle_in_hand": cycle, "fields": form}
    if request.method == "POST" and form.is_valid():
        try:
            listed = _listed(request, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            rows = _judged(request, cycle, listed)
            if request.POST.get("confirm"):
                return _taken(request, cycle, rows)
            context |= _preview(listed, rows)
    return render(request, "planning/bulk.html", context)


def _listed(request: HttpRequest, form: Handed) -> Listed:
    if said := refused(request):
        raise ValidationError(said[0])
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    if not file and not text.strip():
        raise ValidationError("请先粘贴表格（连同列名那一行），或选择一个 xlsx、xls、csv 文件。")
    data, name = (file.read(), file.name) if file else (text.encode(), PASTED)
    return read(data, name, form.cleaned_data["money_unit"])


def _judged(request: HttpRequest, cycle: Cycle, listed: Listed) -> list[Judged]:
    person = person_of(request)
    taking_part = Participant.objects.filter(cycle=cycle).values("unit")
    units = list(units_of(person, "project.manage").filter(pk__in=taking_part))
    codes = list({line.code for line in listed.lines})
    mine: dict[str, Project] = {}
    taken: set[str] = set()
    allowed = known(person)
    for start in range(0, len(codes), _ASKED):
        there = Project.objects.filter(cycle=cycle, code__in=codes[start : start + _ASKED])
        taken |= set(there.values_list("code", flat=True))
        changeable = there.filter(allowed, unit__in=units_of(person, "project.manage"))
        mine |= {project.code: project for project in changeable.select_related("unit__parent__parent", "cycle")}
    return judge(listed, cycle, units, mine, frozenset(taken - mine.keys()))


def _taken(request: HttpRequest, cycle: Cycle, rows: list[Judged]) -> HttpResponse:
    made, changed, failed = take(person_of(request), cycle, rows)
    messages.success(request, f"已录入：新增 {made} 个项目，修改 {changed} 个。")
    for failure in failed[:20]:
        messages.warning(request, f"没有修改 {failure}")
    return redirect("planning:projects")


def _preview(listed: Listed, rows: list[Judged]) -> dict[str, Any]:
    count = Counter(row.state for row in rows)
    right = [row.line for row in rows if row.state in ("new", "changed")]
    shown = sorted(rows, key=lambda row: _ORDER.index(row.state))[:_SHOWN]
    return {
        "shown": [_shown(row) for row in shown],
        "count": [(state, label, count[state]) for state, label in _STATES.items()],
        "right": len(right),
        "more": len(rows) - len(shown),
        "columns": listed.columns.values(),
        "text": text_of(listed, right),
    }


def _shown(row: Judged) -> dict[str, Any]:
    return {
        "state": row.state,
        "label": _STATES[row.state],
        "line": row.line,
        "why": row.why or "、".join(_LABELS[field] for field in row.changed),
        "amounts": [in_wan(row.line.amounts.get(field)) for field in AMOUNTS],
    }
