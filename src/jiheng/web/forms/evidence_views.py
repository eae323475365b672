"""The pages of evidence: all of a form's, or (asked for by htmx) those of one indicator."""

from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from jiheng.form import Block, Indicator, Place, place_of
from jiheng.web.accounts.permissions import Denied, may
from jiheng.web.accounts.request import person_of
from jiheng.web.files.uploads import limit_of, refused
from jiheng.web.forms import evidence
from jiheng.web.forms.evidence_asked import told, wanting
from jiheng.web.forms.models import Evidence, SelfEvaluation
from jiheng.web.forms.saving import record_of
from jiheng.web.forms.visible_form import seen

_CUT_OFF = "上传中断了，文件没有收全，所以没有收下。请检查网络后再传一次。"


class Asked(forms.Form):
    """What comes with the files. `whole` stands last in the page's form: without it the upload was cut off."""

    place = forms.CharField(max_length=40)
    note = forms.CharField(max_length=evidence.LONGEST_NOTE, required=False)


class EvidenceRow(NamedTuple):
    """An indicator with its evidence."""

    place: str
    number: int
    indicator: Indicator | None
    here: list[Evidence]
    gone: list[Evidence]
    asked: str = ""
    """Why evidence is asked for that is not there."""


def evidence_page(request: HttpRequest, form: int) -> HttpResponse:
    """GET: all evidence, or that at `place`. POST: take files in."""
    row = seen(request, form, "佐证材料")
    said = _taken_in(request, row) if request.method == "POST" else []
    return _answer(request, row, said)


def evidence_removed(request: HttpRequest, form: int, number: int) -> HttpResponse:
    """Take a file off the list."""
    row = seen(request, form, "移除佐证材料")
    if request.method != "POST":
        return redirect("forms:evidence", row.pk)
    try:
        gone = evidence.remove(person_of(request), row, number)
    except Evidence.DoesNotExist as error:
        raise Http404("没有这份材料。") from error
    except ValidationError as error:
        return _answer(request, row, [("error", message) for message in error.messages])
    except Denied as error:
        return _answer(request, row, [("error", f"没有移除：{error}")])
    return _answer(request, row, [("success", f"已移除“{gone.file.name}”，移除记录仍可查到。")])


def _taken_in(request: HttpRequest, row: SelfEvaluation) -> list[tuple[str, str]]:
    asked, uploads = Asked(request.POST), request.FILES.getlist("files")
    said = [("error", why) for why in refused(request)]
    if said:
        return said
    if "whole" not in request.POST:
        return [("error", _CUT_OFF)]
    if not asked.is_valid():
        return [("error", "说明太长或含有不能用的字符，没有收下。请改短到 200 字以内再传。")]
    if not uploads:
        return [("warning", "还没有选文件。请先点“选择文件”，或把文件拖进来。")]
    for upload in uploads:
        try:
            found = evidence.add(
                person_of(request), row.pk, asked.cleaned_data["place"], upload, asked.cleaned_data["note"]
            )
        except ValidationError as error:
            said += [("error", message) for message in error.messages]
        except Denied as error:
            said.append(("error", f"没有收下：{error}"))
        else:
            said.append(("success", f"已收下“{found.file.name}”。"))
    return said


def _answer(request: HttpRequest, row: SelfEvaluation, said: list[tuple[str, str]]) -> HttpResponse:
    place = request.POST.get("place") or request.GET.get("place", "")
    context = {
        "form": row,
        "editable": bool(may(person_of(request), "form.edit", row)) and not row.cycle.closed,
        "limit": limit_of("/forms/") // 1024 // 1024,
    }
    if getattr(request, "htmx", False) and place:
        candidate = next((place_row for place_row in _rows(row) if place_row.place == place), None)
        if candidate is None:
            raise Http404("表上没有这一行指标。")
        return render(request, "forms/evidence_list.html", context | {"row": candidate, "said": said})
    if request.method == "POST":
        for tag, text in said:
            messages.add_message(request, getattr(messages, tag.upper()), text)
        at = place_of(place)
        anchor = "" if at is None or at.block is not Block.INDICATORS else f"#row-{at.row}"
        return redirect(f"{reverse('forms:evidence', args=[row.pk])}{anchor}")
    asked = wanting(row)
    return render(request, "forms/evidence.html", context | {"rows": _rows(row), "asked": told(asked)})


def _rows(row: SelfEvaluation) -> list[EvidenceRow]:
    """Every indicator, and last what belonged to indicators that are no longer there."""
    known = evidence.by_place(row)
    record = record_of(row)
    places = {str(Place.indicator(number)): indicator for number, indicator in enumerate(record.indicators)}
    asked = {want.place: want.why for want in wanting(row)}
    found = [
        _row(place, number, cell, known.pop(place, []), asked.get(place, ""))
        for number, (place, cell) in enumerate(places.items())
    ]
    left = [rest_of for rest in known.values() for rest_of in rest]
    return [*found, _row("", len(found), None, left)] if left else found


def _row(place: str, number: int, indicator: Indicator | None, all_: list[Evidence], asked: str = "") -> EvidenceRow:
    here = [file for file in all_ if file.removed_at is None]
    return EvidenceRow(place, number, indicator, here, [file for file in all_ if file.removed_at is not None], asked)
