"""What of advices waits for a person: those that the budget office is to answer."""

from collections.abc import Iterator

from django.urls import reverse

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may, within
from jiheng.web.budget_advice.handling import ANSWER
from jiheng.web.budget_advice.models import BudgetAdvice
from jiheng.web.procedure.todo import Todo, tells


@tells
def waiting(person: Person) -> Iterator[Todo]:
    """One line, from one question to the database."""
    if not may(person, ANSWER):
        return
    count = BudgetAdvice.objects.filter(within(person, ANSWER), state="advice_sent").count()
    if count:
        url = f"{reverse('budget_advice:list')}?state=advice_sent"
        yield Todo("答复结果应用建议", "预算处室逐条答复采纳与否和下年安排。", url, "去答复", count)
