"""Entries grouped by sitting: what one person did from one place without a long pause, as an auditor reads it."""

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils import timezone

from jiheng.web.auditlog.labels import action_name, called, detail_text, subject_name
from jiheng.web.auditlog.models import AuditEntry

PAUSE = datetime.timedelta(minutes=30)
"""A longer pause begins a new sitting; after as long without a touch a session ends too."""
_SHOWN = 3
"""How many of a list's parts a line shows."""


class SittingLine(NamedTuple):
    """An entry in the office's words."""

    entry: AuditEntry
    action: str
    subject: str
    detail: str


class Sitting(NamedTuple):
    """Whose it is ("" for the workbench itself), from where, and the lines, latest first."""

    person: str
    address: str
    lines: list[SittingLine]

    @property
    def begun(self) -> datetime.datetime:
        """When the first of the lines was written."""
        return self.lines[-1].entry.at

    @property
    def ended(self) -> datetime.datetime:
        """When the last was."""
        return self.lines[0].entry.at

    @property
    def one_day(self) -> bool:
        """Whether it began and ended on the same day, in local time."""
        return timezone.localdate(self.begun) == timezone.localdate(self.ended)


def sittings(rows: Sequence[AuditEntry]) -> list[Sitting]:
    """The entries of a page, latest first, as sittings in the order of their latest entries."""
    found: list[Sitting] = []
    open_ones: dict[tuple[int | None, str], Sitting] = {}
    for line in lines(rows):
        key = line.entry.person_id, line.entry.address
        sitting = open_ones.get(key)
        if sitting is None or sitting.begun - line.entry.at > PAUSE:
            sitting = open_ones[key] = Sitting(line.entry.person_name, line.entry.address, [])
            found.append(sitting)
        sitting.lines.append(line)
    return found


def lines(rows: Iterable[AuditEntry]) -> Iterable[SittingLine]:
    """Entries in words; what their subjects are called is asked in one go."""
    rows = list(rows)
    names = called(row.subject for row in rows)
    for row in rows:
        subject = subject_name(row.subject, names.get(row.subject, ""))
        yield SittingLine(row, action_name(row.action), subject, detail_text(row.detail, _SHOWN, row.subject))
