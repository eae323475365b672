"""The rows of rights.toml."""

import tomllib
from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from jiheng.web.accounts.roles import Role

Where = Literal["own", "below", "assigned", "any"]


class Right(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row: what may be done, by which roles, where, and in which states of a form (empty: in all).

    `unnamed`: with a secret project also by those whom it does not name.
    """

    action: str
    name: str
    roles: tuple[Role, ...]
    where: Where
    states: tuple[str, ...] = ()
    unnamed: bool = False


@cache
def table() -> dict[str, tuple[Right, ...]]:
    """The rows of the table by action."""
    source = (resources.files("jiheng.web.accounts") / "rights.toml").read_bytes()
    rows = msgspec.convert(tomllib.loads(source.decode())["right"], tuple[Right, ...])
    found: dict[str, tuple[Right, ...]] = {}
    for row in rows:
        found[row.action] = (*found.get(row.action, ()), row)
    return found
