"""The form's page, and what its editor asks for: saves, whys, who is there, conflicts."""

from typing import Any

import msgspec
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiheng.form import cells
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import AccessRuling, Denied, may, table
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.forms import panels
from jiheng.web.forms import presence as presences
from jiheng.web.forms.assess import Scored
from jiheng.web.forms.beside_rows import beside_rows
from jiheng.web.forms.blanks import standing as standing_findings
from jiheng.web.forms.conflicts import open_conflicts, settle, sides
from jiheng.web.forms.errors import RefusedInput
from jiheng.web.forms.evidence_asked import told, wanting
from jiheng.web.forms.explanation import why as reason_of
from jiheng.web.forms.models import Conflict, SelfEvaluation
from jiheng.web.forms.places import APPROVED, WHOLE, CellChange, locked
from jiheng.web.forms.responses import answer, authors, others, standing, state
from jiheng.web.forms.saving import CLOSED, save, scored, since
from jiheng.web.forms.sheet import FormSheet, columns_of, sheet
from jiheng.web.forms.visible_form import seen_by


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """A cell as the editor sends it."""

    place: str
    before: str
    after: str


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """The body of a save."""

    base: int
    changes: list[Written] = []
    own: dict[str, str | None] = {}


@require_GET
def edit(request: HttpRequest, form: int) -> HttpResponse:
    """The form as on paper: to be filled in by whoever may, else to be read."""
    person = person_of(request)
    row = seen_by(person, form)
    result, ruling, asks = scored(row), _editable(person, row), _asks(person, row)
    stands = state(row, result) | _about(row, person, bool(ruling), asks)
    context: dict[str, Any] = {
        "form": row,
        "sheet": _sheet(row, result, bool(ruling), asks),
        "embedded": _embedded(stands),
        "sums": SafeString(stands["sums"]),
        "found": SafeString(stands["found"]),
        "saved_at": stands["saved_at"],
        "ruling": ruling,
        "opener": "" if ruling else _opener(row),
        "banners": panels.drawn("banner", request, row),
        "panels": panels.drawn("editor", request, row),
        "conflicts": open_conflicts(row, person) if ruling else [],
        "at_it": presences.here(row, person, writing=bool(ruling)),
        "evidence_asked": told(wanting(row)),
        "may_submit": may(person, "form.submit", row),
    }
    return render(request, "forms/edit.html", context)


@require_POST
def changes(request: HttpRequest, form: int) -> HttpResponse:
    """Save; answers JSON with what became of the form, 409 with a conflict, 422 and 403 with the reason."""
    person = person_of(request)
    try:
        asked = msgspec.json.decode(request.body, type=Asked)
    except msgspec.MsgspecError as error:
        return _json({"message": f"没有看懂要保存的内容：{error}"}, 400)
    try:
        wanted = [CellChange(change.place, change.before, change.after) for change in asked.changes]
        saved = save(person, form, asked.base, wanted, asked.own)
    except Denied as error:
        return _json({"message": str(error)}, 403)
    except ValidationError as error:
        return _refused(error)
    except SelfEvaluation.DoesNotExist:
        return _json({"message": "这张表已经不在了。"}, 404)
    return _json(
        answer(saved, person, asked.base, [change.place for change in asked.changes]),
        200 if saved.conflict is None else 409,
    )


@require_GET
def why(request: HttpRequest, form: int) -> HttpResponse:
    """How the score or rate at ?place= came about."""
    row = seen_by(person_of(request), form)
    place = request.GET.get("place", "")
    found = reason_of(scored(row), place)
    if found is None:
        raise Http404
    return render(request, "forms/_why.html", {"sentence": found[0], "trace": found[1]})


@require_GET
def drawn(request: HttpRequest, form: int) -> HttpResponse:
    """The sheet alone, after rows came or went."""
    person = person_of(request)
    row = seen_by(person, form)
    result = scored(row)
    shown = _sheet(row, result, bool(_editable(person, row)), _asks(person, row))
    return _json(state(row, result) | {"html": get_template("forms/paper.html").render({"sheet": shown}, request)[:]})


@require_POST
def presence(request: HttpRequest, form: int) -> HttpResponse:
    """Say that the page is open, hear who else is there, and what has changed since ?version=."""
    person = person_of(request)
    try:
        row = seen_by(person, form)
    except Denied as error:
        return _json({"message": str(error)}, 403)
    if request.POST.get("gone"):
        presences.leave(row, person)
        return HttpResponse(status=204)
    ruling = _editable(person, row)
    told: dict[str, Any] = {"version": row.version, "at_it": presences.here(row, person, writing=bool(ruling))}
    told["editable"] = bool(ruling)
    base = whole_number(request.POST.get("version", ""), row.version)
    if base < row.version:
        told |= _since(row, person, base)
    return _json(told)


@require_http_methods(["GET", "POST"])
def conflict(request: HttpRequest, form: int, pk: int) -> HttpResponse:
    """Both texts of each cell side by side, and the choice between them."""
    person = person_of(request)
    row = seen_by(person, form, "form.edit")
    kept = get_object_or_404(Conflict.objects.select_related("form__project", "person"), pk=pk, form=row, person=person)
    bare = bool(request.headers.get("X-Editor"))
    problem = ""
    if request.method == "POST":
        base = whole_number(request.POST.get("version", ""), row.version)
        try:
            saved = settle(person, kept, base, _chosen(request, kept))
        except ValidationError as error:
            problem = " ".join(error.messages)
            if bare:
                return _refused(error)
        else:
            if bare:
                return _json(answer(saved, person, base), 200 if saved.conflict is None else 409)
            if saved.conflict is not None:
                return redirect("forms:conflict", form, saved.conflict.pk)
            messages.success(request, "已按您的选择保存。")
            return redirect("forms:edit", form)
    context = {"form": row, "conflict": kept, "sides": sides(kept), "problem": problem}
    return render(request, "forms/_conflict.html" if bare else "forms/conflict.html", context)


def _chosen(request: HttpRequest, kept: Conflict) -> dict[str, str]:
    """The text to be written for each cell that does not stay as the others left it."""
    found = sides(kept)
    texts = {clash.place: clash.mine for clash in found.rest}
    for number, clashe in enumerate(found.clashes):
        choice = request.POST.get(f"choice-{number}", "theirs" if clashe.why else "")
        if not choice:
            raise ValidationError(f"“{clashe.name}”还没有选定用哪一个，没有保存。请逐格选用。")
        if choice == "mine" and not clashe.why:
            texts[clashe.place] = clashe.mine
        elif choice == "other" and not clashe.why:
            texts[clashe.place] = request.POST.get(f"text-{number}", "")
    return texts


def _editable(person: Person, row: SelfEvaluation) -> AccessRuling:
    return AccessRuling(False, CLOSED) if row.cycle.closed else may(person, "form.edit", row)


def _asks(person: Person, row: SelfEvaluation) -> bool:
    """Whether the person may ask the department to mend an approved cell."""
    return not row.cycle.closed and row.project.approved is not None and bool(may(person, "project.ask", row))


def _opener(row: SelfEvaluation) -> str:
    """Who can open the form again for filling in."""
    if row.cycle.closed:
        return ""
    roles = [role.label for right in table()["form.return"] if row.state in right.states for role in right.roles]
    return f"需要修改时，由{'、'.join(roles)}退回后，本单位填报人可以再填。" if roles else ""


def _sheet(row: SelfEvaluation, result: Scored, editable: bool, asks: bool) -> FormSheet:
    locks = locked(result.form, row.project.approved is not None, row.project.funds_fixed)
    places = [place for place, _ in cells(result.form) if place not in locks] if editable else []
    shown = locks if editable else {place: why for place, why in locks.items() if asks and why == APPROVED}
    return sheet(
        result.form,
        row.cycle.layout,
        findings=standing_findings(row, result.form),
        open_places=frozenset(places),
        locks=shown,
        beside=beside_rows(row),
    )


def _about(row: SelfEvaluation, person: Person, editable: bool, asks: bool) -> dict[str, Any]:
    """What the editor needs to know besides the form's state."""
    columns = columns_of(row.cycle.layout)
    return {
        "person": person.pk,
        "form": row.pk,
        "editable": editable,
        "approved_lock": APPROVED if asks else "",
        "secret": row.project.secret,
        "free_rows": editable and row.project.approved is None,
        "columns": sorted(columns),
    }


def _since(row: SelfEvaluation, person: Person, base: int) -> dict[str, Any]:
    result, changed = scored(row), since(row, base)
    texts = dict(cells(result.form))
    return standing(row, result) | {
        "cells": {place: texts[place] for place in changed if place in texts},
        "rows": WHOLE in changed,
        "others": others(changed.values(), authors(row, base, person)),
    }


def _embedded(body: dict[str, Any]) -> SafeString:
    """As JSON inside a page, where no text of it can end the script."""
    text = msgspec.json.encode(body).decode()
    return SafeString(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _refused(error: ValidationError) -> HttpResponse:
    place = error.place if isinstance(error, RefusedInput) else ""
    return _json({"message": " ".join(error.messages), "place": place}, 422)


def _json(body: dict[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(body), content_type="application/json", status=status)
