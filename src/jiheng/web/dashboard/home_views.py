"""The first page, and the answer to whether the server is well."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.current import current
from jiheng.web.dashboard import admin_todo, todo
from jiheng.web.dashboard.charts import Drawn, progress
from jiheng.web.dashboard.rows_html import waiting_row
from jiheng.web.forms.models import State
from jiheng.web.procedure.todo import for_person
from jiheng.web.workflow.deadlines import OPEN, deadline


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the person has to do, the most pressing first."""
    person, cycle = person_of(request), current(request)
    filling = todo.filling(person, cycle) if cycle else None
    reviewing = todo.reviewing(person, cycle) if cycle else []
    assigned = todo.assigned(person, cycle) if cycle else None
    todos = [
        *(filling.todos() if filling else ()),
        *(entry for part in reviewing for entry in part.todos()),
        *(todo.of_third_party(assigned) if assigned else ()),
        *for_person(person),
        *admin_todo.todos(person),
    ]
    steps = () if any(part.tree.whole.forms for part in reviewing) else admin_todo.first_steps(person)
    todos += admin_todo.next_first_step(steps)
    context = {
        "today": timezone.localdate(),
        "stages": [(State(state).label, deadline(cycle, state)) for state in OPEN] if cycle else (),
        "todos": sorted(todos, key=lambda entry: not entry.urgent),
        "filling": filling,
        "states": [(state.value, state.label, filling.states[state]) for state in State] if filling else (),
        "reviewing": [(part, [waiting_row(waiting) for waiting in part.waiting], _chart(part)) for part in reviewing],
        "assigned": assigned,
        "mine": filling or reviewing or assigned is not None,
        "steps": steps,
    }
    return render(request, "dashboard/start.html", context)


def healthy(request: HttpRequest) -> HttpResponse:
    """200 while the server answers."""
    return HttpResponse("ok", content_type="text/plain")


def _chart(part: todo.Reviewing) -> Drawn | None:
    return progress(part.tree.children) if len(part.tree.children) > 1 else None
