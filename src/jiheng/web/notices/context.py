"""What every page knows of notices: how many are unread."""

from django.http import HttpRequest

from jiheng.web.accounts.request import person_of
from jiheng.web.notices.models import Notice


def unread(request: HttpRequest) -> dict[str, object]:
    """The variable `unread` of base.html."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    return {"unread": Notice.objects.filter(person=person_of(request), read_at=None).count()}
