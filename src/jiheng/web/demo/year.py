"""The rest of the example's year: what stands beside the self-evaluation, each kind of object in several states."""

import datetime
from collections.abc import Mapping, Sequence

from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.corrections.models import Correction, Item
from jiheng.web.corrections.notice import words
from jiheng.web.cycles.models import Cycle
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.procedure.models import Step, Underway

People = Mapping[str, Person]
_POINTS = (
    (
        "预算执行率偏低，未说明原因。",
        "资金在第四季度集中支付，合同验收晚于计划。已与施工方重新约定验收节点，后续按进度支付。",
    ),
    ("满意度只写了结果，没有附问卷样本和统计过程。", "已补充问卷 120 份和统计表，见证明材料。"),
)
"""What is wrong, and what the unit answered."""


def seed(cycle: Cycle, people: People, today: datetime.date) -> None:
    """Notices of what is to be mended: one that is late, one answered, one closed."""
    forms = list(SelfEvaluation.objects.filter(cycle=cycle, project__secret=False).order_by("pk"))
    ways = (
        (5, -6, ("correction.issue",)),
        (4, 20, ("correction.issue", "correction.answer")),
        (11, 25, ("correction.issue", "correction.answer", "correction.accept")),
    )
    for serial, (number, days, actions) in enumerate(ways, 1):
        form, due = forms[number], today + datetime.timedelta(days)
        park = form.unit_id == people["gongyuan"].memberships.get().organisation_id
        unit = people["gyshenhe" if park else "shenhe"]
        _correction(form, people["caizheng"], unit, serial, due, actions)


def _correction(
    form: SelfEvaluation, by: Person, unit: Person, serial: int, due: datetime.date, actions: Sequence[str]
) -> None:
    row = Correction.objects.create(
        cycle=form.cycle,
        unit=form.unit,
        form=form,
        project=form.project,
        issuer=form.cycle.organisation,
        source=Correction.Source.SPOT_CHECK if serial == 2 else Correction.Source.FINDING,
        number=words().number.format(year=due.year, serial=serial),
        year=due.year,
        serial=serial,
        demand=words().demand,
        due=due,
        responsible=str(unit),
        by=by,
        issued_at=timezone.now(),
        closed_at=timezone.now() if "correction.accept" in actions else None,
        state=Correction.WAY.first,
    )
    answered = "correction.answer" in actions
    for text, answer in _POINTS[: 1 + serial % 2]:
        said = {"answer": answer, "answered_by": unit, "answered_at": timezone.now()} if answered else {}
        Item.objects.create(correction=row, text=text, accepted="correction.accept" in actions or None, **said)
    for action in actions:
        _step(row, action, unit if action == "correction.answer" else by)


def _step(row: Underway, action: str, person: Person) -> None:
    """A step as it would have been taken, without telling anybody."""
    move = row.WAY.step(action, row.state)
    assert move is not None
    Step.objects.create(subject=row.key, action=action, before=row.state, after=move.to, person=person)
    row.state = move.to
    row.save()
