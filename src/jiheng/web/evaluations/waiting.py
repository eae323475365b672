"""What of evaluations waits for a person: papers to be rated, drafts to be commented on."""

from collections.abc import Iterator

from django.urls import reverse

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may, within
from jiheng.web.accounts.ready_for import ReadyCount
from jiheng.web.evaluations.handling import COMMENT
from jiheng.web.evaluations.models import Evaluation, Paper
from jiheng.web.procedure.todo import Todo, tells


@tells
def waiting(person: Person) -> Iterator[Todo]:
    """At most two lines."""
    if count := _papers(person):
        yield Todo(
            "填评价底稿", "请您作为专家评分，逐项写事实、依据和扣分原因。", reverse("evaluations:list"), "去评分", count
        )
    if may(person, COMMENT) and (count := _drafts(person)):
        text = "评价报告征求意见，没有意见的也请写明。"
        yield Todo("对评价报告提意见", text, reverse("evaluations:list"), "去提意见", count)


_rated = {"evaluation__state": "evaluation_rating", "done": False}
_papers = ReadyCount(lambda person: Paper.objects.filter(given_to=person.pk, **_rated))
_drafts = ReadyCount(lambda person: Evaluation.objects.filter(within(person, COMMENT)))
