"""The rows of every app's rights.toml, put together when the workbench starts."""

import tomllib
from importlib import resources
from typing import Literal

import msgspec

from jiheng.web.accounts.roles import Role
from jiheng.web.auditlog import labels

Where = Literal["own", "below", "assigned", "given", "any"]


class Right(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row: what may be done, by which roles, where, and in which states of a form (empty: in all).

    `where`: at the role's organisation, at it and below, forms assigned to the person, objects `given_to` the person,
    anywhere. `unnamed`: with a secret project also by those whom it does not name.
    """

    action: str
    name: str
    roles: tuple[Role, ...]
    where: Where
    states: tuple[str, ...] = ()
    unnamed: bool = False


_rows: dict[str, tuple[Right, ...]] = {}


def read(package: str) -> dict[str, tuple[Right, ...]]:
    """The rows of an app's rights.toml by action."""
    source = (resources.files(package) / "rights.toml").read_bytes()
    found: dict[str, tuple[Right, ...]] = {}
    for row in msgspec.convert(tomllib.loads(source.decode())["right"], tuple[Right, ...]):
        found[row.action] = (*found.get(row.action, ()), row)
    return found


def register(package: str) -> None:
    """Take in the rights.toml of an app, the names of its actions for the audit log too.

    Raises ValueError where another app has rows for the same action.
    """
    for action, rows in read(package).items():
        labels.name_actions({action: rows[0].name})
        if _rows.setdefault(action, rows) != rows:
            raise ValueError(f"the rights of {action} are given in two places, one of them {package}")


def table() -> dict[str, tuple[Right, ...]]:
    """The rows of the table by action."""
    return _rows
