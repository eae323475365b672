"""Regular expressions compiled when they are first used: there are hundreds, and a command needs a few of them."""

import re
from typing import Any, cast

from jiheng.compiled import compiled


def expression(text: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, not compiled yet. Raises re.error at its first use, not before."""
    return cast(re.Pattern[str], _Waiting(text, flags))


_METHODS = tuple(name for name in dir(re.Pattern) if not name.startswith("_"))


class _Compiled:
    """Has the methods of the compiled expression as its own."""


class _Waiting(_Compiled):
    def __init__(self, text: str, flags: int) -> None:
        self.text, self.flags_given = text, flags

    def __getattr__(self, name: str) -> Any:
        found = compiled(self.text, self.flags_given)
        self.__dict__.update({each: getattr(found, each) for each in _METHODS})
        self.__class__ = _Compiled  # type: ignore[assignment]  # from now on without the detour through here
        return getattr(self, name)
