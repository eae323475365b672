"""A page of the desk's list: each form with what the person can do next, in a fixed number of queries."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Prefetch, Q, QuerySet

from jiheng.quantity.words import percent
from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.workflow.deadlines import OPEN, Deadline, deadline
from jiheng.web.workflow.models import FormView, Remark
from jiheng.web.workflow.transitions import PASS, RETURN

_SHOWN = (
    *("state", "version", "total", "lost", "rate", "grade", "filled", "quality", "errors", "warnings", "changed_at"),
    *("project__name", "project__code", "project__secret", "unit__name", "unit__path"),
    *("changed_by__name", "changed_by__username"),
)
"""Columns read for a line; the records themselves are heavy."""


class Line(NamedTuple):
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


def lines(forms: QuerySet[SelfEvaluation], start: int, count: int, person: Person, cycle: Cycle) -> list[Line]:
    """The forms from `start` on, at most `count`."""
    evaluators = Prefetch("assigned", Person.objects.only("name", "username"))
    chosen = (
        SelfEvaluation.objects.select_related("project", "unit", "changed_by")
        .only(*_SHOWN)
        .prefetch_related(evaluators)
    )
    # First the keys alone: what the lines show is joined for this page's forms, not for all before it.
    keys = list(forms.values_list("pk", flat=True)[start : start + count])
    found = chosen.order_by().in_bulk(keys)
    page = [found[key] for key in keys if key in found]
    looks = dict(FormView.objects.filter(form__in=keys, person=person).values_list("form", "version"))
    open_remarks = Remark.objects.filter(form__in=keys, closed_at=None).order_by().values_list("form")
    remarks = {
        form: (count, without)
        for form, count, without in open_remarks.annotate(all=Count("id"), without=Count("id", filter=Q(answer="")))
    }
    can = {action: _can(person, action, page) for action in (PASS, RETURN, "form.edit")}
    ends = {state: deadline(cycle, state) for state in OPEN}
    return [
        Line(
            form,
            start + number,
            "new" if form.pk not in looks else "changed" if looks[form.pk] < form.version else "",
            remarks.get(form.pk, (0, 0))[0],
            remarks.get(form.pk, (0, 0))[1],
            ends.get(State(form.state)),
            form.pk in can[PASS],
            form.pk in can[RETURN],
            form.pk in can["form.edit"],
            list(form.assigned.all()),
        )
        for number, form in enumerate(page)
    ]


def _can(person: Person, action: str, page: Sequence[SelfEvaluation]) -> set[int]:
    """Which of the forms the person may do it to; nothing is asked where they may nowhere."""
    if not may(person, action):
        return set()
    return {form.pk for form in page if may(person, action, form)}
