"""The desk: the forms that concern a person, filtered, counted by state, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from jiheng.places import load
from jiheng.scoring.compiled import rules_of
from jiheng.web.accounts.models import Membership, Organisation, Person, Role
from jiheng.web.accounts.permissions import held, may, require, states_everywhere, units_within, within
from jiheng.web.accounts.ready_for import ReadyCount, ReadyFor
from jiheng.web.accounts.request import person_of
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.cycles.current import current
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.ready_query import Ready
from jiheng.web.workflow import saved_filters
from jiheng.web.workflow.deadlines import late_states
from jiheng.web.workflow.list_filter import (
    LOOKS,
    NO_GRADE,
    OPEN_REMARKS,
    SEVERITIES,
    Choice,
    choice_of,
    chosen,
    named_in,
)
from jiheng.web.workflow.transitions import PASS, RETURN, SUBMIT
from jiheng.web.workflow.worklist_html import code_options, row, unit_options
from jiheng.web.workflow.worklist_rows import lines, list_counts

PAGE = 50


@dataclass(frozen=True)
class ListFigure:
    """A count over the list that leads to its forms."""

    name: str
    count: int
    query: str
    here: bool
    kind: str = ""


@dataclass(frozen=True)
class Pages:
    """Where in the list a page is."""

    number: int
    count: int
    total: int

    @property
    def start(self) -> int:
        """Forms before this page."""
        return (self.number - 1) * PAGE

    @property
    def before(self) -> int:
        """The page before."""
        return self.number - 1

    @property
    def after(self) -> int:
        """The page after."""
        return self.number + 1


def desk(request: HttpRequest) -> HttpResponse:
    """The list. Without a filter in the address, the one the person set last."""
    person, cycle = person_of(request), current(request)
    require(person, "form.see")
    if cycle is None:
        return render(request, "workflow/desk_empty.html")
    if not request.GET and (query := saved_filters.last(person).query):
        return redirect(f"{request.path}?{query}")
    choice = choice_of(request.GET)
    saved_filters.remember(person, choice)
    named = named_in(choice, person, cycle.pk)
    states = dict(list_counts(person, cycle, choice, named))
    total = sum(count for state, count in states.items() if not choice.state or state in choice.state)
    pages = _pages(request.GET.get("page", ""), total)
    shown = lines(person, cycle, choice, named, pages.start, PAGE)
    reviews = any(may(person, action) for action in (PASS, "opinion.see", "opinion.set"))
    bulk = [action for action in (SUBMIT, PASS, RETURN) if may(person, action)]
    units = _units(person, choice)
    given = evaluators(person) if may(person, "form.assign") else ()
    context = {
        "choice": choice,
        "figures": _figures(choice, states, cycle),
        "lines": shown,
        "rows": [row(line, bool(bulk or given), reviews) for line in shown],
        "pages": pages,
        "waiting": _waiting(person, cycle, {} if choice.narrows else states),
        "secret": _secret(person, cycle.pk),
        "named": saved_filters.named(person),
        "unit_options": unit_options(units, choice.unit) if len(units) > 1 else "",
        "reviews": reviews,
        "bulk": bulk,
        "evaluators": given,
        "code_options": code_options(choice.code),
        **_options(cycle),
    }
    return render(request, "workflow/desk.html", context)


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the filter in hand under a name, or delete one that was kept."""
    person = person_of(request)
    require(person, "form.see")
    choice = saved_filters.last(person)
    if forgotten := whole_number(request.POST.get("forget", "")):
        saved_filters.forget(person, forgotten)
        messages.success(request, "已删去这组筛选条件。")
        return redirect(f"{reverse('workflow:desk')}?{choice.query}")
    try:
        kept = saved_filters.keep(person, request.POST.get("name", ""), choice)
        messages.success(request, f"已保存筛选条件“{kept.name}”，在“我的筛选”里随时可用。")
    except ValidationError as error:
        messages.error(request, "；".join(error.messages))
    return redirect(f"{reverse('workflow:desk')}?{choice.query or 'all=1'}")


def evaluators(person: Person) -> Sequence[Person]:
    """The third-party evaluators whom the person can give forms to: those at organisations above or below theirs."""
    paths = [role.path for role in held(person)]
    found = {
        row.person_id: row.person
        for row in _third_parties()
        if any(row.organisation.path.startswith(path) or path.startswith(row.organisation.path) for path in paths)
    }
    return sorted(found.values(), key=str)


def _evaluators() -> QuerySet[Membership]:
    rows = Membership.objects.filter(role=Role.THIRD_PARTY, organisation__active=True, person__is_active=True)
    return rows.select_related("person", "organisation")


_third_parties = Ready(_evaluators)


def _pages(asked: str, total: int) -> Pages:
    count = max(1, -(-total // PAGE))
    number = whole_number(asked, 1)
    return Pages(min(max(number, 1), count), count, total)


def _figures(choice: Choice, states: dict[str, int], cycle: Cycle) -> list[ListFigure]:
    """All, each state, overdue; the filter's other parts hold."""
    late = [state.value for state in late_states(cycle)]
    found = [ListFigure("全部", sum(states.values()), choice.with_state().query or "all=1", not choice.state)]
    found += [
        ListFigure(
            state.label, states.get(state, 0), choice.with_state(state).query, choice.state == (state,), state.value
        )
        for state in State
    ]
    if count := sum(states.get(state, 0) for state in late):
        here = bool(choice.state) and set(choice.state) == set(late)
        found.append(ListFigure("已过期限", count, choice.with_state(*late).query, here, "late"))
    return found


def _waiting(person: Person, cycle: Cycle, counted: Mapping[str, int]) -> ListFigure | None:
    """What the person has to do now, over the whole cycle; `counted` are all forms they see, by state, where known."""
    for action, name in ((PASS, "等您审核"), ("form.edit", "等您填写")):
        if may(person, action):
            everywhere = states_everywhere(person, action)
            if counted and everywhere:
                states = {state: counted[state] for state in everywhere if state in counted}
            else:
                states = dict(_open(person, cycle.pk, action=action))
            return ListFigure(name, sum(states.values()), Choice(state=tuple(states)).query or "all=1", False)
    return None


def _open_by_state(person: Person, cycle: int, action: str) -> QuerySet[Any, Any]:
    forms = SelfEvaluation.objects.filter(within(person, action), cycle=cycle)
    return forms.order_by().values_list("state").annotate(n=Count("*"))


_open = ReadyFor(_open_by_state)


def _secret_ones(person: Person, cycle: int) -> QuerySet[Project]:
    """The secret projects in the person's reach of which they may see nothing but the number."""
    units = Organisation.objects.filter(units_within(person, "form.see")).order_by()
    projects = Project.objects.filter(cycle=cycle, secret=True, unit__in=units.values("pk"), form__isnull=False)
    return projects.exclude(pk__in=Project.named.through.objects.filter(person=person.pk).values("project"))


_secret = ReadyCount(_secret_ones)


def _units(person: Person, choice: Choice) -> list[tuple[int, str]]:
    """What the unit can be chosen from: the way down to the chosen one, what lies beside it, what lies below."""
    reached = Organisation.objects.filter(units_within(person, "form.see"))
    chosen = reached.filter(pk=choice.unit).first() if choice.unit else None
    if chosen is None:
        found = _tops(person)
    else:
        way = [int(key) for key in chosen.path.strip("/").split("/")]
        shown = reached.filter(Q(pk__in=way) | Q(parent=chosen) | Q(parent=chosen.parent_id))
        found = list(shown.distinct().order_by("path"))
    least = min((organisation.path.count("/") for organisation in found), default=0)
    return [
        (organisation.pk, "　" * (organisation.path.count("/") - least) + organisation.name) for organisation in found
    ]


def _tops_of(person: Person) -> QuerySet[Organisation]:
    tops = [role.path for role in held(person)]
    reached = Organisation.objects.filter(units_within(person, "form.see"))
    return reached.filter(Q(path__in=tops) | Q(parent__path__in=tops)).distinct().order_by("path")


_tops = ReadyFor(_tops_of)


def _options(cycle: Cycle) -> dict[str, object]:
    """What the other filters can be chosen from."""
    grades = [(name, name) for _, name in rules_of(load(cycle.rulebook)).grades]
    return {
        "states": State.choices,
        "grades": [*grades, (NO_GRADE, "还没有等级")],
        "severities": SEVERITIES.items(),
        "looks": LOOKS.items(),
        "open_remarks": OPEN_REMARKS.items(),
    }


def all_chosen(person: Person, cycle: Cycle, action: str, most: int) -> QuerySet[SelfEvaluation]:
    """The forms of the filter in hand to which the person may do it, at most so many."""
    choice = saved_filters.last(person)
    return chosen(person, cycle, choice).filter(within(person, action))[:most]
