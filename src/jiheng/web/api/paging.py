"""Pages by cursor: stable while rows come and go, because a page begins after the last row of the one before."""

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from ninja import Query, Schema
from pydantic import Field

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)

_MARK = "after:"
_LARGEST = 2**63 - 1

Cursor = Annotated[
    str,
    Query("", max_length=60, pattern=r"^[A-Za-z0-9_-]*$", description="上一页给出的 next；不写从头开始"),
]
Limit = Annotated[int, Query(50, ge=1, le=200, description="一页多少条")]


class Page(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="下一页的 cursor；null 表示到底了")


def page(rows: QuerySet[Row], cursor: str, limit: int, draw: Callable[[Row], Item], by: str = "pk") -> dict[str, Any]:
    """The page after `cursor`, in the order of the whole number `by`. Raises ValidationError for a bad cursor."""
    if cursor:
        rows = rows.filter(**{f"{by}__gt": _read(cursor)})
    found = list(rows.order_by(by)[: limit + 1])
    more = len(found) > limit
    return {"items": _drawn(found[:limit], draw), "next": _write(getattr(found[limit - 1], by)) if more else None}


def _drawn(rows: Iterable[Row], draw: Callable[[Row], Item]) -> list[Item]:
    return [draw(row) for row in rows]


def _write(last: int) -> str:
    return base64.urlsafe_b64encode(f"{_MARK}{last}".encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    number = text.removeprefix(_MARK)
    if not text.startswith(_MARK) or not (number.isascii() and number.isdigit()) or int(number) > _LARGEST:
        raise ValidationError("cursor 不对。请原样用上一页给出的 next，或不写 cursor 从头读。")
    return int(number)
