"""Rates and comparisons of the kept roll-up, ready for the page."""

import re
from decimal import Decimal

from jiheng.form import AMOUNTS
from jiheng.quantity.words import percent, wan
from jiheng.web.dashboard import charts
from jiheng.web.dashboard.charts import desk
from jiheng.web.dashboard.figures import Tree
from jiheng.web.dashboard.summaries import Shown
from jiheng.writing.rollup.grids import figures


def rates_of_units(summary: Shown) -> dict[str, str]:
    """Execution rate by name of the unit, as the core worked it out from the forms."""
    glance = summary.content.glance if summary.content else None
    return {name: rate_text(value) for name, value in glance.execution.items()} if glance else {}


def context(summary: Shown, tree: Tree) -> dict[str, object]:
    """Amounts, rates with how they came about, what is unusual, what differs from the projects' figures."""
    content, group = summary.content, summary.group
    if content is None or group is None:
        return {"group": None}
    links = {child.organisation.name: desk(unit=child.organisation.pk) for child in tree.children}
    execution = charts.execution(group.units, links)
    return {
        "group": group,
        "amounts": [(name, wan_text(getattr(group.amounts, field))) for field, name in AMOUNTS.items()],
        "rates": [(figure, rate_text(figure.value)) for figure in figures(group.rates)],
        "units": [
            (unit, content.projects_of.get(unit.name, 0), [rate_text(rate.value) for rate in figures(unit.rates)])
            for unit in group.units
        ],
        "chart": execution if len(execution.chart.bars) > 1 else None,
        "unusual": [(finding, _COMMAND.sub("", finding.advice)) for finding in group.findings],
        "content": content,
    }


_COMMAND = re.compile(r"（jiheng [^）]*）")
"""What the core's advice says of the command line, which nobody needs on a page."""


def rate_text(rate: Decimal | None) -> str:
    """A rate in per cent."""
    return "—" if rate is None else percent(rate)


def wan_text(amount: Decimal | None) -> str:
    """An amount in 万元."""
    return "—" if amount is None else wan(amount)
