"""Who has a form open now."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.brief_write import brief_write
from jiheng.web.forms.models import Presence, SelfEvaluation

GONE_AFTER = timedelta(minutes=1)


def here(row: SelfEvaluation, person: Person, *, writing: bool) -> list[dict[str, str]]:
    """Note that the person is at the form, where `writing`; returns the others at it: name and since when."""
    now = timezone.now()
    found = list(row.presences.select_related("person"))
    mine = next((one for one in found if one.person_id == person.pk), None)
    if writing:
        brief_write(partial(_note, row, person, mine))
    return [
        {"name": str(one.person), "since": f"{timezone.localtime(one.since):%H:%M}"}
        for one in found
        if one.person_id != person.pk and now - one.seen_at < GONE_AFTER
    ]


def _note(row: SelfEvaluation, person: Person, mine: Presence | None) -> None:
    now = timezone.now()
    if mine is None:
        Presence.objects.bulk_create([Presence(form=row, person=person, seen_at=now, since=now)], ignore_conflicts=True)
    else:
        since = mine.since if now - mine.seen_at < GONE_AFTER else now
        Presence.objects.filter(pk=mine.pk).update(seen_at=now, since=since)


def leave(row: SelfEvaluation, person: Person) -> None:
    """The person closed the form."""
    row.presences.filter(person=person).delete()
