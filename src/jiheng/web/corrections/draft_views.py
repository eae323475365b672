"""The page on which a notice is written."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import require, units_within
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import number, ticked
from jiheng.web.corrections import drafting
from jiheng.web.corrections.models import Correction
from jiheng.web.corrections.notice import words
from jiheng.web.corrections.proposals import behind, proposals
from jiheng.web.corrections.views import seen
from jiheng.web.cycles.models import Project
from jiheng.web.cycles.scope import in_hand, project_of
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.visible_form import seen as seen_form
from jiheng.web.procedure.proposals import ProposedPoint, offered


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, form: int | None = None, project: int | None = None) -> HttpResponse:
    """A notice about a form, about a project as monitoring saw it, or (without either) about a unit."""
    person = person_of(request)
    require(person, drafting.DRAFT)
    about = _about(request, form, project)
    points = _offered(person, about)
    problem = ""
    if request.method == "POST":
        try:
            row = _drafted(request, about, points)
        except ValidationError as error:
            problem = "；".join(error.messages)
        else:
            messages.success(request, "已存为草稿。核对文字后发出。")
            return redirect("corrections:show", row.pk)
    context = {
        "about": about,
        "back": _back(about),
        "offered": list(enumerate(points)),
        "units": () if about is not None else Organisation.objects.filter(units_within(person, drafting.DRAFT)),
        "problem": problem,
        "asked": _asked(request),
        "sources": Correction.Source.choices,
        "people": () if about is None else drafting.people_of(about.unit),
        "picked": _picked(request, points),
    }
    return render(request, "corrections/draft.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    row, person = seen(request, pk), person_of(request)
    require(person, drafting.DRAFT, row)
    require(person, drafting.DRAFT, row.issuer)
    problem = ""
    if request.method == "POST":
        texts = {item.pk: request.POST.get(f"text-{item.pk}", item.text) or "" for item in row.items.all()}
        try:
            drafting.change(person, row, _wish(request), texts, drafting.lines(request.POST.get("more", "")))
        except ValidationError as error:
            problem = "；".join(error.messages)
        else:
            messages.success(request, "草稿已保存。")
            return redirect("corrections:show", pk)
    context = {
        "row": row,
        "items": row.items.all(),
        "problem": problem,
        "asked": _asked(request, row),
        "sources": Correction.Source.choices,
        "people": drafting.people_of(row.unit),
    }
    return render(request, "corrections/draft.html", context, status=422 if problem else 200)


def _about(request: HttpRequest, form: int | None, project: int | None) -> SelfEvaluation | Project | None:
    """What the notice is about. Raises Http404, Denied."""
    person = person_of(request)
    if form is not None:
        found = seen_form(request, form, "草拟整改通知")
        require(person, drafting.DRAFT, found.unit)
        return found
    return None if project is None else project_of(request, project, drafting.DRAFT)


def _offered(person: Person, about: SelfEvaluation | Project | None) -> list[ProposedPoint]:
    if about is None:
        return []
    if isinstance(about, SelfEvaluation):
        return [*proposals(about), *offered(person, about.project)]
    return [*behind(about), *offered(person, about)]


def _back(about: SelfEvaluation | Project | None) -> str:
    """Where the page leads back to."""
    if about is None:
        return reverse("corrections:list")
    return (
        reverse("workflow:form", args=[about.pk]) if isinstance(about, SelfEvaluation) else reverse("monitoring:list")
    )


def _picked(request: HttpRequest, offered: list[ProposedPoint]) -> set[int]:
    """The ticks of the page: as sent; at first those of the source from which the notice is begun."""
    if request.method == "POST":
        return {number for number in ticked(request.POST, "pick") if number < len(offered)}
    return {
        number
        for number, proposal in enumerate(offered)
        if proposal.source and proposal.source == request.GET.get("source")
    }


def _drafted(request: HttpRequest, about: SelfEvaluation | Project | None, offered: list[ProposedPoint]) -> Correction:
    picked = [offered[number] for number in sorted(_picked(request, offered))]
    points = [*picked, *drafting.lines(request.POST.get("more", ""))]
    if not points:
        raise ValidationError("还没有写问题。请勾选，或者在“其他问题”里写，每行一条。")
    cycle = in_hand(request) if about is None else about.cycle
    return drafting.draft(person_of(request), cycle, about or _unit(request), _wish(request), points)


def _unit(request: HttpRequest) -> Organisation:
    unit = number(request.POST, "unit")
    if not unit:
        raise ValidationError("请选择整改单位。")
    try:
        return get_object_or_404(Organisation, pk=unit)
    except Http404 as error:
        raise ValidationError("没有这个单位，可能刚被删去。请重新选择。") from error


def _wish(request: HttpRequest) -> drafting.Wish:
    return drafting.Wish(*(request.POST.get(name, "") for name in drafting.Wish._fields))


def _asked(request: HttpRequest, row: Correction | None = None) -> dict[str, Any]:
    """What the boxes of the page hold: what was just sent, else the draft, else what is proposed."""
    if request.method == "POST":
        return request.POST.dict()
    if row is not None:
        return {name: getattr(row, name) for name in drafting.Wish._fields} | {"due": f"{row.due:%Y-%m-%d}"}
    asked = {"due": f"{drafting.proposed_due():%Y-%m-%d}", "demand": words().demand, "source": "finding"}
    return asked | {key: request.GET[key] for key in ("source", "unit", "more") if key in request.GET}
