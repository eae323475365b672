"""What a browser sent, as text and numbers that a database takes, as far as it makes sense."""

from django.http import QueryDict

_DIGITS = 18
"""What has more is no number of a row, and no database takes it."""
_LONGEST = 100


def text(sent: QueryDict, name: str, most: int = 120) -> str:
    """A field without blanks at its ends, without control characters, cut to `most`; "" where it is missing."""
    return "".join(sign for sign in sent.get(name, "") if sign.isprintable()).strip()[:most]


def whole_number(sent: str, otherwise: int = 0) -> int:
    """A whole number as it was sent; `otherwise` where it is none. The number of no row is 0."""
    bare = sent.strip()
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) <= _DIGITS else otherwise


def number(sent: QueryDict, name: str) -> int:
    """A field as the number of a row; 0, which no row has, where it is none."""
    return whole_number(sent.get(name, ""))


def ticked(sent: QueryDict, name: str) -> set[int]:
    """The numbers of the rows whose boxes are ticked."""
    return {row for typed in sent.getlist(name) if (row := whole_number(typed, -1)) >= 0}


def looked_for(sent: QueryDict, name: str, longest: int = _LONGEST) -> str:
    """Words to look for, cut to what fits in a box; PostgreSQL holds no NUL."""
    return sent.get(name, "").replace("\x00", "").strip()[:longest]
