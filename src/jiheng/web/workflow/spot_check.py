"""Spot checks: from which forms, drawing and keeping one, finding out whether it comes out the same again."""

import math
import secrets
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from jiheng.quantity.words import WAN, plain
from jiheng.trouble import Trouble
from jiheng.web.accounts.models import Organisation, Person
from jiheng.web.accounts.permissions import may, require, seat, units_within
from jiheng.web.auditlog import log
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.workflow.models import SpotCheck
from jiheng.web.workflow.sampling import Candidate, Draw, draw

DRAW, SEE = "spotcheck.draw", "spotcheck.see"
SEEDS = 10**9
"""Seeds lie below this: nine digits that can be read out."""
GROUPS = {"unit": "单位", "department": "主管部门", "none": "不按单位分"}
_MOST_BANDS = 10
_BANDS, _SHARE, _MANY_UNITS = 3, Decimal("0.1"), 30
"""What the page proposes: bands, share of all, and from how many units on strata are by department."""
HANDED_IN = tuple(state.value for state in State if state != State.DRAFT)


class Wish(NamedTuple):
    """What is asked for. `size` forms, or `share` per cent of all where it is not None."""

    seed: int
    size: int
    share: Decimal | None
    bands: int
    group: str
    states: tuple[str, ...]


def new_seed() -> int:
    """A seed by chance."""
    return secrets.randbelow(SEEDS)


def wish_of(data: QueryDict) -> Wish:
    """What a form on the page asks for. Raises ValidationError (Chinese)."""
    share = None
    if data.get("by") == "share":
        share = _percent(data.get("share", ""))
    group = data.get("group", "")
    states = tuple(state for state in State.values if state in data.getlist("state"))
    if group not in GROUPS or not states:
        raise ValidationError("请选好按什么分层，并至少勾选一种状态。")
    return Wish(
        _whole(data.get("seed", ""), "随机种子", 0, SEEDS - 1),
        0 if share is not None else _whole(data.get("size", ""), "抽取张数", 1, 100_000),
        share,
        _whole(data.get("bands", ""), "金额档数", 1, _MOST_BANDS),
        group,
        states,
    )


def organisation_of(person: Person) -> Organisation:
    """Where the person draws: the highest organisation at which they may. Raises Denied."""
    return seat(person, DRAW)


def suggestion(cycle: Cycle, organisation: Organisation) -> dict[str, str]:
    """Numbers that fit, to begin with: a tenth, but enough for every stratum; by department where units are many."""
    below = Organisation.objects.filter(path__startswith=organisation.path).order_by()
    forms = SelfEvaluation.objects.filter(cycle=cycle, state__in=HANDED_IN, unit__in=below.values("pk"))
    units = dict(forms.order_by().values_list("unit").annotate(n=Count("*")))
    count = max(sum(units.values()) - secret(cycle, organisation), 0)
    group, groups = "unit", len(units)
    if groups > _MANY_UNITS:
        group, groups = "department", below.filter(kind=Organisation.Kind.DEPARTMENT).count()
    size = min(count, max(math.ceil(count * _SHARE), groups * _BANDS))
    return {"size": str(size), "share": f"{_SHARE * 100:f}", "bands": str(_BANDS), "group": group}


@transaction.atomic
def make(person: Person, cycle: Cycle, wish: Wish) -> SpotCheck:
    """Draw and keep it with all from which it was drawn. Raises Denied, ValidationError."""
    organisation = organisation_of(person)
    candidates = _candidates(cycle, organisation, wish)
    size = wish.size if wish.share is None else max(1, math.ceil(wish.share * len(candidates) / 100))
    try:
        found = draw(candidates, wish.seed, size, wish.bands)
    except Trouble as error:
        raise ValidationError(str(error)) from error
    check = SpotCheck.objects.create(
        cycle=cycle,
        organisation=organisation,
        seed=wish.seed,
        size=size,
        parameters={
            "bands": wish.bands,
            "group": wish.group,
            "states": list(wish.states),
            "share": None if wish.share is None else str(wish.share),
            "edges": [str(edge) for edge in found.edges],
        },
        strata=[list(stratum) for stratum in found.strata],
        population=[
            [*candidate[:3], None if candidate.budget is None else str(candidate.budget)] for candidate in candidates
        ],
        drawn=list(found.forms),
        by=person,
    )
    log.write(person, DRAW, check, {"seed": wish.seed, "size": size, "of": len(candidates), "drawn": check.drawn})
    return check


def candidates_of(check: SpotCheck) -> list[Candidate]:
    """From what it was drawn, as it stood then."""
    return [
        Candidate(form, code, group, None if budget is None else Decimal(budget))
        for form, code, group, budget in check.population
    ]


def again(check: SpotCheck) -> Draw:
    """Draw once more from the same list with the same numbers."""
    return draw(candidates_of(check), check.seed, check.size, check.parameters["bands"])


def same(check: SpotCheck) -> bool:
    """Whether drawing again gives the same forms."""
    drawn: list[int] = check.drawn
    return drawn == list(again(check).forms)


def visible(person: Person, cycle: Cycle) -> QuerySet[SpotCheck]:
    """The spot checks of the cycle at organisations where the person may see them, latest first."""
    places = Organisation.objects.filter(units_within(person, SEE)).order_by()
    return (
        SpotCheck.objects.filter(cycle=cycle, organisation__in=places.values("pk"))
        .select_related("by", "organisation", "cycle")
        .order_by("-id")
    )


def check_of(person: Person, pk: int) -> SpotCheck:
    """One spot check. Raises Http404, Denied."""
    check = get_object_or_404(SpotCheck.objects.select_related("by", "organisation", "cycle"), pk=pk)
    require(person, SEE, check.organisation)
    return check


def secret(cycle: Cycle, organisation: Organisation) -> int:
    """How many secret projects are left out of the draw."""
    there = Project.objects.filter(cycle=cycle, secret=True, unit__path__startswith=organisation.path)
    return there.filter(form__isnull=False).count()


def draws(person: Person) -> bool:
    """Whether the person may draw."""
    return bool(may(person, DRAW))


def _candidates(cycle: Cycle, organisation: Organisation, wish: Wish) -> list[Candidate]:
    forms = SelfEvaluation.objects.filter(
        cycle=cycle, state__in=wish.states, project__secret=False, unit__path__startswith=organisation.path
    ).order_by("project__code")
    rows = forms.values_list("pk", "project__code", "unit", "project__budget")
    groups = _groups(wish.group)
    return [Candidate(form, code, groups.get(unit, 0), budget) for form, code, unit, budget in rows]


def _groups(group: str) -> dict[int, int]:
    """To which group each unit belongs; empty where all are one."""
    if group == "none":
        return {}
    organisations = {organisation.pk: organisation for organisation in Organisation.objects.all()}
    if group == "unit":
        return {pk: pk for pk in organisations}
    return {pk: _department(organisation, organisations) for pk, organisation in organisations.items()}


def _department(organisation: Organisation, organisations: dict[int, Organisation]) -> int:
    while organisation.kind == Organisation.Kind.UNIT and organisation.parent_id is not None:
        organisation = organisations[organisation.parent_id]
    return organisation.pk


def _whole(text: str, name: str, low: int, high: int) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 12 and low <= int(text) <= high):
        raise ValidationError(f"“{name}”应是 {low} 到 {high} 的整数，现在是“{text[:20]}”。")
    return int(text)


def _percent(text: str) -> Decimal:
    try:
        figure = Decimal(text.strip())
    except InvalidOperation:
        figure = Decimal("NaN")
    if not (figure.is_finite() and Decimal(0) < figure <= Decimal(100)):
        raise ValidationError(f"“抽取比例”应大于 0、不超过 100（%），现在是“{text[:20]}”。")
    return figure


def names_of(keys: Sequence[int]) -> dict[int, str]:
    """The names of groups; 0 is the whole."""
    return {0: "全部", **dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name"))}


def band_names(edges: Sequence[str]) -> dict[int, str]:
    """What each band is called: 不超过 88 万元, 88–200 万元, 超过 200 万元."""
    ends: list[str] = [plain(Decimal(edge) / WAN) for edge in edges]
    found = {-1: "没有预算数"}
    if not ends:
        return found | {0: "不分档"}
    found[0] = f"不超过 {ends[0]} 万元"
    for number in range(1, len(ends)):
        found[number] = f"{ends[number - 1]}–{ends[number]} 万元"
    found[len(ends)] = f"超过 {ends[-1]} 万元"
    return found


def lines_of(check: SpotCheck) -> list[dict[str, Any]]:
    """The strata as the page shows them."""
    groups, bands = names_of([stratum[0] for stratum in check.strata]), band_names(check.parameters["edges"])
    return [
        {"group": groups.get(group, "（已删去的机构）"), "band": bands[band], "of": of, "drawn": drawn}
        for group, band, of, drawn in check.strata
    ]
