"""Starting a step for many forms, seeing what came of each, and giving forms to an evaluator."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import Denied, require, within
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.cycles.current import current
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.jobs.models import Job
from jiheng.web.workflow import saved_filters
from jiheng.web.workflow.assignment import assign
from jiheng.web.workflow.bulk import KIND, MOST, NAMES, One, put_bulk
from jiheng.web.workflow.worklist_views import all_chosen, evaluators

ASSIGN = "form.assign"


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """What a button below the list asks for."""
    person, action = person_of(request), request.POST.get("action", "")
    back = f"{reverse('workflow:desk')}?{saved_filters.last(person).query or 'all=1'}"
    if action == ASSIGN:
        return _assign(request, person, back)
    if action not in NAMES:
        raise Http404("没有这样的办理。")
    require(person, action)
    try:
        job = put_bulk(person, action, _forms(request, person, action), request.POST.get("reason", ""))
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
        return redirect(back)
    return redirect("workflow:bulk", job.pk)


def outcome(request: HttpRequest, job: int) -> HttpResponse:
    """How far it is; at the end each form with what came of it, those that failed first."""
    row = get_object_or_404(Job, pk=job, kind=KIND)
    person = person_of(request)
    if row.by_id != person.pk:
        raise Denied("这是别人办理的，只有本人可以查看结果。")
    told = row.result.get("told", [])
    forms = SelfEvaluation.objects.filter(within(person, "form.see")).select_related("project", "unit")
    known = forms.only("state", "project__name", "project__code", "unit__name").in_bulk([pk for pk, _ in told])
    outcomes = sorted(((known.get(pk), problem) for pk, problem in told), key=lambda result: not result[1])
    name = NAMES[row.arguments["action"]]
    context = {
        "job": row,
        "percent": row.percent,
        "outcomes": outcomes,
        "name": name,
        "back": saved_filters.last(person).query,
    }
    return render(request, "workflow/bulk.html", context)


def _forms(request: HttpRequest, person: Person, action: str) -> list[One]:
    """The forms ticked, each as it was shown; or all that the filter has."""
    cycle = current(request)
    if request.POST.get("everything") and cycle is not None:
        rows = all_chosen(person, cycle, action, MOST + 1).values_list("pk", "state", "version")
        return [One(*row) for row in rows]
    return [form for ticked in request.POST.getlist("form") if (form := _ticked(ticked)) is not None]


def _ticked(text: str) -> One | None:
    form, _, rest = text.partition(":")
    state, _, version = rest.partition(":")
    pk, seen = whole_number(form), whole_number(version, -1)
    return One(pk, state, seen) if pk and seen >= 0 else None


def _assign(request: HttpRequest, person: Person, back: str) -> HttpResponse:
    require(person, ASSIGN)
    known = {str(candidate.pk): candidate for candidate in evaluators(person)}
    evaluator = known.get(request.POST.get("evaluator", ""))
    forms = _forms(request, person, ASSIGN)
    if evaluator is None or not forms:
        messages.error(request, "请勾选要指定的表，并选好评价人。" if forms else "还没有选中任何表。请在列表里勾选。")
        return redirect(back)
    take_back = bool(request.POST.get("take_back"))
    done, left = assign(person, evaluator, [form.form for form in forms], take_back)
    text = f"从{evaluator}收回了 {done} 张。" if take_back else f"交给{evaluator} {done} 张。"
    messages.success(request, text + (f"另有 {left} 张不在您的范围内或无须改动，没有动。" if left else ""))
    return redirect(back)
