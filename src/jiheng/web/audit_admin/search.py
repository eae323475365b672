"""Finding entries: by time, person, action, subject."""

import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.request_data import text
from jiheng.web.auditlog.models import AuditEntry

_NONE = 2**62
"""A number that no entry reaches."""


class Asked(NamedTuple):
    """What is looked for; empty fields leave it open. `until` is a day that still counts."""

    since: str
    until: str
    person: str
    action: str
    subject: str

    def rows(self) -> QuerySet[AuditEntry]:
        """The entries, latest first."""
        found = AuditEntry.objects.order_by("-id")
        start, end = _day(self.since), _day(self.until, datetime.timedelta(days=1))
        if start is not None:
            found = found.filter(pk__gte=_first_since(start))
        if end is not None:
            found = found.filter(pk__lt=_first_since(end))
        if self.person:
            of = Person.objects.filter(Q(username=self.person) | Q(name__icontains=self.person)).values("pk")
            about = [f"accounts.person:{pk}" for pk in of.values_list("pk", flat=True)[:50]]
            found = found.filter(Q(person_id__in=of) | Q(subject__in=about))
        if self.action:
            found = found.filter(action__startswith=self.action)
        if self.subject:
            found = found.filter(subject=self.subject)
        return found


def _first_since(moment: datetime.datetime) -> int:
    """The number of the first entry from a moment on. Entries are numbered in the order of time."""
    first = AuditEntry.objects.filter(at__gte=moment).order_by("at").values_list("pk", flat=True).first()
    return _NONE if first is None else first


def asked(sent: QueryDict) -> Asked:
    """What the filters on the page say."""
    return Asked(*(text(sent, name, 80) for name in Asked._fields))


def _day(value: str, more: datetime.timedelta = datetime.timedelta()) -> datetime.datetime | None:
    try:
        day = datetime.date.fromisoformat(value) + more
        return (
            timezone.make_aware(datetime.datetime.combine(day, datetime.time.min)) if 1900 < day.year < 9000 else None
        )
    except (ValueError, OverflowError):
        return None
