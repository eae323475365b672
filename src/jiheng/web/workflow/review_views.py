"""The reviewer's page of a form: the paper, its original, findings, remarks, opinions, history, and what to decide."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from jiheng.form import describe
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import AccessRuling, may
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.brief_write import brief_row
from jiheng.web.forms import panels
from jiheng.web.forms.approved import waiting
from jiheng.web.forms.beside_rows import beside_rows
from jiheng.web.forms.evidence import by_place
from jiheng.web.forms.evidence_asked import wanting
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.forms.project_head import amounts_apart
from jiheng.web.forms.saving import assessed, scored
from jiheng.web.forms.sheet import sheet
from jiheng.web.forms.visible_form import seen
from jiheng.web.ready_query import Ready
from jiheng.web.workflow import evaluation, remarks
from jiheng.web.workflow.deadlines import OPEN, deadline
from jiheng.web.workflow.models import FormView, Transition
from jiheng.web.workflow.next_form import walk
from jiheng.web.workflow.remark_views import panel as remark_panel
from jiheng.web.workflow.saved_filters import last
from jiheng.web.workflow.transitions import PASS, RETURN, move
from jiheng.web.workflow.workflow import Seen, can_take_back, pass_on, take_back

_BACK_TO = {State.DRAFT: "退给单位修改"}
_DONE = {PASS: "已通过", RETURN: "已退回"}


@require_safe
def form_page(request: HttpRequest, form: int) -> HttpResponse:
    """The page. Who opens it has looked at this version."""
    row = seen(request, form, "审核页")
    response = _page(request, row)
    person = person_of(request)
    last = next(iter(remarks.last_moved(row.pk)), row.changed_at)
    looked = _looked(row.pk, person.pk)
    if not looked or looked[0][0] != row.version or looked[0][1] < last:
        view = FormView(form=row, person=person, version=row.version)
        brief_row(view, by=("form", "person"), change=("version", "at"))
    return response


_looked = Ready(lambda form, person: FormView.objects.filter(form=form, person=person).values_list("version", "at"))
_steps = Ready(lambda form: Transition.objects.filter(form=form).select_related("person"))


@require_POST
def decide(request: HttpRequest, form: int) -> HttpResponse:
    """Pass the form on or back, then go to the next one of the list."""
    row, person = seen(request, form, "审核"), person_of(request)
    action, reason, version = (request.POST.get(name, "") for name in ("action", "reason", "version"))
    if action not in _DONE:
        raise Http404("没有这样的办理。")
    had = Seen(request.POST.get("state", row.state), whole_number(version) if version else row.version)
    try:
        to = request.POST.get("to", "") if action == RETURN else ""
        with transaction.atomic():
            if action == RETURN and request.GET.get("errors"):
                made = remarks.adopt(person, row.pk)
                reason = reason or f"有 {made} 条审核意见，请逐条修改、答复后再报。"
            done = pass_on(person, row.pk, action, reason, to=to, seen=had)
    except ValidationError as error:
        row.refresh_from_db()
        return _page(request, row, "；".join(error.messages), reason)
    messages.success(request, f"“{done.project.name}”{_DONE[action]}，现在是“{done.get_state_display()}”。")
    at = request.POST.get("at", "")
    if at:
        way = walk(person, row.cycle, row.pk, whole_number(at))
        if way.after is not None:
            return redirect(f"{reverse('workflow:form', args=[way.after])}?at={way.after_at}")
        messages.info(request, "清单里后面没有别的表了。")
    return redirect(f"{reverse('workflow:desk')}?state={had.state}")


@require_POST
def withdraw(request: HttpRequest, form: int) -> HttpResponse:
    """Take back one's own last step, while nobody has looked."""
    row, person = seen(request, form, "撤回"), person_of(request)
    try:
        done = take_back(person, row.pk)
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
        return redirect("workflow:form", row.pk)
    messages.success(request, f"已撤回，现在是“{done.get_state_display()}”。")
    return redirect("forms:edit" if done.state == State.DRAFT else "workflow:form", row.pk)


@require_POST
def agree(request: HttpRequest, form: int) -> HttpResponse:
    """Agree to the scores filled in where one has given none."""
    row = seen(request, form, "评审意见")
    try:
        taken = evaluation.agree(person_of(request), row.pk)
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
    else:
        messages.success(request, f"{taken} 项按自评分评定。")
    return redirect(f"{reverse('workflow:form', args=[row.pk])}#judging")


@require_POST
def judge(request: HttpRequest, form: int) -> HttpResponse:
    """Keep opinions: one row sent by the page itself, or the whole table."""
    person = person_of(request)
    row = seen(request, form, "评审意见")
    parts = [request.POST.getlist(name) for name in ("place", "value", "score", "remark")]
    problems: dict[str, str] = {}
    for place, value, score, remark in zip(*parts, strict=False):
        try:
            evaluation.judge(person, row.pk, place, value, score, remark)
        except ValidationError as error:
            problems[place] = "；".join(error.messages)
    if not getattr(request, "htmx", False):
        for problem in problems.values():
            messages.error(request, problem)
        if not problems:
            messages.success(request, "评审值、评审分和意见已保存。")
        return redirect(f"{reverse('workflow:form', args=[row.pk])}#judging")
    table = evaluation.rows(row, scored(row), person, bool(may(person, "opinion.see", row)))
    sent = set(parts[0])
    context = {
        "form": row,
        "totals": evaluation.totals(row, table),
        "told": [(number, problems.get(place.place, "")) for number, place in enumerate(table) if place.place in sent],
    }
    return render(request, "workflow/_judged.html", context)


def _page(request: HttpRequest, row: SelfEvaluation, problem: str = "", reason: str = "") -> HttpResponse:
    person, at = person_of(request), request.POST.get("at") or request.GET.get("at", "")
    result = assessed(row)
    table = evaluation.rows(row, result.scored, person, bool(may(person, "opinion.see", row)))
    judges, talk = may(person, "opinion.set", row), remark_panel(row, person)
    found = [
        (
            finding,
            describe(result.form, finding["place"]) if finding["place"] else "整张表",
            remarks.of_finding(finding),
        )
        for finding in row.findings
    ]
    context: dict[str, Any] = {
        "form": row,
        "sheet": sheet(result.form, row.cycle.layout, findings=row.findings, beside=beside_rows(row)),
        "findings": [told for told in found if not told[0].get("under")],
        "following": [told for told in found if told[0].get("under")],
        "remarks_open": may(person, "remark.add", row),
        "table": table,
        "judges": judges,
        "judged": judges or any(rated.mine or rated.others for rated in table),
        "totals": evaluation.totals(row, table),
        "proposed": result.audit.score.total,
        "proposed_grade": result.audit.score.grade,
        **talk,
        "apart": amounts_apart(row),
        "approved_apart": waiting(row),
        "open_remarks": talk["open"],
        "evidence": _evidence(row, result.form),
        "evidence_asked": [(describe(result.form, evidence.place), evidence.why) for evidence in wanting(row)],
        "panels": panels.drawn("review", request, row),
        "steps": _steps(row.pk),
        "deadline": deadline(row.cycle, State(row.state)) if row.state in OPEN else None,
        "walk": walk(person, row.cycle, row.pk, whole_number(at)) if at else None,
        "desk": last(person).query or "all=1",
        "problem": problem,
        "reason": reason,
        **_decisions(row, person),
    }
    return render(request, "workflow/form.html", context, status=422 if problem else 200)


def _decisions(row: SelfEvaluation, person: Person) -> dict[str, Any]:
    """What the person can decide; where nothing, why not."""
    passes, returns = may(person, PASS, row), may(person, RETURN, row)
    back = move(RETURN, State(row.state))
    edits = may(person, "form.edit", row)
    why: AccessRuling = passes if not edits else AccessRuling(True)
    return {
        "can_pass": passes,
        "can_return": returns,
        "can_edit": edits,
        "can_take_back": can_take_back(person, row),
        "to": [(state.value, _BACK_TO.get(state, f"退到“{state.label}”")) for state in back.to]
        if back is not None and returns
        else [],
        "why_not": "" if passes or returns or edits else why.why,
    }


def _evidence(row: SelfEvaluation, record: Any) -> list[tuple[str, list[Any]]]:
    found = ((place, [file for file in files if file.removed_at is None]) for place, files in by_place(row).items())
    return [(describe(record, place), files) for place, files in found if files]
