"""Ending an account's access: its sessions, and every other key by which somebody may act as the person.

Whatever is done against a stolen account goes through `end_access`; an app that gives out keys of its own (tokens)
registers how they are ended.
"""

from collections.abc import Callable

from jiheng.web.accounts import sessions
from jiheng.web.accounts.models import Person

End = Callable[[Person], int]
_ends: list[End] = []


def ends(end: End) -> End:
    """Decorator: this function ends all keys of a kind that a person holds, and says how many there were."""
    _ends.append(end)
    return end


def end_access(person: Person, keep: str | None = None, *, keys: bool = True) -> tuple[int, int]:
    """Sign the person out everywhere but in the session `keep`, and with `keys` end all keys: how many of each."""
    return sessions.end(person, keep), sum(end(person) for end in _ends) if keys else 0
