"""From one form to the next in the order of the list that the reviewer came from."""

from typing import NamedTuple

from jiheng.web.accounts.models import Person
from jiheng.web.cycles.models import Cycle
from jiheng.web.workflow import saved_filters
from jiheng.web.workflow.list_filter import chosen


class Walk(NamedTuple):
    """Where a form is in the list: the forms before and after it, each with its position; None at the ends."""

    at: int
    before: int | None
    after: int | None
    after_at: int


def walk(person: Person, cycle: Cycle, form: int, at: int) -> Walk:
    """The neighbours of the form, last seen at position `at` of the person's list.

    A form that has left the list in the meantime has made room: what followed it now stands in its place.
    """
    first = max(at - 1, 0)
    keys = list(chosen(person, cycle, saved_filters.last(person)).values_list("pk", flat=True)[first : at + 2])
    if form in keys:
        here = keys.index(form)
        after = keys[here + 1] if here + 1 < len(keys) else None
        return Walk(first + here, keys[here - 1] if here else None, after, first + here + 1)
    behind = keys[at - first :]
    return Walk(at, keys[0] if at and keys else None, behind[0] if behind else None, at)
