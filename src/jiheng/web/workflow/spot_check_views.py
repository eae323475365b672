"""The pages of spot checks: drawing one, the strata and the forms drawn, drawing again, the workbook."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from jiheng.quantity.words import grouped
from jiheng.web.accounts.permissions import require, within
from jiheng.web.accounts.request import person_of
from jiheng.web.auditlog import log
from jiheng.web.cycles.current import current
from jiheng.web.files.storage import send_bytes
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.workflow import spot_check
from jiheng.web.workflow.spot_check_workbook import book_of


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """The draws so far, and a new one."""
    person, cycle = person_of(request), current(request)
    require(person, spot_check.SEE)
    if cycle is None:
        return render(request, "workflow/desk_empty.html")
    asked: dict[str, Any] = {}
    problem = ""
    if request.method == "POST":
        try:
            check = spot_check.make(person, cycle, spot_check.wish_of(request.POST))
        except ValidationError as error:
            problem = "；".join(error.messages)
            asked = {**request.POST.dict(), "states": request.POST.getlist("state")}
        else:
            messages.success(request, f"抽中 {len(check.drawn)} 张。种子和全部名单已存下，随时可以重抽核对。")
            return redirect("workflow:spot-check", check.pk)
    context: dict[str, Any] = {
        "checks": spot_check.visible(person, cycle).defer("population", "strata")[:50],
        "draws": spot_check.draws(person),
        "asked": asked,
        "problem": problem,
        "groups": spot_check.GROUPS.items(),
        "states": State.choices,
    }
    if context["draws"]:
        organisation = spot_check.organisation_of(person)
        context |= {"organisation": organisation, "secret": spot_check.secret(cycle, organisation)}
        if not asked:
            proposed = spot_check.suggestion(cycle, organisation)
            context["asked"] = {**proposed, "seed": spot_check.new_seed(), "states": spot_check.HANDED_IN}
    return render(request, "workflow/spot_checks.html", context, status=422 if problem else 200)


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One draw: its numbers, strata and forms; with ?again whether it comes out the same."""
    person = person_of(request)
    check = spot_check.check_of(person, pk)
    rows = SelfEvaluation.objects.filter(within(person, "form.see"), pk__in=check.drawn)
    forms = rows.select_related("project", "unit").defer("record", "findings", "own").order_by("project__code")
    context = {
        "check": check,
        "lines": spot_check.lines_of(check),
        "count": len(check.population),
        "group": "" if check.parameters["group"] == "none" else spot_check.GROUPS[check.parameters["group"]],
        "state_names": [State(state).label for state in check.parameters["states"]],
        "forms": [(form, "—" if (budget := form.project.budget) is None else grouped(budget)) for form in forms],
        "same": spot_check.same(check) if "again" in request.GET else None,
        "desk": f"{reverse('workflow:desk')}?spot={check.pk}",
    }
    return render(request, "workflow/spot_check.html", context)


@require_safe
def workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The draw as a workbook in which it can be followed by hand."""
    person = person_of(request)
    check = spot_check.check_of(person, pk)
    data = book_of(check)
    log.write(person, "export.spotcheck", check, {"seed": check.seed, "drawn": len(check.drawn)})
    return send_bytes(data, f"{check.cycle.year}年抽查（种子{check.seed}）.xlsx")
