"""Filters that last: the one a person last set on the desk, and those kept under a name."""

from django.core.exceptions import ValidationError
from django.http import QueryDict

from jiheng.web.accounts.models import Person
from jiheng.web.brief_write import brief_row
from jiheng.web.forms.places import tidy
from jiheng.web.ready_query import Ready
from jiheng.web.workflow.list_filter import Choice, choice_of
from jiheng.web.workflow.models import Filter

DESK = "desk"
_MOST = 30
_LAST = ""


def last(person: Person) -> Choice:
    """The filter that the person last set; an open one where there is none."""
    stored = _last(person.pk)
    return choice_of(QueryDict(stored[0] if stored else ""))


_last = Ready(lambda pk: Filter.objects.filter(person=pk, page=DESK, name=_LAST).values_list("query", flat=True)[:1])


def remember(person: Person, choice: Choice) -> None:
    """Keep it as the last one; nothing is written where it is the same."""
    if last(person) != choice:
        mine = Filter(person=person, page=DESK, name=_LAST, query=choice.query)
        brief_row(mine, by=("person", "page", "name"), change=("query",))


def named(person: Person) -> list[Filter]:
    """Those kept under a name."""
    return _named(person.pk)


_named = Ready(lambda pk: Filter.objects.filter(person=pk, page=DESK).exclude(name=_LAST).order_by("name"))


def keep(person: Person, name: str, choice: Choice) -> Filter:
    """Keep a filter under a name, in place of one of the same name. Raises ValidationError."""
    name = tidy(name)[:60]
    if not name:
        raise ValidationError("请给这组筛选条件起个名字。")
    others = Filter.objects.filter(person=person, page=DESK).exclude(name__in=(_LAST, name))
    if others.count() >= _MOST:
        raise ValidationError(f"最多保存 {_MOST} 组筛选条件，请先删去不用的。")
    kept, _ = Filter.objects.update_or_create(person=person, page=DESK, name=name, defaults={"query": choice.query})
    return kept


def forget(person: Person, pk: int) -> None:
    """Delete a kept filter of the person's own."""
    Filter.objects.filter(person=person, page=DESK, pk=pk).exclude(name=_LAST).delete()
