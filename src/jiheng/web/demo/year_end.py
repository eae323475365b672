"""What stands at the end of the example's year: entrusted evaluation, what results say for the next budget."""

import datetime
from collections.abc import Mapping
from decimal import Decimal

from jiheng.web.accounts.models import Person
from jiheng.web.budget_advice.handling import propose
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.commissions.models import Commission
from jiheng.web.cycles.models import Cycle
from jiheng.web.demo.year import step
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import count_findings

People = Mapping[str, Person]


def seed(cycle: Cycle, people: People, today: datetime.date) -> None:
    """Everything that comes after the self-evaluations."""
    for form in SelfEvaluation.objects.filter(cycle=cycle).select_related("project", "cycle"):
        count_findings(form)  # monitoring has begun since
    _entrusted(cycle, people, today)
    _advised(cycle, people["caizheng"])


def _entrusted(cycle: Cycle, people: People, today: datetime.date) -> None:
    """A task for the third party, of the forms given to them that are under review."""
    row = Commission.objects.create(
        cycle=cycle,
        unit=cycle.organisation,
        given_to=people["pingjia"],
        name=f"{cycle.year}年度项目支出绩效自评第三方复核",
        demand="重点核实数量指标的依据和满意度调查。",
        due=today + datetime.timedelta(12),
        by=people["caizheng"],
        state=Commission.WAY.first,
    )
    row.forms.set(cycle.forms.filter(assigned=people["pingjia"], state__in=("department", "finance")))


def _advised(cycle: Cycle, bureau: Person) -> None:
    """Advices for the final forms: one waits for the budget office, one is answered."""
    propose(bureau, cycle)
    rows = list(BudgetAdvice.objects.filter(project__cycle=cycle).order_by("pk"))
    for row in rows:
        step(row, "advice.send", bureau)
    answered = rows[-1]
    answered.answer, answered.reply = BudgetAdvice.Answer.PARTLY, "按上年执行数安排，年中视进度追加。"
    answered.amount = Decimal("86.5")
    step(answered, "advice.answer", bureau)
