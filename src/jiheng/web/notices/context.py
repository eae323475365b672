"""What every page knows of notices: how many are unread."""

from django.http import HttpRequest

from jiheng.web.accounts.ready_for import ReadyCount
from jiheng.web.accounts.request import person_of
from jiheng.web.notices.models import Notice

_unread = ReadyCount(lambda person: Notice.objects.filter(person=person.pk, read_at=None))


def unread(request: HttpRequest) -> dict[str, object]:
    """The variable `unread` of base.html; counted once a request, however many parts of a page are drawn with it."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    known: int | None = getattr(request, "_unread", None)
    if known is None:
        known = _unread(person_of(request))
        request._unread = known  # type: ignore[attr-defined]
    return {"unread": known}
