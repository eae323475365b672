"""How far an evaluator is with the forms of a task: rows judged, and the total once all of them are."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import within
from jiheng.web.commissions.models import Commission
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import scored
from jiheng.web.workflow import evaluation


class EvaluatorProgress(NamedTuple):
    """A form of a task. `mine` is the evaluator's total, None until every row is judged."""

    form: SelfEvaluation
    given: int
    rows: int
    mine: Decimal | None
    grade: str

    @property
    def done(self) -> bool:
        """Whether every row is judged."""
        return self.given == self.rows

    @property
    def taken_off(self) -> Decimal | None:
        """Points that the evaluator gives less than the unit; None while one of the two is missing."""
        return None if self.mine is None or self.form.total is None else self.form.total - self.mine


def lines(person: Person, row: Commission) -> list[EvaluatorProgress]:
    """The forms of the task that the person may see, each as far as its evaluator is."""
    forms = row.forms.filter(within(person, "form.see")).select_related("project", "unit", "cycle")
    return [_line(form, row.given_to) for form in forms.order_by("unit__path", "project__code")]


def unjudged(row: Commission) -> list[str]:
    """The forms that are not judged whole, a sentence each (Chinese)."""
    forms = row.forms.select_related("project", "unit", "cycle").order_by("project__code")
    found = [_line(form, row.given_to) for form in forms]
    return [f"{line.form.project.code} 评了 {line.given} 行，共 {line.rows} 行。" for line in found if not line.done]


def offered(person: Person, evaluator: Person, cycle: int) -> Sequence[SelfEvaluation]:
    """The forms given to the evaluator that are under review and in no task that is still open."""
    taken = Commission.objects.filter(given_to=evaluator, state__in=Commission.WAY.open)
    there = SelfEvaluation.objects.filter(within(person, "form.assign"), cycle=cycle, assigned=evaluator)
    return list(
        there.filter(state__in=("department", "finance"))
        .exclude(pk__in=Commission.forms.through.objects.filter(commission__in=taken).values("selfevaluation"))
        .select_related("project", "unit")
        .defer("record", "findings", "own")
        .distinct()
        .order_by("unit__path", "project__code")
    )


def _line(form: SelfEvaluation, evaluator: Person) -> EvaluatorProgress:
    table = evaluation.rows(form, scored(form), evaluator, see_others=False)
    totals = evaluation.totals(form, table)
    return EvaluatorProgress(form, totals.given, totals.rows, totals.mine, totals.mine_grade)
