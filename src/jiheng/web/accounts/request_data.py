"""What a browser sent, as text and numbers that a database takes."""

from django.http import QueryDict


def text(sent: QueryDict, name: str, most: int = 120) -> str:
    """A field without blanks at its ends, without control characters, cut to `most`; "" where it is missing."""
    return "".join(sign for sign in sent.get(name, "") if sign.isprintable()).strip()[:most]


def number(sent: QueryDict, name: str) -> int:
    """A field as the number of a row; 0, which no row has, where it is none."""
    bare = text(sent, name, 18)
    return int(bare) if bare.isascii() and bare.isdecimal() else 0
