"""The next steps of a person, most pressing first: what the first page shows on top."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import dateformat

from jiheng.web.accounts.models import Organisation, Person, Role
from jiheng.web.accounts.permissions import Held, held, is_root, within
from jiheng.web.accounts.ready_for import ReadyCount, ReadyFor
from jiheng.web.cycles.models import Cycle, Project
from jiheng.web.dashboard import summaries
from jiheng.web.dashboard.charts import desk
from jiheng.web.dashboard.figures import Tree
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.procedure.todo import Todo
from jiheng.web.ready_query import Ready
from jiheng.web.workflow.deadlines import Deadline, deadline
from jiheng.web.workflow.models import Transition

LISTED = 12
"""Forms shown by name; the desk has them all."""
_STAGES = {
    Role.UNIT_REVIEWER: State.UNIT,
    Role.DEPARTMENT_REVIEWER: State.DEPARTMENT,
    Role.FINANCE_REVIEWER: State.FINANCE,
}


_DRAFT_SHOWN = ("state", "total", "veil", "filled", "errors", "warnings", "project__name", "project__secret")
"""What the page shows of a draft; the records themselves are heavy."""


@dataclass(frozen=True)
class Draft:
    """A draft; where it was returned: when, from which stage, and how many remarks still want an answer."""

    form: SelfEvaluation
    asked: int
    back_at: datetime.datetime | None
    back_from: str


@dataclass(frozen=True)
class Filling:
    """What a person who fills in forms has before them."""

    deadline: Deadline
    states: Counter[State]
    returned: tuple[Draft, ...]
    drafts: tuple[Draft, ...]
    without: tuple[Project, ...]

    def todos(self) -> list[Todo]:
        """Returned forms first, then drafts, then projects without a form."""
        found = []
        if self.returned:
            asked = sum(form.asked for form in self.returned)
            detail = f"共 {asked} 条意见等您答复，改好后再提交。" if asked else "改好后再提交。"
            url = reverse("forms:edit", args=[self.returned[0].form.pk])
            found.append(Todo("修改退回的表", detail, url, "去修改", len(self.returned), True))
        drafts = self.states[State.DRAFT] - len(self.returned)
        if drafts > 0:
            ready = sum(draft.form.filled == 1 and not draft.form.errors for draft in self.drafts)
            detail = f"{self.deadline.name} {dateformat.format(self.deadline.day, 'n月j日')}，{self.deadline.said}。"
            detail += f"其中 {ready} 张已填完，可以提交。" if ready else ""
            url = reverse("forms:edit", args=[self.drafts[0].form.pk]) if self.drafts else "#drafts"
            found.append(Todo("填写自评表", detail, url, "继续填写", drafts, self.deadline.left <= 3))
        if self.without:
            url = reverse("planning:project", args=[self.without[0].pk])
            found.append(Todo("开始填报", "这些项目还没有自评表。", url, "开始", len(self.without)))
        return found


@dataclass(frozen=True)
class Reviewing:
    """What a reviewer has before them at one organisation; `state` is None for a reader."""

    organisation: Organisation
    role: Role
    state: State | None
    tree: Tree
    waiting: tuple[SelfEvaluation, ...] = ()
    """Those that wait longest."""
    count: int = 0
    """Forms that wait for this reviewer, those of secret projects that they know of included."""
    deadline: Deadline | None = None
    closed: bool = False

    def todos(self) -> list[Todo]:
        """Forms that wait, then projects whose forms are not issued, then units that are late."""
        found = []
        whole, unit = self.tree.whole, self.organisation
        if self.state is not None and self.deadline is not None and self.count:
            day = dateformat.format(self.deadline.day, "n月j日")
            detail = f"{unit.name}：{self.deadline.name} {day}，{self.deadline.said}。"
            url = desk(state=self.state, unit=unit.pk)
            found.append(Todo("审核自评表", detail, url, "去审核", self.count, self.deadline.left <= 3))
        if whole.without and not self.closed and self.role in (Role.DEPARTMENT_REVIEWER, Role.FINANCE_REVIEWER):
            detail = f"{unit.name}有项目还没有自评表。下达以后填报人收到通知，就能填。"
            url = f"{reverse('planning:projects')}?show=no_form"
            found.append(Todo("下达自评表", detail, url, "去下达", whole.without))
        if whole.overdue:
            late = [child for child in self.tree.children if child.overdue]
            names = "、".join(organisation.organisation.name for organisation in late[:3]) + (
                "等" if len(late) > 3 else ""
            )
            where = f"{names} {len(late)} 个" if late else unit.name
            url = reverse("dashboard:organisation", args=[unit.pk])
            found.append(Todo("催办逾期的表", f"{where}没有按期提交或审核。", url, "去催办", whole.overdue))
        return found


def filling(person: Person, cycle: Cycle) -> Filling | None:
    """The forms of the units where the person fills in; None for others."""
    units = [role.organisation for role in held(person) if role.role is Role.FILLER]
    if not units:
        return None
    counts = Counter({State(state): n for state, n in _by_state(person, cycle.pk, units=tuple(units))})
    drafts = _drafts(person, cycle.pk, tuple(units)) if counts[State.DRAFT] else []
    returned = tuple(draft for draft in drafts if draft.back_at is not None)
    rest = tuple(draft for draft in drafts if draft.back_at is None)
    without = tuple(_without(person.pk, cycle.pk, units=tuple(units)))
    return Filling(deadline(cycle, State.DRAFT), counts, returned, rest, without)


def _formless(person: int, cycle: int, units: tuple[int, ...]) -> QuerySet[Project]:
    hidden = Q(secret=False) | Q(named=person)
    return (
        Project.objects.filter(hidden, cycle=cycle, unit__in=units, form__isnull=True)
        .distinct()
        .order_by("code")[:LISTED]
    )


_without = Ready(_formless)


def _of_units(person: Person, cycle: int, units: tuple[int, ...]) -> QuerySet[SelfEvaluation]:
    return SelfEvaluation.objects.filter(within(person, "form.see"), cycle=cycle, unit__in=units)


def _states_of(person: Person, cycle: int, units: tuple[int, ...]) -> QuerySet[Any, Any]:
    return _of_units(person, cycle, units).order_by().values_list("state").annotate(Count("id"))


_by_state = ReadyFor(_states_of)


def reviewing(person: Person, cycle: Cycle) -> list[Reviewing]:
    """A part for each organisation at which the person reviews or reads."""
    found = []
    for role in held(person):
        if role.role not in _STAGES and role.role is not Role.READER:
            continue
        own = role.organisation == cycle.organisation_id
        organisation = cycle.organisation if own else _organisation(role.organisation)[0]
        state = _STAGES.get(role.role)
        progress = summaries.tree(cycle, organisation)
        if progress.whole.forms > summaries.LIVE:
            summaries.renew(cycle, organisation, progress.whole)
        if state is None:
            found.append(Reviewing(organisation, role.role, None, progress, closed=cycle.closed))
        else:
            oldest = tuple(_waiting(person, cycle.pk, there=role, state=state))
            count = len(oldest) if len(oldest) < LISTED else _together(person, cycle.pk, there=role, state=state)
            end = deadline(cycle, state)
            found.append(Reviewing(organisation, role.role, state, progress, oldest, count, end, cycle.closed))
    return found


def assigned(person: Person, cycle: Cycle) -> tuple[SelfEvaluation, ...] | None:
    """The forms given to a third-party evaluator, those still under review first; None for others."""
    if not any(role.role is Role.THIRD_PARTY for role in held(person)):
        return None
    forms = SelfEvaluation.objects.filter(within(person, "remark.add") | within(person, "form.see"), cycle=cycle)
    mine = forms.filter(assigned=person).select_related("project", "unit").distinct()
    return tuple(mine.order_by("state", "unit__path", "pk")[: LISTED * 4])


def of_third_party(forms: Sequence[SelfEvaluation]) -> list[Todo]:
    """The forms on which the evaluator may still say something."""
    open_ones = [form for form in forms if form.state in (State.DEPARTMENT, State.FINANCE)]
    if not open_ones:
        return []
    return [Todo("评价指定给您的表", "写评审值、评审分和意见。", "#assigned", "去评价", len(open_ones))]


def _drafts(person: Person, cycle: int, units: tuple[int, ...]) -> list[Draft]:
    """Drafts, the returned ones first, then those with least to do."""
    return [
        Draft(row, row.asked, row.back_at, State(row.back_from).label if row.back_from else "")
        for row in _draft_rows(person, cycle, units=units)
    ]


def _listed(person: Person, cycle: int, units: tuple[int, ...]) -> QuerySet[SelfEvaluation]:
    forms = _of_units(person, cycle, units)
    back = Transition.objects.filter(form=OuterRef("pk"), after=State.DRAFT, taken_back=False).order_by("-id")
    found = forms.filter(state=State.DRAFT).select_related("project").only(*_DRAFT_SHOWN)
    rows = found.annotate(
        asked=Count("remarks", filter=Q(remarks__answer="", remarks__closed_at=None)),
        back_at=Subquery(back.values("at")[:1]),
        back_from=Subquery(back.values("before")[:1]),
    ).order_by(F("back_at").desc(nulls_last=True), "-filled", "pk")
    return rows[: LISTED * 4]


_draft_rows = ReadyFor(_listed)


def _at(person: Person, cycle: int, there: Held, state: State) -> QuerySet[SelfEvaluation]:
    """The forms that wait for a reviewer at one organisation."""
    forms = SelfEvaluation.objects.filter(within(person, "form.pass"), cycle=cycle, state=state)
    if not is_root(there.path):
        forms = forms.filter(unit__path__startswith=there.path)
    return forms


def _oldest(person: Person, cycle: int, there: Held, state: State) -> QuerySet[SelfEvaluation]:
    """Those that wait longest. They are not counted along: for that the database would read every one of them."""
    shown = ("state", "total", "grade", "veil", "errors", "warnings", "notices", "project__name", "unit__name")
    forms = _at(person, cycle, there, state).select_related("project", "unit").only(*shown)
    return forms.order_by("changed_at")[:LISTED]


_waiting, _together = ReadyFor(_oldest), ReadyCount(_at)
_organisation = Ready(lambda pk: Organisation.objects.filter(pk=pk))
