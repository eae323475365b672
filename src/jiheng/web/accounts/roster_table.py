"""A table of organisations, people and roles, pasted or handed in: columns told by headings, rows as they stand."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import NamedTuple

from django.core.exceptions import ValidationError

from jiheng.department.accounts.header import squeezed
from jiheng.department.accounts.table_files import tables_of
from jiheng.reading.files.problem import Unreadable
from jiheng.reading.tables.table import Table
from jiheng.web.accounts.models import Organisation, Role

PASTED = "粘贴的表格.tsv"
MOST = 5000
"""Rows in one go."""
_WORDS = tomllib.loads((resources.files("jiheng.web.accounts") / "roster.toml").read_text(encoding="utf-8"))
HEADINGS: dict[str, list[str]] = _WORDS["columns"]
"""How the columns are called, the name on the page first."""
LABELS = {field: names[0] for field, names in HEADINGS.items()}
"""The columns, as the page writes them."""
_FIELDS = {heading: field for field, headings in HEADINGS.items() for heading in headings}
_ROLES = {role.label: role for role in Role} | {
    name: Role(role) for role, names in _WORDS["roles"].items() for name in names
}
_KINDS = {kind.label: kind.value for kind in Organisation.Kind} | {
    name: kind for kind, names in _WORDS["kinds"].items() for name in names
}
_APART = re.compile(r"[、，,;；/]+")
_WITHIN = 20
_LONGEST = 120


class RosterRow(NamedTuple):
    """A row of the table. `above` names the organisation that stands over it, "" where the table does not say.

    `why` says which of its cells cannot be understood (Chinese).
    """

    number: int
    above: str
    organisation: str
    code: str = ""
    kind: str = ""
    name: str = ""
    username: str = ""
    roles: tuple[Role, ...] = ()
    email: str = ""
    why: str = ""


def read(data: bytes, name: str) -> list[RosterRow]:
    """The rows below the first header found. Raises ValidationError (Chinese: what is missing, what to do)."""
    try:
        tables = list(tables_of(data, name))
    except Unreadable as error:
        raise ValidationError(error.sentence) from error
    for table in tables:
        found = _header(table)
        if found is not None:
            lines = _lines(table, *found)
            if not lines:
                raise ValidationError("列名下面没有内容。请把各行连同列名一起粘贴。")
            if len(lines) > MOST:
                raise ValidationError(f"一次最多 {MOST} 行，这里有 {len(lines)} 行。请分几次录入。")
            return lines
    raise ValidationError(
        "没有找到列名那一行。请连同列名一起粘贴：至少要有“单位”或“主管部门”一列；建人员的，还要有“姓名”“用户名”“角色”。"
    )


def text_of(lines: Iterable[RosterRow]) -> str:
    """Lines as a table that `read` understands the same."""
    rows = [list(LABELS.values())]
    for line in lines:
        kind = Organisation.Kind(line.kind).label if line.kind else ""
        roles = "、".join(role.label for role in line.roles)
        rows.append([line.above, line.organisation, line.code, kind, line.name, line.username, roles, line.email])
    return "\n".join("\t".join(row) for row in rows)


def _header(table: Table) -> tuple[int, dict[int, str]] | None:
    """The index of the first row behind the header, and by column number the field; None where there is no header."""
    for index, row in enumerate(table.rows[:_WITHIN]):
        fields: dict[int, str] = {}
        for cell in row:
            field = _FIELDS.get(squeezed(cell.text).partition("(")[0])
            if field is not None and field not in fields.values():
                fields[cell.column] = field
        people = {"name", "username"} <= set(fields.values())
        if len(fields) > 1 and ({"organisation", "above"} & set(fields.values()) or people):
            return index + 1, fields
    return None


def _lines(table: Table, start: int, fields: Mapping[int, str]) -> list[RosterRow]:
    """Where a row names neither, the organisation of the row above holds, as in merged cells."""
    found: list[RosterRow] = []
    above = organisation = ""
    for number, row in enumerate(table.rows[start:], start + 1):
        said = {fields[cell.column]: " ".join(cell.text.split()) for cell in row if cell.column in fields}
        if not any(said.values()):
            continue
        if said.get("above") or said.get("organisation"):
            above = said.get("above", "") or above
            organisation = said.get("organisation", "")
        found.append(_line(number, said, above, organisation))
    return found


def _line(number: int, said: Mapping[str, str], above: str, organisation: str) -> RosterRow:
    roles, unknown = _roles(_APART.split(said.get("roles", "")))
    kind = _KINDS.get(said.get("kind", ""), "")
    line = RosterRow(
        number,
        above if organisation else "",
        organisation or above,
        code=said.get("code", ""),
        kind=kind,
        name=said.get("name", ""),
        username=said.get("username", ""),
        roles=roles,
        email=said.get("email", ""),
    )
    if unknown:
        known = "、".join(role.label for role in list(Role)[:6])
        return line._replace(why=f"没有“{unknown}”这个角色，请从{known}里选")
    if said.get("kind") and not kind:
        return line._replace(why=f"类别“{said['kind']}”看不懂，请写财政部门、主管部门或单位")
    if any(len(text) > _LONGEST for text in said.values()):
        return line._replace(why=f"有一格超过 {_LONGEST} 个字")
    return line


def _roles(names: Sequence[str]) -> tuple[tuple[Role, ...], str]:
    """The roles of these names, and the first name that is none."""
    bare = [name.strip() for name in names if name.strip()]
    unknown = next((name for name in bare if name not in _ROLES), "")
    return tuple(dict.fromkeys(_ROLES[name] for name in bare if name in _ROLES)), unknown
