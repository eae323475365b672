"""The roll-up as one web page: no network, no script, every text escaped."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

from jiheng.department.rollup.result import Group, Rollup
from jiheng.quantity.words import brief, percent
from jiheng.writing.charts import CHARTS, Picture, svg
from jiheng.writing.html_report import asset, environment, write_template
from jiheng.writing.rollup.grid import Grid
from jiheng.writing.rollup.grids import grids, said
from jiheng.writing.rollup.overview import lead, tiles, warnings
from jiheng.writing.workbook.sheet import Cell, Value

_FIGURES = frozenset(("number", "count", "share", "band_number"))


def write_page(rollup: Rollup, path: Path, when: datetime) -> None:
    """Write the page. Raises OSError when the file cannot be written."""
    templates = environment()
    templates.globals |= {"shown": shown, "kind": kind, "charts": charts, "svg": svg, "tiles": tiles}
    write_template(
        templates.get_template("rollup.html"),
        path,
        when,
        rollup=rollup,
        lead=lead(rollup),
        warnings=warnings,
        said=said,
        grids=grids(rollup),
        style=asset(templates, "report.css"),
        own_style=asset(templates, "rollup.css"),
    )


def shown(value: Value, style: str) -> str:
    """A value as the page writes it."""
    value = value.value if isinstance(value, Cell) else value
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return percent(value) if style == "share" else brief(value, 4)
    return str(value)


def kind(grid: Grid, index: int, value: Value) -> str:
    """The class of a cell: figures stand to the right, sums in bold, severities in their colour."""
    own = value.style if isinstance(value, Cell) else None
    classes = ["number"] if grid.columns[index].style in _FIGURES else []
    if own and own.startswith("band"):
        classes.append("sum")
    elif own in ("error", "warning", "notice", "wrong", "share_wrong"):
        classes.append(own.removeprefix("share_"))
    return " ".join(classes)


def charts(group: Group) -> list[Picture]:
    """The charts that have something to show."""
    return [picture for draw in CHARTS.values() if (picture := draw(group)) is not None]
