"""The pages of spot checks: drawing one, the strata and the forms drawn, drawing again, the workbook."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jiheng.web.cycles.current import current
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.people.request import person_of
from jiheng.web.people.rights import require, within
from jiheng.web.record import log
from jiheng.web.review import spotting
from jiheng.web.review.spot_book import book_of
from jiheng.web.storing.files import send_bytes


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The draws so far, and a new one."""
    person, cycle = person_of(request), current(request)
    require(person, spotting.SEE)
    if cycle is None:
        return render(request, "review/desk_empty.html")
    asked: dict[str, Any] = {}
    problem = ""
    if request.method == "POST":
        try:
            check = spotting.make(person, cycle, spotting.wish_of(request.POST))
        except ValidationError as error:
            problem = "；".join(error.messages)
            asked = {**request.POST.dict(), "states": request.POST.getlist("state")}
        else:
            messages.success(request, f"抽中 {len(check.drawn)} 张。种子和全部名单已存下，随时可以重抽核对。")
            return redirect("review:spot-check", check.pk)
    context: dict[str, Any] = {
        "checks": spotting.visible(person, cycle).defer("population", "strata")[:50],
        "draws": spotting.draws(person),
        "asked": asked,
        "problem": problem,
        "groups": spotting.GROUPS.items(),
        "states": State.choices,
    }
    if context["draws"]:
        organisation = spotting.organisation_of(person)
        context |= {"organisation": organisation, "secret": spotting.secret(cycle, organisation)}
        if not asked:
            proposed = spotting.suggestion(cycle, organisation)
            context["asked"] = {**proposed, "seed": spotting.new_seed(), "states": spotting.HANDED_IN}
    return render(request, "review/spot_checks.html", context, status=422 if problem else 200)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One draw: its numbers, strata and forms; with ?again whether it comes out the same."""
    person = person_of(request)
    check = spotting.check_of(person, pk)
    rows = SelfEvaluation.objects.filter(within(person, "form.see"), pk__in=check.drawn)
    forms = rows.select_related("project", "unit").defer("record", "findings", "own").order_by("project__code")
    context = {
        "check": check,
        "lines": spotting.lines_of(check),
        "count": len(check.population),
        "group": spotting.GROUPS[check.parameters["group"]],
        "state_names": [State(one).label for one in check.parameters["states"]],
        "forms": forms,
        "same": spotting.same(check) if "again" in request.GET else None,
        "desk": f"{reverse('review:desk')}?spot={check.pk}",
    }
    return render(request, "review/spot_check.html", context)


@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The draw as a workbook in which it can be followed by hand."""
    person = person_of(request)
    check = spotting.check_of(person, pk)
    data = book_of(check)
    log.write(person, "export.spotcheck", check, {"seed": check.seed, "drawn": len(check.drawn)})
    return send_bytes(data, f"{check.cycle.year}年抽查（种子{check.seed}）.xlsx")
