"""What stands at the end of the example's year: what its results say for the next budget."""

from collections.abc import Mapping
from decimal import Decimal

from jiheng.web.accounts.models import Person
from jiheng.web.budget_advice.handling import propose
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.cycles.models import Cycle
from jiheng.web.demo.year import step
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.forms.saving import count_findings

People = Mapping[str, Person]


def seed(cycle: Cycle, people: People) -> None:
    """Everything that comes after the self-evaluations."""
    for form in SelfEvaluation.objects.filter(cycle=cycle).select_related("project", "cycle"):
        count_findings(form)  # monitoring has begun since
    _advised(cycle, people["caizheng"])


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
