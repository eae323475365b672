"""The table in which approved goals and indicators are entered: rows as posted, and moves within them."""

import hashlib
from typing import NamedTuple

import msgspec
from django.http import QueryDict

from jiheng.form import EXECUTION, TOTAL_FUND, Form, Fund, Indicator, Place, Total, describe
from jiheng.places import Book
from jiheng.quantity.words import plain
from jiheng.web.accounts.request_data import whole_number
from jiheng.web.cycles.models import Project
from jiheng.web.forms.assess import MONEY_UNIT, assess
from jiheng.web.forms.goal_rows import COLUMNS
from jiheng.web.forms.places import tidy
from jiheng.web.forms.sheet import columns_of

MOST = 200
_LONGEST = 500
_WHOLE = {"total_weight", "goal_expected", str(EXECUTION.at("weight"))}
_BLANKS = 3
"""Empty rows below a new table, so that it can be begun without adding any."""


class Entered(NamedTuple):
    """The page as it stands: goals, weight of the execution rate, rows by column."""

    goal: str
    execution: str
    rows: list[dict[str, str]]


class ApprovedCheck(NamedTuple):
    """What the core says of the approved part: points in all, and the findings that concern it."""

    total: str
    findings: list[tuple[str, str, str]]
    """Severity, where, message."""


def of(project: Project, book: Book) -> Entered:
    """What was approved, or an empty table."""
    return table_of(msgspec.convert(project.approved, Form) if project.approved else Form(), book)


def table_of(form: Form, book: Book) -> Entered:
    """The goals and indicators of a form as the table, three empty rows where it has none."""
    fund = form.fund()
    weight = (fund.weight if fund is not None else "") or plain(book.number("execution.weight"))
    rows = [{name: getattr(row, name) or "" for name in COLUMNS} for row in form.indicators]
    return Entered(form.goal_expected or "", weight, rows or [dict.fromkeys(COLUMNS, "") for _ in range(_BLANKS)])


def standing(project: Project) -> str:
    """A short sign of what is approved now, to tell whether another has changed it meanwhile."""
    return hashlib.sha256(msgspec.json.encode(project.approved)).hexdigest()[:16]


def posted(data: QueryDict) -> Entered:
    """The page as sent. Cells are cut to what a cell may hold."""
    columns = {name: data.getlist(name)[:MOST] for name in COLUMNS}
    count = max(map(len, columns.values()))
    rows = [
        {name: tidy(texts[at])[:_LONGEST] if at < len(texts) else "" for name, texts in columns.items()}
        for at in range(count)
    ]
    return Entered(tidy(data.get("goal", ""))[:5000], tidy(data.get("execution", ""))[:20], rows)


def moved(entered: Entered, do: str) -> Entered:
    """The rows after a button: `up:3`, `down:3`, `out:3`, `below:3` (an empty row there), `add`."""
    what, _, number_ = do.partition(":")
    rows, at = list(entered.rows), whole_number(number_, -1)
    if what == "add" and len(rows) < MOST:
        rows.append(_after(rows, len(rows) - 1))
    elif not 0 <= at < len(rows):
        return entered
    elif what == "below" and len(rows) < MOST:
        rows.insert(at + 1, _after(rows, at))
    elif what == "out":
        del rows[at]
    elif what in ("up", "down"):
        to = at - 1 if what == "up" else at + 1
        if 0 <= to < len(rows):
            rows[at], rows[to] = rows[to], rows[at]
    return entered._replace(rows=rows)


def record(entered: Entered, project: Project, book: Book) -> Form:
    """The approved record. Rows without any text are left out; an empty level 1 or 2 takes that of the row above."""
    old = msgspec.convert(project.approved, Form) if project.approved else Form(funds=[Fund(TOTAL_FUND)])
    columns = columns_of(project.cycle.layout)
    old.indicators = []
    above = {"l1": "", "l2": ""}
    for texts in entered.rows:
        if not any(texts.values()):
            continue
        filled = {**texts, "l1": texts["l1"] or above["l1"]}
        filled["l2"] = texts["l2"] or (above["l2"] if filled["l1"] == above["l1"] else "")
        above = filled
        row = Indicator(**{name: filled[name] for name in COLUMNS})
        row.property = row.property if "property" in columns or row.property else None
        row.unit = row.unit if "unit" in columns or row.unit else None
        old.indicators.append(row)
    old.goal_expected = entered.goal
    fund = old.fund()
    if fund is not None:
        fund.weight = entered.execution
    old.money_unit = old.money_unit or MONEY_UNIT
    old.totals = old.totals[:1] or [Total("总分")]
    return old


def judged(form: Form, book: Book) -> ApprovedCheck:
    """The core's checks of what is approved; what is wrong only because nothing is filled in yet is left out."""
    result = assess(form, {}, book)
    places = {str(Place.indicator(at, name)) for at in range(len(form.indicators)) for name in COLUMNS} | _WHOLE
    found = [
        (str(finding.severity), describe(form, finding.place), finding.message + finding.advice)
        for finding in result.audit.findings
        if finding.place in places
    ]
    return ApprovedCheck(result.form.total_weight or "", found)


def _after(rows: list[dict[str, str]], at: int) -> dict[str, str]:
    """An empty row that stands under the same levels as the one above it."""
    above = rows[at] if 0 <= at < len(rows) else dict.fromkeys(COLUMNS, "")
    return dict.fromkeys(COLUMNS, "") | {name: above[name] for name in ("l1", "l2")}
