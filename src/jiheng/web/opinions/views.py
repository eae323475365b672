"""The opinion on a form: its page, keeping what was edited, the paper, and the letter to the unit."""

import datetime
from collections.abc import Mapping
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from jiheng.checks import Severity
from jiheng.opinion import Common, Opinion, OpinionVerdict, Papers, Section
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.paging import attempt
from jiheng.web.accounts.permissions import may, require, within
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.auditlog import log
from jiheng.web.files.storage import send_bytes
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.visible_form import seen
from jiheng.web.opinions.beside import DRAFT, beside, in_common
from jiheng.web.opinions.drafting import OWN, VERDICT, forget, keep, letter_of, office_of, opinion_of, paper
from jiheng.writing.opinion import Office, write_papers

MOST_FORMS = 300
"""Forms in one letter; it says of how many more there are."""


@require_safe
def page(request: HttpRequest, form: int) -> HttpResponse:
    """The opinion, to be edited."""
    row = seen(request, form, "审核意见书")
    return _page(request, row)


@require_POST
def save(request: HttpRequest, form: int) -> HttpResponse:
    """Keep what was edited."""
    row, number = seen(request, form, "审核意见书"), whole_number(request.POST.get("version", ""))
    try:
        keep(person_of(request), row, request.POST.dict(), number)
    except ValidationError as error:
        return _page(request, row, "；".join(error.messages))
    return redirect("opinions:form", row.pk)


@require_POST
def reset(request: HttpRequest, form: int) -> HttpResponse:
    """Throw the edits away and draft anew."""
    row = seen(request, form, "审核意见书")
    attempt(request, lambda: forget(person_of(request), row), "已恢复为起草的意见。")
    return redirect("opinions:form", row.pk)


@require_safe
def form_paper(request: HttpRequest, form: int) -> HttpResponse:
    """The opinion on one form as Word."""
    row, person = seen(request, form, "审核意见书"), person_of(request)
    office = office_of(person, row)
    log.write(person, "export.opinion", row, {})
    data = paper(opinion_of(person, row)[0], _sender(office, request))
    return send_bytes(data, f"{row.title} 审核意见.docx")


@require_safe
def letter(request: HttpRequest, form: int) -> HttpResponse:
    """The letter to the unit of a form with the opinions on all its forms of the year; secret projects are left out."""
    row, person = seen(request, form, "审核意见单"), person_of(request)
    office = office_of(person, row)
    all_ = _of_unit(person, row)
    forms = all_[:MOST_FORMS]
    log.write(person, "export.letter", row.unit, {"forms": len(forms)})
    together = beside(person, row)
    opinions = [opinion_of(person, member, together)[0] for member in forms]
    data = letter_of(opinions, _sender(office, request), all_.count() - len(opinions))
    return send_bytes(data, f"{row.unit.name} 审核意见单.docx")


@require_safe
def common(request: HttpRequest, form: int) -> HttpResponse:
    """What the handed-in forms of the form's department have in common; drafts and secret ones left out."""
    row, found, narrowed = _shared(request, form)
    problems = [(problem, Severity(problem.severity).label) for kind in found for problem in kind.problems]
    context = {
        "form": row,
        "department": row.unit.department(),
        "of": sum(kind.forms for kind in found),
        "problems": problems,
        "narrowed": narrowed,
    }
    return render(request, "opinions/common.html", context)


@require_safe
def common_paper(request: HttpRequest, form: int) -> HttpResponse:
    """The same as Word; of what was left out the name of the department says."""
    row, found, narrowed = _shared(request, form)
    person = person_of(request)
    if not found:
        return redirect("opinions:common", row.pk)
    if narrowed:
        found = tuple(
            msgspec.structs.replace(opinion, department=f"{opinion.department}（{row.unit.name}）") for opinion in found
        )
    log.write(
        person, "export.common", row.unit.department(), {"problems": sum(len(drafted.problems) for drafted in found)}
    )
    data = write_papers(Papers((), (), found), ".docx", _sender(office_of(person, row), request))
    return send_bytes(data, f"{row.unit.department().name} 共性问题.docx")


def _shared(request: HttpRequest, form: int) -> tuple[SelfEvaluation, tuple[Common, ...], str]:
    """The form, what its department has in common, and which forms were left out. Raises Denied."""
    row, person = seen(request, form, "部门共性问题"), person_of(request)
    require(person, DRAFT, row.unit.department())
    return row, *in_common(person, row)


def _of_unit(person: Person, form: SelfEvaluation) -> QuerySet[SelfEvaluation]:
    rows = SelfEvaluation.objects.filter(within(person, DRAFT), cycle=form.cycle, unit=form.unit)
    return rows.filter(project__secret=False).select_related("project", "unit", "cycle").order_by("project__code")


def _sender(office: int, request: HttpRequest) -> Office:
    """The reviewing office; the day by which to answer stays a gap unless one is asked for (`due`)."""
    try:
        due = datetime.date.fromisoformat(request.GET.get("due", ""))
    except ValueError:
        due = None
    return Office(Organisation.objects.get(pk=office).name, due)


def _page(request: HttpRequest, form: SelfEvaluation, problem: str = "") -> HttpResponse:
    person = person_of(request)
    together = beside(person, form)
    made, row = opinion_of(person, form, together)
    posted = request.POST.dict() if problem else {}
    sections = [_section(section, made, posted) for section in Section]
    context = {
        "form": form,
        "opinion": made,
        "kept": row,
        "version": posted.get("version", row.version if row else 0),
        "verdict": posted.get(VERDICT, made.verdict.text),
        "verdicts": [verdict.value for verdict in OpinionVerdict],
        "sections": sections,
        "problem": problem,
        "narrowed": together.narrowed,
        "whole_department": bool(may(person, DRAFT, form.unit.department())),
    }
    return render(request, "opinions/form.html", context, status=422 if problem else 200)


def _section(section: Section, made: Opinion, posted: Mapping[str, str]) -> dict[str, Any]:
    """A section as the page shows it; what could not be kept stays in its boxes."""
    found, name = made.sections.get(section, ()), f"{OWN}{section.value}"
    own = "\n".join(sentence.text for sentence in found if not sentence.id)
    return {
        "label": section.label,
        "name": name,
        "own": posted.get(name, own),
        "sentences": [(sentence, posted.get(sentence.id, sentence.text)) for sentence in found if sentence.id],
    }
