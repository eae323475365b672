"""Approved goals from a table with a row an indicator, or from forms and tables of goals of any format."""

from collections.abc import Iterable, Sequence

from jiheng.department.accounts.header import find_header
from jiheng.department.accounts.result import where
from jiheng.department.accounts.vocabulary import approved
from jiheng.department.approved.result import Approved, ApprovedProject
from jiheng.form import LEVELS, Block, FieldKind, Form, Indicator, Owner, names
from jiheng.reading.tables.table import Cell, Table

_WITHIN = 40
_GOALS = names(Block.GOALS, owner=Owner.APPROVED)
_FILLED = ("project", "unit", *_GOALS, *LEVELS[:-1])
"""Columns whose text goes on downwards until the next one."""
_RENAMED = {"unit": "measure"}
_NAMES = {
    _RENAMED.get(name, name): name
    for name in names(Block.INDICATORS, kinds=(FieldKind.TEXT, FieldKind.FIGURE), owner=Owner.APPROVED)
}


def approved_in_tables(tables: Iterable[Table], name: str) -> Approved:
    """The approved goals of a file that holds them as a table of indicators; none where it is no such table."""
    projects: list[ApprovedProject] = []
    for table in tables:
        header = find_header(table, approved(), within=_WITHIN)
        if header is not None and {"target", "weight"} & {column.field for column in header.columns}:
            fields = {column.number: column.field for column in header.columns}
            projects.extend(_projects(table.rows[header.end :], fields))
    return Approved(name, tuple(projects))


def _projects(rows: Sequence[Sequence[Cell]], fields: dict[int, str]) -> list[ApprovedProject]:
    held = dict.fromkeys(_FILLED, "")
    found: dict[tuple[str, str], tuple[list[Indicator], dict[str, str]]] = {}
    for row in rows:
        texts = {fields[cell.column + 1]: "".join(cell.text.split()) for cell in row if cell.column + 1 in fields}
        if texts.get("project", held["project"]) != held["project"]:
            held = dict.fromkeys(_FILLED, "")
        held |= {field: text for field, text in texts.items() if field in _FILLED}
        if not held["project"] or not texts.get("l3"):
            continue
        origin = row[0].origin
        about = {"goal": held["goal_expected"], "where": where(origin) if origin else ""}
        indicators, _ = found.setdefault((held["project"], held["unit"]), ([], about))
        cells = {name: (held | texts).get(field, "") for field, name in _NAMES.items()}
        indicators.append(Indicator(**cells, weight=texts.get("weight", "")))
    return [
        ApprovedProject(project, unit, about["goal"], tuple(indicators), about["where"])
        for (project, unit), (indicators, about) in found.items()
    ]


def approved_in_forms(forms: Iterable[Form], name: str) -> Approved:
    """The approved goals of forms, filled in or not."""
    projects = [
        ApprovedProject(
            form.project or "",
            form.unit or form.department or "",
            form.goal_expected or "",
            tuple(form.indicators),
            form.source,
        )
        for form in forms
        if form.project
    ]
    return Approved(name, tuple(projects))
