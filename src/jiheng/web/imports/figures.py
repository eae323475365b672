"""Rows of budget and execution by project: the core's accounts, brought to 元, a row a project of the year."""

import hashlib
from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec

from jiheng.department.accounts.figures import Sum
from jiheng.department.accounts.result import AccountColumn, AccountRow, Accounts, AccountsSheet, where
from jiheng.department.accounts.rows import added_up, row_sums, with_unit
from jiheng.department.accounts.vocabulary import FIELDS
from jiheng.department.project_matching import name_key
from jiheng.form import AMOUNTS, TOTAL_FUND
from jiheng.quantity.words import grouped, rounded
from jiheng.web.cycles.models import Project

COLUMNS = ("project", "unit", "code", *AMOUNTS)
"""What a column of a table of figures may be, besides nothing."""
UNITS = ("元", "万元", "千元", "亿元")


class Figures(msgspec.Struct):
    """A project's row: amounts in 元, None where the table does not state one; `place` is where the row stands."""

    project: str
    unit: str = ""
    code: str = ""
    year: str = ""
    initial: Decimal | None = None
    budget: Decimal | None = None
    executed: Decimal | None = None
    place: str = ""
    note: str = ""


class Settled(msgspec.Struct):
    """How a table's columns were understood, and what its first rows are, so that a person can settle it anew."""

    headings: str = ""
    heads: list[tuple[str, list[dict[str, str]]]] = []
    """By sheet: the first rows, texts by column number."""
    sheets: list[AccountsSheet] = []
    notes: list[str] = []
    skipped: list[str] = []
    chosen: bool = False
    """Whether the columns are a person's choice, now or remembered."""


def shown(amount: Decimal | None) -> str:
    """An amount in 元 as people read it, "" where there is none: 1,185,000.00."""
    return "" if amount is None else grouped(amount)


def rows_of(accounts: Accounts, year: int, projects: Sequence[Project]) -> tuple[list[Figures], list[str]]:
    """The projects' rows of the year, and what was assumed or left out (Chinese)."""
    notes = list(accounts.notes)
    known: dict[str, list[Mapping[tuple[str, str], Sum]]] = {}
    for project in projects:
        amounts = {
            (TOTAL_FUND, field): Sum(getattr(project, field), Decimal(1))
            for field in AMOUNTS
            if getattr(project, field)
        }
        known.setdefault(name_key(project.name), []).append(amounts)
    rows = [row for row in accounts.rows if row.year in ("", str(year))]
    if len(rows) < len(accounts.rows):
        others = "、".join(sorted({row.year for row in accounts.rows} - {"", str(year)}))
        notes.append(f"另有 {others} 年度的 {len(accounts.rows) - len(rows)} 行，不是 {year} 年度，没有读入。")
    united, assumed = with_unit(rows, known)
    if assumed:
        notes.append(assumed.replace("自评表", "已有").replace("在列对照文件里写明单位", "在下面的列对照里选定单位"))
    return [_row(row) for row in added_up(united)], notes


def first_headings(heads: Sequence[tuple[str, Sequence[Mapping[int, str]]]]) -> str:
    """A hash of the labels that stand in the first rows, figures and names of years left out."""
    labels = []
    for _, rows in heads:
        for row in rows[:6]:
            texts = [text for text in row.values() if text and not any(sign.isdecimal() for sign in text)]
            if len(texts) > 2:
                labels.append("|".join(texts))
                break
    return hashlib.sha256("\n".join(labels).encode()).hexdigest()


def settled_sheet(
    name: str, first: int, unit: str, columns: Mapping[int, str], head: Sequence[Mapping[str, str]]
) -> AccountsSheet:
    """A sheet as a person settled it: field by column number; labels are remembered from the row above the data."""
    made = []
    for number, field in sorted(columns.items()):
        label = next((row[str(number)] for row in reversed(head[: max(0, first - 1)]) if str(number) in row), "")
        made.append(AccountColumn(number, field, header=label))
    return AccountsSheet(name, first, tuple(made), "", unit)


def _row(row: AccountRow) -> Figures:
    sums = row_sums(row)
    made = {}
    for field in AMOUNTS:
        total = sums.get((TOTAL_FUND, field))
        made[field] = None if total is None else rounded(total.yuan, 2)
    note = "" if row.rows == 1 else f"表里有 {row.rows} 行，已合计"
    if all(amount is None for amount in made.values()):
        parts = "、".join(dict.fromkeys(f"{amount.fund}·{FIELDS[amount.field]}" for amount in row.amounts))
        note = f"只有{parts}，没有项目的总金额" if parts else "没有金额"
    return Figures(row.project, row.unit, row.code, row.year, **made, place=where(row.origin), note=note)
