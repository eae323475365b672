"""Who has a form open now."""

from datetime import timedelta

from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.brief_write import brief_row
from jiheng.web.forms.models import Presence, SelfEvaluation
from jiheng.web.ready_query import Ready

GONE_AFTER = timedelta(minutes=1)
_OFTEN = timedelta(seconds=10)
"""It is not noted again within so short a time."""
_at_form = Ready(lambda form: Presence.objects.filter(form=form).select_related("person"))


def here(row: SelfEvaluation, person: Person, *, writing: bool) -> list[dict[str, str]]:
    """Note that the person is at the form, where `writing`; returns the others at it: name and since when."""
    now = timezone.now()
    found: list[Presence] = _at_form(row.pk)
    mine = next((editor for editor in found if editor.person_id == person.pk), None)
    if writing and (mine is None or now - mine.seen_at > _OFTEN):
        since = mine.since if mine is not None and now - mine.seen_at < GONE_AFTER else now
        noted = Presence(form=row, person=person, seen_at=now, since=since)
        brief_row(noted, by=("form", "person"), change=("seen_at", "since"))
    return [
        {"name": str(editor.person), "since": f"{timezone.localtime(editor.since):%H:%M}"}
        for editor in found
        if editor.person_id != person.pk and now - editor.seen_at < GONE_AFTER
    ]


def leave(row: SelfEvaluation, person: Person) -> None:
    """The person closed the form."""
    row.presences.filter(person=person).delete()
