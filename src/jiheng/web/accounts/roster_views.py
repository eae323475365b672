"""The pages of tables of organisations, people and roles: taking one in, taking it back, granting its roles."""

from collections import Counter
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from jiheng.web.accounts import roster_roles
from jiheng.web.accounts.models import Role, Roster
from jiheng.web.accounts.paging import attempt
from jiheng.web.accounts.permissions import require
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.roster import Judged, judge, take, undo
from jiheng.web.accounts.roster_table import LABELS, PASTED, RosterRow, read, text_of

_SHOWN = 100
_STATES = {"wrong": "有问题", "new": "新增", "same": "已有"}
_LATEST = 10


class Handed(forms.Form):
    """A table as text or as a file."""

    text = forms.CharField(required=False, widget=forms.Textarea, label="粘贴表格", strip=False)
    file = forms.FileField(required=False, label="或者选择文件（xlsx、xls、csv）")


@require_http_methods(["GET", "POST"])
def roster(request: HttpRequest) -> HttpResponse:
    """Without `confirm` a preview; with it the rows that are right are taken in."""
    actor = person_of(request)
    require(actor, "organisation.manage")
    require(actor, "person.manage")
    form = Handed(request.POST or None, request.FILES or None, label_suffix="")
    context: dict[str, Any] = {"fields": form, "columns": list(LABELS.values()), "before": _earlier()}
    if request.method == "POST" and form.is_valid():
        try:
            rows = judge(_lines(form))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            if request.POST.get("confirm"):
                return _taken(request, rows)
            context |= _preview(rows)
    return render(request, "accounts/roster.html", context)


@require_POST
def undo_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a table back."""
    row = get_object_or_404(Roster, pk=pk)
    attempt(request, partial(undo, person_of(request), row), "已撤销：这张表建的机构、人员都已删除。")
    return redirect("accounts:roster")


@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest, pk: int) -> HttpResponse:
    """What a table proposes, for the security administrator to grant, or to take back."""
    actor = person_of(request)
    require(actor, "role.grant")
    row = get_object_or_404(Roster.objects.select_related("by"), pk=pk, undone_at=None)
    if request.method == "POST":
        if request.POST.get("do") == "grant":
            done, left = roster_roles.grant_all(actor, row)
            messages.success(request, f"已授予 {done} 个角色。")
            for why in left[:20]:
                messages.warning(request, why)
        elif attempt(request, partial(roster_roles.revoke_all, actor, row), "已收回这张表授予的全部角色。"):
            return redirect("accounts:roster-roles", pk=pk)
        return redirect("accounts:roles")
    rows = row.roles.select_related("person", "organisation").order_by("organisation__path", "person__name")
    counts = row.roles.order_by().values_list("role").annotate(n=Count("pk"))
    found = {
        "roster": row,
        "rows": rows,
        "waiting": row.roles.filter(granted=None).count(),
        "granted": row.roles.exclude(granted=None).count(),
        "counts": [(Role(role).label, n) for role, n in counts],
    }
    return render(request, "accounts/roster_roles.html", found)


def _lines(form: Handed) -> list[RosterRow]:
    file, text = form.cleaned_data["file"], form.cleaned_data["text"]
    if not file and not text.strip():
        raise ValidationError("请先粘贴表格（连同列名那一行），或选择一个 xlsx、xls、csv 文件。")
    return read(file.read(), file.name) if file else read(text.encode(), PASTED)


def _taken(request: HttpRequest, rows: list[Judged]) -> HttpResponse:
    taken = take(person_of(request), rows)
    said = f"已建立 {taken.organisations} 个机构、{len(taken.given)} 个账号。"
    if taken.roles:
        said += f"表里的 {taken.roles} 个角色等安全管理员在“授权”里一次授予。"
    messages.success(request, said)
    if not taken.given:
        return redirect("accounts:roster")
    where = {row.line.username.lower(): row.where for row in rows if row.new_person}
    given = [(row, where[row.person.username.lower()]) for row in taken.given]
    context = {"given": [row for row, _ in given], "places": given, "created": True, "roles": taken.roles}
    return render(request, "accounts/given.html", context)


def _preview(rows: list[Judged]) -> dict[str, Any]:
    count = Counter(row.state for row in rows)
    order = list(_STATES)
    shown = sorted(rows, key=lambda row: order.index(row.state))[:_SHOWN]
    right = [row for row in rows if row.state == "new"]
    return {
        "shown": [(row, _STATES[row.state], row.line) for row in shown],
        "count": [(state, label, count[state]) for state, label in _STATES.items()],
        "more": len(rows) - len(shown),
        "organisations": sum(len(row.made) for row in right),
        "people": sum(row.new_person for row in right),
        "roles": sum(len(row.roles) for row in right),
        "right": len(right),
        "text": text_of(row.line for row in right),
    }


def _earlier() -> list[Roster]:
    """The latest tables, with how many of their roles were granted."""
    rows = Roster.objects.select_related("by").annotate(
        proposed=Count("roles"), granted=Count("roles", filter=Q(roles__granted__isnull=False))
    )
    return list(rows[:_LATEST])
