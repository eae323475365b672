"""A step as a page sends it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest

from jiheng.web.accounts.paging import attempt
from jiheng.web.procedure.way import Way


def stepped(request: HttpRequest, way: Way, act: Callable[[str, str], object]) -> bool:
    """Do `act(action, reason)` and say what came of it; whether it was done. Raises Http404 for no step of the way."""
    action, reason = request.POST.get("action", ""), request.POST.get("reason", "")
    move = next((move for move in way.move if move.action == action), None)
    if move is None:
        raise Http404
    return attempt(request, lambda: act(action, reason), f"“{move.name}”已办好。")
