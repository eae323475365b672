"""What of goals waits for a person: declarations in their hands, drafts that came back or wait to be finished."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may, within
from jiheng.web.accounts.ready_for import ReadyFor
from jiheng.web.goals.models import Declaration
from jiheng.web.goals.writing import APPROVE, PASS, WRITE
from jiheng.web.procedure.todo import Todo, tells
from jiheng.web.ready_query import whole

_LINES = {
    WRITE: ("填绩效目标", "有目标申报还没有提交。", "去填写"),
    PASS: ("审核绩效目标", "单位已提交绩效目标申报。", "去审核"),
    APPROVE: ("批复绩效目标", "主管部门已审核绩效目标。", "去批复"),
}


@tells
def waiting(person: Person) -> Iterator[Todo]:
    """A line an action, from one question to the database."""
    mine = [action for action in _LINES if may(person, action)]
    if not mine:
        return
    for row in _counts(person, actions=tuple(mine)):
        for action, count in zip(mine, row, strict=True):
            if count:
                name, detail, button = _LINES[action]
                yield Todo(name, detail, reverse("goals:list"), button, count)


def _open(person: Person, actions: tuple[str, ...]) -> QuerySet[Any, Any]:
    asked = {f"n{at}": Count("pk", filter=within(person, action)) for at, action in enumerate(actions)}
    return whole(Declaration.objects.filter(~Q(state="goals_approved"), project__cycle__closed=False), **asked)


_counts = ReadyFor(_open)
