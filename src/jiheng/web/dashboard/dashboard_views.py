"""The page of an organisation: progress, scores, findings, money; a tab each, the same figures on top of all."""

from collections.abc import Callable, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import held, may, require, units_within
from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.current import current
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.dashboard import charts, figures, money, scores, summaries
from jiheng.web.dashboard.departments_views import departments
from jiheng.web.dashboard.figures import Progress, Tree
from jiheng.web.dashboard.rows_html import progress_row
from jiheng.web.dashboard.summaries import Shown
from jiheng.web.exports import views
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.ready_query import Ready

_LISTED = 50
"""Forms and projects that the page lists by name."""

Context = dict[str, object]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The person's organisation, or a choice where there are several."""
    person = person_of(request)
    require(person, "dashboard.see")
    mine = {role.organisation for role in held(person)}
    found = Organisation.objects.filter(units_within(person, "dashboard.see"), pk__in=mine, active=True)
    if len(found) == 1:
        return redirect("dashboard:organisation", found[0].pk)
    cycle = current(request)
    rows = [summaries.tree(cycle, own).whole for own in found] if cycle else []
    return render(request, "dashboard/choose.html", {"rows": rows})


@require_safe
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """The first tab."""
    return part(request, pk, "progress")


@require_safe
def part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """A tab of an organisation's page."""
    person, cycle = person_of(request), current(request)
    found = _with_parent(pk)
    if not found or part not in TABS:
        raise Http404
    shown: Organisation = found[0]
    require(person, "dashboard.see", shown)
    if cycle is None:
        return render(request, "dashboard/none.html", {"organisation": shown})
    tree = summaries.tree(cycle, shown)
    summary = summaries.shown(cycle, shown, tree.whole)
    name, make = TABS[part]
    context = {
        "organisation": shown,
        "above": _above(person, shown),
        "tree": tree,
        "whole": tree.whole,
        "summary": summary,
        **scores.head(summary),
        "tabs": [(key, label, reverse("dashboard:part", args=[pk, key])) for key, (label, _) in TABS.items()],
        "part": part,
        "urges": not cycle.closed and may(person, "form.urge", shown),
        "part_name": name,
        **make(person, cycle, tree, summary),
    }
    return render(request, f"dashboard/{part}.html", context)


_with_parent = Ready(lambda pk: Organisation.objects.select_related("parent").filter(pk=pk))


@require_safe
def summary(request: HttpRequest, pk: int) -> HttpResponse:
    """How the roll-up stands, asked again and again while it is being renewed; the first one reloads the page."""
    person, cycle = person_of(request), current(request)
    shown = get_object_or_404(Organisation, pk=pk)
    require(person, "dashboard.see", shown)
    if cycle is None:
        raise Http404
    found = summaries.standing(cycle, shown)
    since = request.GET.get("since", "")
    newer = found.made_at is not None and found.made_at.isoformat() != since
    response = render(
        request, "dashboard/summary.html", {"organisation": shown, "summary": found, "newer": newer and since}
    )
    if newer and not since:
        response.headers["HX-Refresh"] = "true"
    return response


def _progress(person: Person, cycle: Cycle, tree: Tree, summary: Shown) -> Context:
    """States by child; of a unit its forms."""
    rates = money.rates_of_units(summary)
    return {
        "chart": charts.progress(tree.children) if len(tree.children) > 1 else None,
        "states": State.choices,
        "rates": rates,
        "rows": [
            progress_row(child, _cells(child), bool(rates), rates.get(child.organisation.name))
            for child in tree.children
        ],
        "forms": () if tree.children else _listed(cycle, tree.whole.organisation),
        "without": _without(cycle, tree),
    }


def _listed(cycle: Cycle, unit: Organisation) -> Sequence[SelfEvaluation]:
    """The forms of a unit, those with the most findings first."""
    forms = figures.open_forms(cycle, unit).select_related("project", "unit").defer("record", "findings")
    return list(forms.order_by("-errors", "-warnings", "project__code")[:_LISTED])


def _scores(person: Person, cycle: Cycle, tree: Tree, summary: Shown) -> Context:
    """Grades, distribution, points lost, the overall score by method."""
    unit = tree.whole.organisation
    if tree.whole.forms > summaries.LIVE:
        kept = summary.content
        grades, ranges = (list(kept.grades), list(kept.ranges)) if kept else ([], [])
    else:
        grades, ranges = figures.grades_and_scores(figures.open_forms(cycle, unit))
    return {
        "grades": charts.grades(grades, unit.pk) if grades else None,
        "ranges": charts.scores(ranges, unit.pk) if ranges else None,
        **scores.context(summary),
        "departments": departments(cycle, tree),
    }


def _findings(person: Person, cycle: Cycle, tree: Tree, summary: Shown) -> Context:
    """Findings by check."""
    if tree.whole.forms > summaries.LIVE:
        found = list(summary.content.frequent) if summary.content else []
    else:
        found = figures.frequent(figures.open_forms(cycle, tree.whole.organisation))
    return {"found": found, "chart": charts.findings(found, tree.whole.organisation.pk) if found else None}


def _money(person: Person, cycle: Cycle, tree: Tree, summary: Shown) -> Context:
    """Rates, the unusual ones, what is missing or differs."""
    return {
        **money.context(summary, tree),
        "departments": departments(cycle, tree),
        "without": _without(cycle, tree),
    }


def _downloads(person: Person, cycle: Cycle, tree: Tree, summary: Shown) -> Context:
    """What can be taken away, and what was."""
    return views.context(person, cycle, tree.whole.organisation, tree.whole.forms)


TABS: dict[str, tuple[str, Callable[[Person, Cycle, Tree, Shown], Context]]] = {
    "progress": ("进度", _progress),
    "scores": ("得分", _scores),
    "findings": ("问题", _findings),
    "money": ("资金与核对", _money),
    "downloads": ("下载", _downloads),
}
"""Name in the address → label and what makes it."""


def _without(cycle: Cycle, tree: Tree) -> Sequence[Project]:
    """The projects without a form by name; of a district only their number is shown, in the table."""
    unit = tree.whole.organisation
    if not tree.whole.without or unit.kind == Organisation.Kind.BUREAU:
        return ()
    return list(figures.without_form(cycle, unit)[:_LISTED])


def _cells(progress: Progress) -> list[tuple[str, int]]:
    """The number of forms in each state, and where they are listed."""
    here = charts.desk(unit=progress.organisation.pk)
    return [(f"{here}&state={state.value}", progress.states[state]) for state in State]


def _above(person: Person, shown: Organisation) -> list[tuple[Organisation, bool]]:
    """The organisations above, and whether the person may see their page."""
    ids = tuple(int(key) for key in shown.path.split("/") if key and int(key) != shown.pk)
    return [(unit, bool(may(person, "dashboard.see", unit))) for unit in _of_ids(ids=ids)]


_of_ids = Ready(lambda ids: Organisation.objects.filter(pk__in=ids))
