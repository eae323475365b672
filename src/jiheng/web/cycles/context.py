"""What every page knows of cycles: the one in hand, and the others to choose from."""

from django.http import HttpRequest

from jiheng.web.accounts.request import person_of
from jiheng.web.cycles.current import current, cycles_of


def cycles(request: HttpRequest) -> dict[str, object]:
    """The variables `cycles` and `cycle` of base.html."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    return {"cycles": cycles_of(person_of(request)), "cycle": current(request)}
