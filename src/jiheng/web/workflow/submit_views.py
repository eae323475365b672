"""Handing a form in: what still stands against it, a last look, then on to the unit's review."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jiheng.form import describe
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.forms.blanks import blanks
from jiheng.web.forms.conflicts import open_conflicts
from jiheng.web.forms.evidence_asked import told, wanting
from jiheng.web.forms.responses import panel
from jiheng.web.forms.saving import CLOSED, scored
from jiheng.web.forms.visible_form import seen_by
from jiheng.web.workflow.workflow import SUBMIT, Seen, pass_on, theirs, unanswered


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, form: int) -> HttpResponse:
    """Show what is still to be done, and hand in."""
    person = person_of(request)
    row = seen_by(person, form, SUBMIT)
    problem, reason = "", request.POST.get("reason", "")
    if request.method == "POST":
        had = Seen(row.state, whole_number(request.POST.get("version", ""), row.version))
        try:
            pass_on(person, form, SUBMIT, reason, seen=had)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, f"“{row}”已提交单位审核。审核退回之前，这张表不能再改。")
            return redirect("forms:edit", form)
    result = scored(row)
    context = {
        "form": row,
        "empty": [(place, describe(result.form, place)) for place in blanks(result.form)],
        "unanswered": unanswered(row),
        "conflicts": len(open_conflicts(row, person)),
        "closed": CLOSED if row.cycle.closed else "",
        "evidence_asked": told(wanting(row)),
        "mine": row.errors - theirs(row),
        "problem": problem,
        "reason": reason,
    }
    return render(request, "workflow/submit.html", context | panel(row, result), status=422 if problem else 200)
