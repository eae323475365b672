"""What of publication waits for a person: batches to be confirmed, batches whose clock runs out."""

from collections.abc import Iterator

from django.urls import reverse

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import may, within
from jiheng.web.accounts.ready_for import ReadyCount
from jiheng.web.procedure.todo import Todo, tells
from jiheng.web.publishing.handling import CONFIRM
from jiheng.web.publishing.models import Batch


@tells
def waiting(person: Person) -> Iterator[Todo]:
    """One line, from one question to the database."""
    if not may(person, CONFIRM):
        return
    if count := _count(person):
        text = "看过遮盖后的样子，确认可以公开，或者退回。"
        yield Todo("确认公开批次", text, reverse("publishing:list"), "去确认", count)


_count = ReadyCount(lambda person: Batch.objects.filter(within(person, CONFIRM)))
