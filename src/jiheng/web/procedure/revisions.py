"""What each save changed in an object of the year, so that every earlier state can be told."""

from collections.abc import Sequence

from jiheng.web.accounts.models import Person
from jiheng.web.procedure.models import Revision, Underway

Changed = tuple[str, str, str]
"""A cell: its place, its text before and after."""


def revise(person: Person, row: Underway, number: int, changes: Sequence[Changed]) -> Revision:
    """Keep what a save changed, as the object's version of that number."""
    kept = [list(change) for change in changes]
    return Revision.objects.create(subject=row.key, project=row.project, number=number, person=person, changes=kept)


def revisions(row: Underway, most: int = 200) -> list[Revision]:
    """The saves of an object, the latest first."""
    return list(Revision.objects.filter(subject=row.key).select_related("person").order_by("-number")[:most])
