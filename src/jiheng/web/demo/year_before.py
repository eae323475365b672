"""The year before the example's: some of the same projects, evaluated, mended, used; what runs over years has two."""

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from jiheng.form import Form
from jiheng.quantity.words import WAN
from jiheng.web.accounts.models import Person
from jiheng.web.budget_advice.handling import propose
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.cycles.models import DEADLINES, Cycle, Participant, Project
from jiheng.web.demo.year import correction, step
from jiheng.web.forms.initial import begin
from jiheng.web.forms.models import SelfEvaluation, State
from jiheng.web.forms.saving import count_findings

People = Mapping[str, Person]
_THERE = (0, 1, 7, 11)
"""Which projects there were, by their place among the example's."""
_MENDED = (1, 11)
"""Which had a notice that was closed."""


def seed(cycle: Cycle, people: People, records: Sequence[Form]) -> None:
    """The closed cycle of the year before `cycle`, of the same places."""
    before = _cycle(cycle)
    forms = {number: _form(cycle, before, people, number, records[number]) for number in _THERE}
    closed = ("correction.issue", "correction.answer", "correction.accept")
    for serial, number in enumerate(_MENDED, 1):
        correction(forms[number], people, serial, before.finance_by, closed)
    propose(people["caizheng"], before)
    for row in BudgetAdvice.objects.filter(project__cycle=before):
        step(row, "advice.send", people["caizheng"])
        row.answer, row.reply = BudgetAdvice.Answer.ADOPTED, "按建议安排。"
        row.amount = None if row.project.budget is None else row.project.budget / WAN
        step(row, "advice.answer", people["yusuan"])


def _cycle(cycle: Cycle) -> Cycle:
    """The cycle, a year earlier and closed, with the same units."""
    year = datetime.timedelta(days=365)
    before = Cycle.objects.create(
        year=cycle.year - 1,
        name=cycle.name.replace(str(cycle.year), str(cycle.year - 1)),
        organisation=cycle.organisation,
        rulebook=cycle.rulebook,
        layout=cycle.layout,
        closed=True,
        **{name: getattr(cycle, name) - year for name in DEADLINES},
    )
    units = cycle.participants.values_list("unit", flat=True)
    Participant.objects.bulk_create(Participant(cycle=before, unit_id=unit) for unit in units)
    return before


def _form(cycle: Cycle, before: Cycle, people: People, number: int, record: Form) -> SelfEvaluation:
    """The final form of a project as it was then: the record with its years set back."""
    now = Project.objects.get(cycle=cycle, code=f"{cycle.year}-{number + 1:03}")
    text = msgspec.json.encode(record).replace(str(cycle.year).encode(), str(before.year).encode())
    then = msgspec.json.decode(text, type=Form)
    project = Project.objects.create(
        cycle=before,
        unit=now.unit,
        code=now.code,
        name=now.name,
        initial=now.initial,
        budget=now.budget,
        executed=now.executed,
        approved=msgspec.to_builtins(then),
    )
    form = begin(project, people["tianbao"], then)
    form.state = State.FINAL
    form.save(update_fields=["state"])
    count_findings(form)
    return form
