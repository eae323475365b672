"""Telling people something: a line in the list of notices, and a mail where a mail server is configured."""

from collections.abc import Iterable

from jiheng.web.accounts.models import Person
from jiheng.web.notices.models import Notice

_TEXT, _LINK, _KEY = 300, 300, 120


def tell(person: Person, kind: str, text: str, link: str, key: str, form: int | None = None) -> None:
    """Tell one person, in the transaction of what it is about.

    `kind` is one of Notice.Kind; `link` is a path within the workbench; what was told under the same `key` is not
    told again. The text may go out by mail: nothing of secret matter belongs into it. `form` is the form that it is
    about, if it is about one.
    """
    tell_all((person,), kind, text, link, key, form)


def tell_all(
    people: Iterable[Person],
    kind: str,
    text: str,
    link: str,
    key: str,
    form: int | None = None,
    *,
    by: Person | None = None,
) -> None:
    """The same for several people; `by` did what they are told of, and knows."""
    short = text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"
    rows = [
        Notice(person=person, kind=Notice.Kind(kind), text=short, link=link[:_LINK], key=key[:_KEY], form=form)
        for person in people
        if person != by
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def tell_once_unread(
    people: Iterable[Person], kind: str, text: str, link: str, topic: str, mark: int, *, by: Person | None = None
) -> None:
    """Tell those who have no unread notice on the same `topic`; `mark` tells this time from the next.

    For what comes in many at a time: fifty forms that arrive are one notice until it is read.
    """
    people = list(people)
    unread = Notice.objects.filter(person__in=people, read_at=None, key__startswith=f"{topic}#")
    told = set(unread.values_list("person_id", flat=True))
    tell_all((person for person in people if person.pk not in told), kind, text, link, f"{topic}#{mark}", by=by)
