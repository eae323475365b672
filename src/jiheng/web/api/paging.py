"""Pages by cursor: stable while rows come and go, because a page begins after the last row of the one before."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Query, Schema
from pydantic import Field

Item = TypeVar("Item")
Row = TypeVar("Row", bound=Model)

_MARK = "c"

Cursor = Annotated[
    str,
    Query("", pattern=r"^(c[0-9a-f]{1,15})?$", description="上一页给出的 next；不写从头开始"),
]
Limit = Annotated[int, Query(50, ge=1, le=200, description="一页多少条")]


class Page(Schema, Generic[Item]):
    """One page of a list."""

    items: list[Item]
    next: str | None = Field(description="下一页的 cursor；null 表示到底了")


def page(rows: QuerySet[Row], cursor: str, limit: int, draw: Callable[[Row], Item], by: str = "pk") -> dict[str, Any]:
    """The page after `cursor`, in the order of the whole number `by`."""
    if cursor:
        rows = rows.filter(**{f"{by}__gt": _read(cursor)})
    found = list(rows.order_by(by)[: limit + 1])
    more = len(found) > limit
    return {"items": _drawn(found[:limit], draw), "next": _write(getattr(found[limit - 1], by)) if more else None}


def narrowed(**wanted: int | None) -> dict[str, int]:
    """The filters that were asked for."""
    return {name: value for name, value in wanted.items() if value is not None}


def _drawn(rows: Iterable[Row], draw: Callable[[Row], Item]) -> list[Item]:
    return [draw(row) for row in rows]


def _write(last: int) -> str:
    return f"{_MARK}{last:x}"


def _read(cursor: str) -> int:
    return int(cursor.removeprefix(_MARK), 16)
