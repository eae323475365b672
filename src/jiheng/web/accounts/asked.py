"""What a page's form or address asks for, as far as it makes sense: ticked rows, words to look for."""

from django.http import QueryDict

_LONGEST = 100
_DIGITS = 18
"""What has more is no number of a row."""


def ticked(data: QueryDict, name: str) -> set[int]:
    """The numbers of the rows whose boxes are ticked."""
    return {int(one) for one in data.getlist(name) if one.isdecimal() and len(one) <= _DIGITS}


def looked_for(data: QueryDict, name: str, longest: int = _LONGEST) -> str:
    """Words to look for, cut to what fits in a box; PostgreSQL holds no NUL."""
    return data.get(name, "").replace("\x00", "").strip()[:longest]
