"""A declaration and an approval on paper, on the cycle's own layout."""

import msgspec

from jiheng.web.goals import table
from jiheng.web.goals.models import Declaration
from jiheng.web.goals.versions import form_of
from jiheng.writing.official import fill, load_layout
from jiheng.writing.official.goals_layout import goals_layout

ENDINGS = ("docx", "xlsx", "pdf")
_DECLARED, _APPROVED = "绩效目标申报表", "绩效目标批复表"


def paper_of(row: Declaration, ending: str) -> tuple[bytes, str]:
    """The paper and what it is called. Raises Trouble where the machine cannot, KeyError for another ending."""
    if ending not in ENDINGS:
        raise KeyError(ending)
    approved = row.pk is not None and row.stage.closed and row.project.approved is not None
    form = form_of(row.project.approved) if approved else table.form_of(row, table.entered_of(row))
    what = _APPROVED if approved else _DECLARED
    form.title = None
    layout = goals_layout(load_layout(row.project.cycle.layout), what.removeprefix("绩效"))
    for indicator in form.indicators:
        indicator.actual = indicator.score = indicator.reason = ""
    name = "" if row.project.secret else f" {row.project.name}"
    data = fill([msgspec.convert(msgspec.to_builtins(form), type(form))], f".{ending}", layout)
    return data, f"{row.project.code}{name}（{what}）.{ending}"
