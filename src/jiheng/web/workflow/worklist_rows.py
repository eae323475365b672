"""A page of the desk's list: each form with what the person can do next, in a fixed number of queries."""

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from jiheng.quantity.words import percent
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may
from jiheng.web.accounts.ready_for import ReadyFor
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.workflow.deadlines import OPEN, Deadline, deadline, late_states
from jiheng.web.workflow.list_filter import SORTS, Choice, Named, fitting, listed
from jiheng.web.workflow.models import FormView, Remark
from jiheng.web.workflow.transitions import PASS, RETURN

_SHOWN = (
    *(
        "state",
        "version",
        "total",
        "lost",
        "rate",
        "grade",
        "filled",
        "quality",
        "veil",
        "errors",
        "warnings",
        "changed_at",
    ),
    *("project__name", "project__code", "project__secret", "unit__name", "unit__path"),
    *("changed_by__name", "changed_by__username"),
)
"""Columns read for a line; the records themselves are heavy."""


class WorklistRow(NamedTuple):
    """A form in the list. `look`: "new" (never looked at), "changed" (since) or ""; `position` in the whole list."""

    form: SelfEvaluation
    position: int
    look: str
    remarks: int
    unanswered: int
    deadline: Deadline | None
    can_pass: bool
    can_return: bool
    can_edit: bool
    evaluators: Sequence[Person]

    @property
    def rate(self) -> str:
        """The execution rate as it is read: 98.5%."""
        return "" if self.form.rate is None else percent(self.form.rate)

    @property
    def next(self) -> str:
        """What is to be done by this person, "" where nothing is."""
        if self.can_edit:
            if self.unanswered:
                return "答复并修改"
            return "填写" if self.form.filled < 1 else "改正" if self.form.errors else "核对后提交"
        return "审核" if self.can_pass else ""


def list_counts(person: Person, cycle: Cycle, choice: Choice, named: Named) -> list[tuple[str, int]]:
    """How many forms fit the filter in each state, whatever states it asks for."""
    shape = _shape(choice.with_state().sorted(""), named, cycle)
    return list(_ready_states(person, cycle.pk, named.above, named.words, **shape))


def lines(person: Person, cycle: Cycle, choice: Choice, named: Named, start: int, count: int) -> list[WorklistRow]:
    """The forms of the filter from `start` on, at most `count`."""
    shape = _shape(choice, named, cycle)
    found = _ready_page(person, cycle.pk, named.above, named.words, **shape, start=start, count=count)
    given: dict[int, list[Person]] = {}
    if any(evaluation.given for evaluation in found):
        rows = SelfEvaluation.assigned.through.objects.filter(selfevaluation__in=found).select_related("person")
        for row in rows.order_by("person__username"):
            given.setdefault(row.selfevaluation_id, []).append(row.person)
    can = {action: _can(person, action, found) for action in (PASS, RETURN, "form.edit")}
    ends = {state: deadline(cycle, state) for state in OPEN}
    return [
        WorklistRow(
            form,
            start + number,
            "new" if form.looked_at is None else "changed" if form.looked_at < form.version else "",
            form.remarks_open or 0,
            form.remarks_unanswered or 0,
            ends.get(State(form.state)),
            form.pk in can[PASS],
            form.pk in can[RETURN],
            form.pk in can["form.edit"],
            given.get(form.pk, ()),
        )
        for number, form in enumerate(found)
    ]


def _shape(choice: Choice, named: Named, cycle: Cycle) -> dict[str, Hashable]:
    """What decides how the query of a filter reads, beside the values put in."""
    late = tuple(late_states(cycle)) if choice.overdue else ()
    return {"choice": choice.shape, "named": named._replace(above="", words=""), "late": late}


def _states(
    person: Person, cycle: int, above: str, words: str, choice: Choice, named: Named, late: tuple[State, ...]
) -> QuerySet[Any, Any]:
    forms = fitting(person, cycle, choice, named._replace(above=above, words=words), late)
    return forms.order_by().values_list("state").annotate(n=Count("*"))


def _page(
    person: Person,
    cycle: int,
    above: str,
    words: str,
    *,
    choice: Choice,
    named: Named,
    late: tuple[State, ...],
    start: int,
    count: int,
) -> QuerySet[SelfEvaluation]:
    """A page of forms with what a line shows of each: joined for these, not for all before them."""
    forms = listed(fitting(person, cycle, choice, named._replace(above=above, words=words), late), choice)
    shown = SelfEvaluation.objects.filter(pk__in=forms.values("pk")[start : start + count])
    of_form = {"form": OuterRef("pk")}
    looked = FormView.objects.filter(**of_form, person=person.pk).values("version")[:1]
    remarks = Remark.objects.filter(**of_form, closed_at=None).order_by().values("form")
    unanswered = remarks.filter(answer="")
    given = SelfEvaluation.assigned.through.objects.filter(selfevaluation=OuterRef("pk"))
    return (
        shown.select_related("project", "unit", "changed_by")
        .only(*_SHOWN)
        .annotate(
            looked_at=Subquery(looked),
            remarks_open=Subquery(remarks.annotate(n=Count("id")).values("n")),
            remarks_unanswered=Subquery(unanswered.annotate(n=Count("id")).values("n")),
            given=Exists(given),
        )
        .order_by(*SORTS[choice.sort])
    )


_ready_states, _ready_page = ReadyFor(_states), ReadyFor(_page)


def _can(person: Person, action: str, page: Sequence[SelfEvaluation]) -> set[int]:
    """Which of the forms the person may do it to; nothing is asked where they may nowhere."""
    if not may(person, action):
        return set()
    return {form.pk for form in page if may(person, action, form)}
